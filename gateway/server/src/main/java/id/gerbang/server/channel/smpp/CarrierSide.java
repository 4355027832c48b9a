package id.gerbang.server.channel.smpp;

import id.gerbang.engine.text.Gsm7;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A {@link Dialect} as the operator speaks it: writes what a subscriber does, and reads what the
 * gateway shows. For the simulator and for tests; nothing real depends on it.
 */
public record CarrierSide(Dialect dialect) {

  /**
   * A deliver_sm.
   *
   * @param destination its destination_addr
   * @param text its short_message and data coding
   * @param tlvs the operation and the session
   */
  public record Spoken(String destination, Dialect.Written text, List<Tlv> tlvs) {}

  /** What the gateway wants with a screen. */
  public enum Use {
    /** It waits for an answer. */
    ASKS,
    /** It is the last of its dialogue. */
    LAST,
    /** It begins and ends a dialogue. */
    NOTIFIES
  }

  /** A submit_sm of the gateway. */
  public sealed interface Read {
    /**
     * A screen.
     *
     * @param session as {@link #fitted} gives it
     */
    record Screen(long session, String text, Use use) implements Read {}

    /** Nothing of this dialect; {@code status} is the carrier's answer. */
    record Strange(int status) implements Read {}
  }

  /** The session that stands for {@code number}: as much of it as the dialect has room for. */
  public long fitted(long number) {
    return dialect.session().fitted(number);
  }

  /** The subscriber dials {@code code}. */
  public Spoken dialled(long session, int step, String code) {
    return spoken(first(dialect.operations().begins()), session, step, false, code, code);
  }

  /** The subscriber answers a screen of the dialogue that began with {@code code}. */
  public Spoken answered(long session, int step, String code, String text) {
    return spoken(ordinaryAnswer(), session, step, false, later(code), text);
  }

  /** The dialogue ends in order, on the phone: by the operation and by the bit, where it is. */
  public Spoken closed(long session, int step, String code) {
    Set<Integer> closed = dialect.operations().closed();
    int operation = closed.isEmpty() ? ordinaryAnswer() : first(closed);
    return spoken(operation, session, step, true, later(code), "");
  }

  /**
   * The network ends the dialogue.
   *
   * @param operation one of the dialect's, see {@link Dialect.Operations#aborted()}
   */
  public Spoken aborted(int operation, long session, int step, String code) {
    return spoken(operation, session, step, false, later(code), "");
  }

  /** The subscriber read what waits for no answer. */
  public Spoken confirmed(long session, String code) {
    return spoken(first(dialect.push().confirmed()), session, 0, false, later(code), "");
  }

  /** Reads a submit_sm of the gateway. Never throws. */
  public Read read(Delivered submitted) {
    int status = dialect.session().status(submitted);
    if (status != CommandStatus.OK) {
      return new Read.Strange(status);
    }
    Dialect.Answers answers = dialect.answers();
    int operation = submitted.number(Tlv.USSD_SERVICE_OP, 1);
    boolean onlyTheBitEnds = answers.ending() == answers.continuing();
    if (dialect.session().endsIn(submitted) || operation == answers.ending() && !onlyTheBitEnds) {
      return screen(submitted, Use.LAST);
    }
    if (operation == answers.continuing()
        || dialect.push().ask().stream().anyMatch(ask -> ask == operation)) {
      return screen(submitted, Use.ASKS);
    }
    if (dialect.push().tell().stream().anyMatch(tell -> tell == operation)) {
      return screen(submitted, Use.NOTIFIES);
    }
    return new Read.Strange(CommandStatus.INVALID_TLV_VALUE);
  }

  private Read.Screen screen(Delivered submitted, Use use) {
    Dialect.Text text = dialect.text();
    Alphabet alphabet =
        submitted.dataCoding() == text.gsm7()
            ? Alphabet.GSM7
            : submitted.dataCoding() == text.ucs2()
                ? Alphabet.UCS2
                : SmppText.alphabet(submitted.dataCoding());
    byte[] octets = submitted.payload();
    boolean packed = alphabet == Alphabet.GSM7 && text.packed();
    return new Read.Screen(
        dialect.session().idIn(submitted),
        alphabet.read(packed ? PackedSeptets.unpack(octets) : octets),
        use);
  }

  /** Of several the greatest: where 2 and 18 both are answers, a confirm (18) is the usual one. */
  private int ordinaryAnswer() {
    return new TreeSet<>(dialect.operations().continued()).getLast();
  }

  private static int first(Set<Integer> operations) {
    return new TreeSet<>(operations).getFirst();
  }

  private String later(String code) {
    return switch (dialect.serviceCode()) {
      case DESTINATION_ADDR -> code;
      case DESTINATION_ADDR_ON_NEW, SHORT_MESSAGE -> "";
    };
  }

  private Spoken spoken(
      int operation, long session, int step, boolean ends, String destination, String text) {
    return new Spoken(
        dialect.serviceCode() == Dialect.ServiceCode.SHORT_MESSAGE ? "" : destination,
        written(text),
        Stream.concat(
                Stream.of(Dialect.operation(operation)),
                dialect.session().tlv(session, step, ends).stream())
            .toList());
  }

  private Dialect.Written written(String text) {
    return Gsm7.encodes(text)
        ? dialect.written(Alphabet.GSM7, coding(Alphabet.GSM7, dialect.text().gsm7()), text)
        : dialect.written(Alphabet.UCS2, coding(Alphabet.UCS2, dialect.text().ucs2()), text);
  }

  /** The carrier's own coding of an alphabet: the one it is known for, else that of our screens. */
  private int coding(Alphabet alphabet, int otherwise) {
    if (dialect.typedIn(otherwise) == alphabet) {
      return otherwise;
    }
    return dialect.text().typed().entrySet().stream()
        .filter(entry -> entry.getValue() == alphabet)
        .map(Map.Entry::getKey)
        .min(Integer::compare)
        .orElse(otherwise);
  }
}
