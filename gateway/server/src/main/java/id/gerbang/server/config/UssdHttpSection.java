package id.gerbang.server.config;

import id.gerbang.server.channel.ussdhttp.AddressList;
import id.gerbang.server.channel.ussdhttp.Aggregator;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code ussd_http} of the settings. Africa's Talking, the first that was spoken, has its switch
 * and its secret right there; each other has a map of its own.
 */
final class UssdHttpSection {
  private static final String FIRST = "africastalking";

  /** It stands in a path as it is. */
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9._~-]*");

  private UssdHttpSection() {}

  static Settings.UssdHttp read(Section root) {
    List<String> names = Aggregator.all().stream().map(Aggregator::name).toList();
    Section section =
        root.section(
            "ussd_http",
            Stream.concat(names.stream(), Stream.of("secret", "allow", "proxies"))
                .toArray(String[]::new));
    List<Settings.Aggregator> aggregators = new ArrayList<>();
    for (String name : names) {
      aggregators.add(
          name.equals(FIRST)
              ? new Settings.Aggregator(
                  name, section.truth(FIRST), section.secret("secret"), addresses(section, "allow"))
              : aggregator(name, section.section(name, "on", "secret", "allow")));
    }
    return new Settings.UssdHttp(aggregators, addresses(section, "proxies"));
  }

  private static Settings.Aggregator aggregator(String name, Section section) {
    Settings.Aggregator aggregator =
        new Settings.Aggregator(
            name, section.truth("on"), section.secret("secret"), addresses(section, "allow"));
    if (!SECRET.matcher(aggregator.secret().value()).matches()) {
      section.mistake("secret", "expected letters, digits, . _ ~ or -, as a path may have them");
    }
    if (aggregator.on() && !aggregator.secret().isSet() && aggregator.allow().isEmpty()) {
      section.mistake(
          "on", "expected a secret or an allow list beside it: anybody could speak for any phone");
    }
    return aggregator;
  }

  private static AddressList addresses(Section section, String key) {
    return AddressList.parse(section.text(key, ""))
        .orElseGet(
            () -> {
              section.mistake(
                  key, "expected addresses or networks like 192.0.2.7, 198.51.100.0/24");
              return AddressList.NONE;
            });
  }
}
