package id.gerbang.server.config;

import id.gerbang.server.channel.smpp.Alphabet;
import id.gerbang.server.channel.smpp.Dialect;
import id.gerbang.server.channel.smpp.SessionPlace;
import id.gerbang.server.channel.smpp.Tlv;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads {@code config/carriers/<name>.yaml}: how an operator writes USSD (docs/integrating.md has
 * the table of its keys). What is absent is as SMPP 3.4 has it; only the session must be said.
 */
final class DialectFile {
  /** No operator keeps a dialogue open for longer. */
  private static final Duration LONGEST_SESSION = Duration.ofMinutes(10);

  /** A turn takes up to 10 s; less patience than a second is none. */
  private static final Duration SHORTEST_ANSWER = Duration.ofSeconds(1);

  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(3);

  /** A turn promises 10 s and the shortest clock seen for an answer is 15 s. */
  private static final Duration USUAL_ANSWER = Duration.ofSeconds(12);

  private static final int OCTET = 0xFF;
  private static final String AN_OPERATION = "an operation (ussd_service_op)";
  private static final String A_CODING = "a data coding";
  private static final Pattern SERVICE_TYPE = Pattern.compile("[A-Za-z0-9]{0,5}");
  private static final List<String> SERVICE_CODES =
      List.of("destination_addr", "destination_addr_on_new", "short_message");

  private DialectFile() {}

  /** The dialect of a file; its mistakes are told to {@code yaml}. */
  static Dialect read(String name, YamlFile yaml) {
    Section root =
        yaml.root("session", "operations", "answers", "service_code", "text", "times", "push");
    SessionPlace session =
        session(root, root.section("session", "tag", "octets", "id", "sequence", "end"));
    Dialect dialect =
        new Dialect(
            name,
            session,
            operations(root.section("operations", "new", "continued", "closed", "aborted")),
            answers(session, root.section("answers", "continue", "end", "end_bit")),
            serviceCode(root),
            text(root.section("text", "gsm7", "ucs2", "packed", "typed")),
            times(root.section("times", "session", "answer")),
            push(root.section("push", "ask", "notify", "confirmed", "service_type")));
    refuseDoubles(root, dialect);
    return dialect;
  }

  private static SessionPlace session(Section root, Section section) {
    if (section.text("tag", "").equals("none")) {
      for (String key : List.of("octets", "id", "sequence", "end")) {
        if (section.parts().containsKey(key)) {
          section.mistake(key, "there is no TLV (tag: none); expected no " + key);
        }
      }
      return SessionPlace.THE_PHONE;
    }
    String expected =
        "expected the tag of the TLV with the session: 0x0204, 0x1383, a vendor's 0x1400 to 0x3FFC,"
            + " or none";
    if (!section.parts().containsKey("tag")) {
      (section.at() == null ? root : section).mistake("", "session.tag: " + expected);
      return SessionPlace.THE_PHONE;
    }
    int tag = (int) section.bits("tag", Tlv.ITS_SESSION_INFO, 0xFFFF, "a tag");
    boolean known = tag == Tlv.USER_MESSAGE_REFERENCE || tag == Tlv.ITS_SESSION_INFO;
    if (!known && (tag < SessionPlace.FIRST_VENDOR_TAG || tag > SessionPlace.LAST_VENDOR_TAG)) {
      section.mistake("tag", expected);
    }
    int octets =
        section.number("octets", known ? 2 : 4, 1, SessionPlace.LONGEST, "a number of octets");
    if (known && octets != 2) {
      section.mistake("octets", "expected 2, which SMPP 3.4 gives this TLV");
    }
    return bits(section, tag, octets);
  }

  private static SessionPlace bits(Section section, int tag, int octets) {
    long all = -1L >>> (Long.SIZE - octets * Byte.SIZE);
    long sequence = section.bits("sequence", 0, all, "bits");
    long end = section.bits("end", 0, all, "one bit");
    long id = section.bits("id", all & ~sequence & ~end, all, "bits");
    if (id == 0) {
      section.mistake("id", "expected the bits that name the session");
    }
    if (Long.bitCount(end) > 1) {
      section.mistake("end", "expected one bit like 0x0001, or 0 where there is none");
    }
    if ((id & sequence) != 0 || ((id | sequence) & end) != 0) {
      section.mistake("", "expected id, sequence and end to share no bit");
    }
    for (Map.Entry<String, Long> mask : Map.of("id", id, "sequence", sequence).entrySet()) {
      long low = mask.getValue() >>> Long.numberOfTrailingZeros(mask.getValue());
      if (mask.getValue() != 0 && (low & low + 1) != 0) {
        section.mistake(mask.getKey(), "expected bits that stand in one piece, like 0xff00");
      }
    }
    return new SessionPlace(tag, octets, id, sequence, end);
  }

  private static Dialect.Operations operations(Section section) {
    Dialect.Operations operations =
        new Dialect.Operations(
            section.numbers("new", List.of(1), OCTET, AN_OPERATION),
            section.numbers("continued", List.of(2, 18), OCTET, AN_OPERATION),
            section.numbers("closed", List.of(17), OCTET, AN_OPERATION),
            section.numbers("aborted", List.of(129, 65, 66, 67), OCTET, AN_OPERATION));
    if (operations.begins().isEmpty()) {
      section.mistake("new", "expected at least one operation");
    }
    if (operations.continued().isEmpty()) {
      section.mistake("continued", "expected at least one operation");
    }
    return operations;
  }

  private static Dialect.Answers answers(SessionPlace session, Section section) {
    Dialect.Answers answers =
        new Dialect.Answers(
            section.whole("continue", 2, OCTET, AN_OPERATION),
            section.whole("end", 17, OCTET, AN_OPERATION),
            section.truth("end_bit", session.end() != 0));
    if (answers.endBit() && session.end() == 0) {
      section.mistake("end_bit", "the session has no end bit; expected session.end, or false here");
    }
    if (answers.continuing() == answers.ending() && !answers.endBit()) {
      section.mistake(
          "end", "nothing tells the last screen; expected another operation or end_bit: true");
    }
    return answers;
  }

  private static Dialect.ServiceCode serviceCode(Section root) {
    return switch (root.choice("service_code", SERVICE_CODES.getFirst(), SERVICE_CODES)) {
      case "destination_addr_on_new" -> Dialect.ServiceCode.DESTINATION_ADDR_ON_NEW;
      case "short_message" -> Dialect.ServiceCode.SHORT_MESSAGE;
      default -> Dialect.ServiceCode.DESTINATION_ADDR;
    };
  }

  private static Dialect.Text text(Section section) {
    Section typed = section.section("typed", "gsm7", "ucs2", "latin1");
    Map<Integer, Alphabet> meanings = new HashMap<>();
    for (Map.Entry<String, Alphabet> alphabet :
        Map.of("gsm7", Alphabet.GSM7, "ucs2", Alphabet.UCS2, "latin1", Alphabet.LATIN1)
            .entrySet()) {
      for (int coding : typed.numbers(alphabet.getKey(), List.of(), OCTET, A_CODING)) {
        if (meanings.put(coding, alphabet.getValue()) != null) {
          typed.mistake("", "data coding " + coding + " is here twice; expected each once");
        }
      }
    }
    int gsm7 = section.whole("gsm7", 0x0F, OCTET, A_CODING);
    int ucs2 = section.whole("ucs2", 0x48, OCTET, A_CODING);
    if (gsm7 == ucs2) {
      section.mistake("ucs2", "expected another data coding than gsm7's");
    }
    return new Dialect.Text(gsm7, ucs2, section.truth("packed", false), meanings);
  }

  private static Dialect.Times times(Section section) {
    Duration session = section.time("session", Duration.ofSeconds(180));
    Duration answer = answer(section, "answer", USUAL_ANSWER);
    if (session.compareTo(answer) < 0 || session.compareTo(LONGEST_SESSION) > 0) {
      section.mistake(
          "session", "expected a time from that of answer to " + LONGEST_SESSION.toMinutes() + "m");
    }
    return new Dialect.Times(session, answer);
  }

  /** How long an operator waits for a screen. */
  static Duration answer(Section section, String key, Duration otherwise) {
    Duration answer = section.time(key, otherwise);
    if (answer.compareTo(SHORTEST_ANSWER) < 0 || answer.compareTo(LONGEST_ANSWER) > 0) {
      section.mistake(
          key,
          "expected a time from "
              + SHORTEST_ANSWER.toSeconds()
              + "s to "
              + LONGEST_ANSWER.toMinutes()
              + "m");
      return otherwise;
    }
    return answer;
  }

  private static Dialect.Push push(Section section) {
    return new Dialect.Push(
        operationOrNone(section, "ask"),
        operationOrNone(section, "notify"),
        section.numbers("confirmed", List.of(19), OCTET, AN_OPERATION),
        section.text("service_type", "USSD", SERVICE_TYPE, "at most 5 letters or digits"));
  }

  private static OptionalInt operationOrNone(Section section, String key) {
    return section.text(key, "none").equals("none")
        ? OptionalInt.empty()
        : OptionalInt.of(section.whole(key, 0, OCTET, AN_OPERATION));
  }

  /** An operation that means two things means nothing. */
  private static void refuseDoubles(Section root, Dialect dialect) {
    Set<Integer> seen = new TreeSet<>();
    Set<Integer> doubles = new TreeSet<>();
    Dialect.Operations operations = dialect.operations();
    for (Set<Integer> meaning :
        List.of(
            operations.begins(),
            operations.continued(),
            operations.closed(),
            operations.aborted(),
            dialect.push().confirmed())) {
      for (int operation : meaning) {
        if (!seen.add(operation)) {
          doubles.add(operation);
        }
      }
    }
    if (!doubles.isEmpty()) {
      root.mistake(
          "operations",
          "operation "
              + doubles.iterator().next()
              + " has two meanings; expected each once in operations and push.confirmed");
    }
  }
}
