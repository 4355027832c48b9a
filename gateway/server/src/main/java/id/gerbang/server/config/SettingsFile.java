package id.gerbang.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads {@code config/gateway.yaml}: what each of its sections means. All mistakes are collected
 * and told together, each with file:line and what was expected.
 */
public final class SettingsFile {
  private static final String CARRIERS = "carriers";
  private static final int HIGHEST_PORT = 65_535;

  /** Nobody reads an SMS and answers it in less. */
  private static final Duration SHORTEST_CONSENT = Duration.ofMinutes(1);

  /** Somebody has to walk to where they pay. */
  private static final Duration SHORTEST_BILL = Duration.ofHours(1);

  /** A month: after that another would be due. */
  private static final Duration LONGEST_BILL = Duration.ofDays(30);

  private static final Pattern SERVICE_ID = Pattern.compile("[0-9]{1,8}");
  private static final Pattern FILLED = Pattern.compile("(?s).*\\S.*");
  private static final Pattern CODE = Pattern.compile("[*#0-9]{1,32}");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{2,15}");
  private static final Pattern REDIS =
      Pattern.compile(
          "embedded|rediss?://[^/\\s]\\S*|rediss?-cluster://[^/?#\\s]+/?"
              + "|rediss?-sentinel://[^/?#\\s]+/[^/?#\\s]+\\S*");
  private static final Pattern POSTGRES = Pattern.compile("embedded|jdbc:postgresql://\\S+");
  private static final Pattern NUMBER_ID = Pattern.compile("[0-9]{0,32}");
  private static final Pattern BARE_WEB = Pattern.compile("https?://[^/\\s?#]+");
  private static final Pattern GRAPH_VERSION = Pattern.compile("v[0-9]{1,3}\\.[0-9]{1,2}");
  private static final Pattern TEMPLATE = Pattern.compile("[a-z0-9_]{0,512}");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(_[A-Z]{2,4})?");

  private SettingsFile() {}

  /**
   * The settings are not what they should be. Its message lists every mistake, one a line, and no
   * secret.
   */
  public static final class Mistakes extends RuntimeException {
    Mistakes(List<String> mistakes) {
      super(String.join("\n", mistakes));
    }
  }

  /**
   * Reads a file. The dialects that its links name are in the folder {@code carriers} beside it.
   *
   * @param environment the value of an environment variable, or null
   * @throws Mistakes when anything in it is wrong
   */
  public static Settings read(Path file, UnaryOperator<String> environment) {
    return read(file, file.resolveSibling(CARRIERS), environment);
  }

  /**
   * Reads a file.
   *
   * @param carriers where a dialect is looked for that is not in the folder {@code carriers} beside
   *     the file
   * @param environment the value of an environment variable, or null
   * @throws Mistakes when anything in it is wrong
   */
  public static Settings read(Path file, Path carriers, UnaryOperator<String> environment) {
    YamlFile yaml = new YamlFile(file, environment);
    DialectFolders dialects =
        new DialectFolders(List.of(file.resolveSibling(CARRIERS), carriers), environment);
    Settings settings = settings(yaml, dialects);
    yaml.refuseMistakes(dialects.mistakes());
    return settings;
  }

  private static Settings settings(YamlFile yaml, DialectFolders dialects) {
    Section root =
        yaml.root(
            "http",
            "management",
            "data",
            "redis",
            "database",
            "keyset",
            "service_code",
            "sms_number",
            "zone",
            "smpp",
            "ussd_http",
            "api",
            "enrolment",
            "telegram",
            "whatsapp",
            "snap",
            "billing");
    return new Settings(
        listen(root.section("http", "host", "port")),
        listen(root.section("management", "host", "port")),
        root.text("data", ".gerbang/data", FILLED, "a folder"),
        root.section("redis", "url")
            .text(
                "url",
                Settings.EMBEDDED,
                REDIS,
                "embedded, redis://host:port, rediss://host:port,"
                    + " redis-sentinel://host:port,host:port/master or"
                    + " redis-cluster://host:port,host:port"),
        database(root.section("database", "url", "user", "password")),
        root.secret("keyset"),
        root.text("service_code", "*500*25#", CODE, "a code of digits, * and # like *500*25#"),
        root.text("sms_number", "2757", DIGITS, "a number of 2 to 15 digits like 2757"),
        root.zone("zone", "Asia/Makassar"),
        links(root, dialects),
        UssdHttpSection.read(root),
        root.section("api", "token").secret("token"),
        enrolment(root.section("enrolment", "reminder", "escalation", "code", "consent")),
        TelegramSettings.bots(root),
        whatsApp(
            root.section(
                "whatsapp",
                "token",
                "phone_number_id",
                "verify_token",
                "app_secret",
                "api_url",
                "version",
                "template")),
        billing(root.section("billing", "service_id", "valid"), SnapSection.read(root)));
  }

  private static Settings.Listen listen(Section section) {
    return new Settings.Listen(
        section.text("host", "127.0.0.1", FILLED, "an address to listen on like 0.0.0.0"),
        section.number("port", 0, 0, HIGHEST_PORT, "a port"));
  }

  private static Settings.Database database(Section section) {
    return new Settings.Database(
        section.text(
            "url", Settings.EMBEDDED, POSTGRES, "embedded or jdbc:postgresql://host:port/database"),
        section.text("user", ""),
        section.secret("password"));
  }

  private static List<Settings.Link> links(Section root, DialectFolders dialects) {
    List<Settings.Link> links = LinkSections.read(root, dialects);
    List<Settings.Link> carriers =
        links.stream().filter(link -> link.messages() && !link.host().isEmpty()).toList();
    if (!carriers.isEmpty()
        && carriers.stream().noneMatch(link -> link.sms().prefixes().isEmpty())) {
      root.mistake(
          "smpp",
          "every link that carries SMS has prefixes; expected one without, for all other numbers");
    }
    return links;
  }

  private static Settings.Enrolment enrolment(Section section) {
    Settings.Enrolment times =
        new Settings.Enrolment(
            section.time("reminder", Duration.ofHours(24)),
            section.time("escalation", Duration.ofHours(48)),
            section.time("code", Duration.ofHours(72)),
            section.time("consent", Duration.ofHours(72)));
    if (times.reminder().compareTo(times.escalation()) >= 0
        || times.escalation().compareTo(times.code()) > 0) {
      section.mistake("", "expected reminder < escalation <= code");
    }
    if (times.consent().compareTo(SHORTEST_CONSENT) < 0) {
      section.mistake("consent", "expected a minute or more");
    }
    return times;
  }

  private static Settings.Billing billing(Section section, SnapSection.Read snap) {
    Duration valid = section.time("valid", Duration.ofHours(72));
    if (valid.compareTo(SHORTEST_BILL) < 0 || valid.compareTo(LONGEST_BILL) > 0) {
      section.mistake("valid", "expected 1h to 720h");
    }
    return new Settings.Billing(
        section.text("service_id", "77777", SERVICE_ID, "1 to 8 digits, the bank's number for us"),
        valid,
        snap.banks(),
        snap.reconciled());
  }

  private static Settings.WhatsApp whatsApp(Section section) {
    Section template = section.section("template", "name", "language");
    Settings.WhatsApp whatsApp =
        new Settings.WhatsApp(
            section.secret("token"),
            section.text("phone_number_id", "", NUMBER_ID, "the digits by which Meta names it"),
            section.secret("verify_token"),
            section.secret("app_secret"),
            section.text("api_url", "https://graph.facebook.com", BARE_WEB, "a URL without a path"),
            section.text("version", "v25.0", GRAPH_VERSION, "a version like v25.0"),
            new Settings.WhatsApp.Template(
                template.text("name", "", TEMPLATE, "a name of a-z, 0-9 and _"),
                template.text("language", "id", LANGUAGE, "a language like id or en_US")));
    long set =
        Stream.of(
                whatsApp.token().isSet(),
                !whatsApp.phoneNumberId().isEmpty(),
                whatsApp.verifyToken().isSet(),
                whatsApp.appSecret().isSet())
            .filter(isSet -> isSet)
            .count();
    if (set != 0 && set != 4) {
      section.mistake(
          "", "expected token, phone_number_id, verify_token and app_secret, all four or none");
    }
    return whatsApp;
  }
}
