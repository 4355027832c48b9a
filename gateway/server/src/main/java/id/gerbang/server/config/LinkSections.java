package id.gerbang.server.config;

import id.gerbang.server.channel.smpp.Concatenation;
import id.gerbang.server.channel.smpp.Dialect;
import id.gerbang.server.channel.smpp.SmppText;
import id.gerbang.server.channel.smpp.UssdWriting;
import id.gerbang.server.outbox.ReceiptIds;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The links of {@code config/gateway.yaml}: what each of their keys means. */
final class LinkSections {
  private static final int HIGHEST_PORT = 65_535;

  /** SMPP 3.4 §4.1.1, without the closing zero. */
  private static final int LONGEST_SYSTEM_ID = 15;

  private static final int LONGEST_SMPP_PASSWORD = 8;
  private static final int LONGEST_SYSTEM_TYPE = 12;

  /** A turn takes up to 10 s; less patience than a second is none. */
  private static final Duration SHORTEST_ANSWER = Duration.ofSeconds(1);

  /** No operator keeps a dialogue open for longer. */
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(3);

  /** Less, and each rebind would move messages. */
  private static final Duration SHORTEST_FAIL_OVER = Duration.ofSeconds(10);

  private static final Duration USUAL_FAIL_OVER = Duration.ofSeconds(60);
  private static final String USSD = "ussd";
  private static final String SMS = "sms";
  private static final int RECEIPTS = 1;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,40}");
  private static final Pattern SERVICE = Pattern.compile(USSD + "|" + SMS);
  private static final Pattern PREFIX = Pattern.compile("[1-9][0-9]{0,14}");
  private static final Pattern SENDER = Pattern.compile("|[0-9]{2,15}");

  private LinkSections() {}

  static List<Settings.Link> read(Section root) {
    List<Settings.Link> links = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Section section :
        root.list(
            "smpp",
            "links",
            "name",
            "host",
            "port",
            "tls",
            "ca",
            "system_id",
            "password",
            "system_type",
            "dialect",
            "carries",
            "prefixes",
            "single",
            "window",
            "messages_per_second",
            "fail_over_after",
            "sms",
            "ussd")) {
      Settings.Link link = link(section);
      if (!names.add(link.name())) {
        section.mistake(
            "name", "a link before has the name \"" + link.name() + "\"; expected another");
      }
      links.add(link);
    }
    return links;
  }

  private static Settings.Link link(Section section) {
    String systemId =
        within(section, "system_id", section.text("system_id", ""), LONGEST_SYSTEM_ID);
    Secret password = section.secret("password");
    within(section, "password", password.value(), LONGEST_SMPP_PASSWORD);
    List<String> carries = section.texts("carries", "ussd or sms", SERVICE);
    return new Settings.Link(
        section.text("name", "first", NAME, "a name of 1 to 40 letters, digits, . _ or -"),
        section.text("host", ""),
        section.number("port", 2775, 1, HIGHEST_PORT, "a port"),
        tls(section),
        systemId,
        password,
        within(section, "system_type", section.text("system_type", ""), LONGEST_SYSTEM_TYPE),
        section.choice("dialect", "standard", Dialect.all().stream().map(Dialect::name).toList()),
        carries.isEmpty() || carries.contains(USSD),
        carries.isEmpty() || carries.contains(SMS),
        section.truth("single"),
        section.number("window", 100, 1, 1_000, "a window"),
        section.number("messages_per_second", 100, 1, 10_000, "a pace"),
        failOver(section),
        sms(
            section.section(
                SMS,
                "number",
                "concatenation",
                "gsm7",
                "ucs2",
                "registered_delivery",
                "receipt_ids"),
            section.texts("prefixes", "the beginning of a number like 62811", PREFIX)),
        screens(section.section(USSD, "gsm7", "ucs2", "answer_within")));
  }

  private static String within(Section section, String key, String value, int most) {
    if (value.length() > most) {
      section.mistake(
          key,
          "expected at most "
              + most
              + " characters (SMPP 3.4); ask the operator for a shorter one");
    }
    return value;
  }

  private static Settings.Tls tls(Section section) {
    boolean on = section.truth("tls");
    String file = section.text("ca", "");
    if (file.isEmpty()) {
      return new Settings.Tls(on, Optional.empty());
    }
    if (!on) {
      section.mistake("ca", "is for tls: true; expected that, or no ca");
    }
    try {
      Path ca = Path.of(file);
      if (Files.isReadable(ca) && !Files.isDirectory(ca)) {
        return new Settings.Tls(on, Optional.of(ca));
      }
    } catch (InvalidPathException e) {
      // told below, together with a file that is not there
    }
    section.mistake("ca", "cannot be read; expected a file of certificates in PEM");
    return new Settings.Tls(on, Optional.empty());
  }

  private static Duration failOver(Section section) {
    Duration after = section.time("fail_over_after", USUAL_FAIL_OVER);
    if (after.compareTo(SHORTEST_FAIL_OVER) < 0) {
      section.mistake(
          "fail_over_after",
          "expected "
              + SHORTEST_FAIL_OVER.toSeconds()
              + "s or more: a link that binds again must not lose its messages");
    }
    return after;
  }

  private static Settings.Sms sms(Section section, List<String> prefixes) {
    return new Settings.Sms(
        section.text("number", "", SENDER, "a number of 2 to 15 digits like 2757"),
        prefixes,
        section.choice("concatenation", Concatenation.UDH8.word(), Concatenation.words()),
        section.number("gsm7", SmppText.DEFAULT, 0, 0xFF, "a data coding"),
        section.number("ucs2", SmppText.UCS2, 0, 0xFF, "a data coding"),
        section.number("registered_delivery", RECEIPTS, 0, 2, "a kind of receipts"),
        section.choice("receipt_ids", ReceiptIds.EITHER.word(), ReceiptIds.words()));
  }

  private static Settings.Screens screens(Section section) {
    Duration within = section.time("answer_within", UssdWriting.USUAL.answerLimit());
    if (within.compareTo(SHORTEST_ANSWER) < 0 || within.compareTo(LONGEST_ANSWER) > 0) {
      section.mistake(
          "answer_within",
          "expected a time from "
              + SHORTEST_ANSWER.toSeconds()
              + "s to "
              + LONGEST_ANSWER.toMinutes()
              + "m");
    }
    return new Settings.Screens(
        section.number("gsm7", UssdWriting.USUAL.gsm7(), 0, 0xFF, "a data coding"),
        section.number("ucs2", UssdWriting.USUAL.ucs2(), 0, 0xFF, "a data coding"),
        within);
  }
}
