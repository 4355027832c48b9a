package id.gerbang.server.config;

import id.gerbang.server.channel.smpp.Concatenation;
import id.gerbang.server.channel.smpp.Dialect;
import id.gerbang.server.channel.smpp.SmppText;
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

  static List<Settings.Link> read(Section root, DialectFolders dialects) {
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
      String name =
          section.text("name", "first", NAME, "a name of 1 to 40 letters, digits, . _ or -");
      if (!names.add(name)) {
        section.mistake("name", "a link before has the name \"" + name + "\"; expected another");
      }
      Optional<Dialect> dialect = dialects.named(section, "dialect");
      Section ussd = section.section(USSD, "gsm7", "ucs2", "answer_within");
      // a dialect that is wrong was told; the link is read for its own mistakes
      link(name, section, dialect.map(file -> screens(ussd, file))).ifPresent(links::add);
    }
    return links;
  }

  private static Optional<Settings.Link> link(
      String name, Section section, Optional<Dialect> dialect) {
    String systemId =
        within(section, "system_id", section.text("system_id", ""), LONGEST_SYSTEM_ID);
    Secret password = section.secret("password");
    within(section, "password", password.value(), LONGEST_SMPP_PASSWORD);
    String systemType =
        within(section, "system_type", section.text("system_type", ""), LONGEST_SYSTEM_TYPE);
    List<String> carries = section.texts("carries", "ussd or sms", SERVICE);
    String host = section.text("host", "");
    int port = section.number("port", 2775, 1, HIGHEST_PORT, "a port");
    Settings.Tls tls = tls(section);
    boolean single = section.truth("single");
    int window = section.number("window", 100, 1, 1_000, "a window");
    int pace = section.number("messages_per_second", 100, 1, 10_000, "a pace");
    Duration failOver = failOver(section);
    Settings.Sms sms =
        sms(
            section.section(
                SMS,
                "number",
                "concatenation",
                "gsm7",
                "ucs2",
                "registered_delivery",
                "receipt_ids"),
            section.texts("prefixes", "the beginning of a number like 62811", PREFIX));
    return dialect.map(
        spoken ->
            new Settings.Link(
                name,
                host,
                port,
                tls,
                systemId,
                password,
                systemType,
                spoken,
                carries.isEmpty() || carries.contains(USSD),
                carries.isEmpty() || carries.contains(SMS),
                single,
                window,
                pace,
                failOver,
                sms));
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

  /** The dialect, with what the link itself says of screens. */
  private static Dialect screens(Section section, Dialect dialect) {
    int gsm7 = section.whole("gsm7", dialect.text().gsm7(), 0xFF, "a data coding");
    int ucs2 = section.whole("ucs2", dialect.text().ucs2(), 0xFF, "a data coding");
    if (gsm7 == ucs2) {
      section.mistake("", "expected two data codings that differ, not gsm7 and ucs2 " + gsm7);
    }
    return dialect.withScreens(
        gsm7, ucs2, DialectFile.answer(section, "answer_within", dialect.times().answer()));
  }
}
