package id.gerbang.server.channel.smpp;

import id.gerbang.engine.text.Gsm7;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How one operator writes a USSD dialogue, as {@code config/carriers/<name>.yaml} describes it
 * (docs/integrating.md). It keeps nothing of a dialogue: what an answer needs is in the message it
 * answers, so that any node may give it. {@link CarrierSide} is the same seen from the operator.
 *
 * @param name in the settings
 * @param session where the session lives
 * @param operations what the carrier says
 * @param answers what we say
 * @param serviceCode where the carrier writes the code that was dialled
 * @param text how texts are written, both ways
 * @param times the carrier's clocks
 * @param push how we begin a dialogue
 */
public record Dialect(
    String name,
    SessionPlace session,
    Operations operations,
    Answers answers,
    ServiceCode serviceCode,
    Text text,
    Times times,
    Push push) {

  /**
   * The operations of the carrier (ussd_service_op, SMPP 3.4 §5.3.2.44, and its own).
   *
   * @param begins the subscriber dialled
   * @param continued the subscriber answered
   * @param closed the dialogue ended in order
   * @param aborted the subscriber hung up, or the network failed
   */
  public record Operations(
      Set<Integer> begins, Set<Integer> continued, Set<Integer> closed, Set<Integer> aborted) {
    public Operations {
      begins = Set.copyOf(begins);
      continued = Set.copyOf(continued);
      closed = Set.copyOf(closed);
      aborted = Set.copyOf(aborted);
    }
  }

  /**
   * The operations of our screens.
   *
   * @param continuing of a screen that waits for an answer
   * @param ending of the last screen
   * @param endBit whether the last screen also sets the session's end bit
   */
  public record Answers(int continuing, int ending, boolean endBit) {}

  /** Where the carrier writes the code that was dialled, and so what our screens are from. */
  public enum ServiceCode {
    /** In destination_addr of every message: a screen is from there. */
    DESTINATION_ADDR,
    /** In destination_addr, of the first message at least: where it is empty, from our code. */
    DESTINATION_ADDR_ON_NEW,
    /** In short_message of the first message only: every screen is from our code. */
    SHORT_MESSAGE
  }

  /**
   * Data codings (SMPP 3.4 §5.2.19, 3GPP TS 23.038 §5).
   *
   * @param gsm7 of a screen in the GSM alphabet
   * @param ucs2 of any other screen
   * @param packed whether texts in the GSM alphabet are packed, both ways
   * @param typed what the carrier's codings mean, where it departs from the specifications
   */
  public record Text(int gsm7, int ucs2, boolean packed, Map<Integer, Alphabet> typed) {
    public Text {
      typed = Map.copyOf(typed);
    }
  }

  /**
   * The carrier's clocks.
   *
   * @param session how long it keeps a dialogue in all
   * @param answer how long it waits for a screen; after it nothing is sent
   */
  public record Times(Duration session, Duration answer) {}

  /**
   * How we begin a dialogue (network-initiated USSD).
   *
   * @param ask the operation of a screen that waits for an answer; empty when the carrier takes
   *     none
   * @param tell the operation of a screen that waits for none; empty when the carrier takes none
   * @param confirmed what the carrier says when such a screen was read; with a text, it is an
   *     answer
   * @param serviceType of the first screen, at most five letters
   */
  public record Push(
      OptionalInt ask, OptionalInt tell, Set<Integer> confirmed, String serviceType) {
    public Push {
      confirmed = Set.copyOf(confirmed);
    }
  }

  /** What was heard. */
  public sealed interface Heard {
    /** A dialogue began. */
    record Dialled(String session) implements Heard {}

    /** The subscriber answered. */
    record Answered(String session) implements Heard {}

    /** A screen that waits for nothing was read: nobody reads an answer, and nothing was done. */
    record Confirmed() implements Heard {}

    /**
     * The dialogue is over: nobody reads an answer.
     *
     * @param aborted whether it did not end in order
     */
    record Closed(String session, boolean aborted) implements Heard {}

    /** Nothing of this dialect; {@code status} is our answer (SMPP 3.4 §5.1.3). */
    record Strange(int status) implements Heard {}
  }

  /** A text on the wire. */
  public record Written(int dataCoding, byte[] octets) {
    /** Without the text. */
    @Override
    public String toString() {
      return "Written[dcs=%02x, %d octets]".formatted(dataCoding, octets.length);
    }
  }

  /** What the carrier says with {@code message}. Never throws. */
  public Heard hear(Delivered message) {
    int status = session.status(message);
    if (status != CommandStatus.OK) {
      return new Heard.Strange(status);
    }
    String id = session.isThePhone() ? "" : Long.toUnsignedString(session.idIn(message));
    int operation = message.number(Tlv.USSD_SERVICE_OP, 1);
    if (operations.aborted().contains(operation)) {
      return new Heard.Closed(id, true);
    }
    if (session.endsIn(message) || operations.closed().contains(operation)) {
      return new Heard.Closed(id, false);
    }
    if (operations.begins().contains(operation)) {
      return new Heard.Dialled(id);
    }
    if (operations.continued().contains(operation)) {
      return new Heard.Answered(id);
    }
    if (push.confirmed().contains(operation)) {
      return message.payload().length == 0 ? new Heard.Confirmed() : new Heard.Answered(id);
    }
    return new Heard.Strange(CommandStatus.INVALID_TLV_VALUE);
  }

  /** The TLVs of the screen that answers {@code message}, which was heard and is not strange. */
  public List<Tlv> answer(Delivered message, boolean last) {
    return Stream.concat(
            Stream.of(operation(last ? answers.ending() : answers.continuing())),
            session.echoed(message, last && answers.endBit()).stream())
        .toList();
  }

  /**
   * What the screen that answers {@code message} is from.
   *
   * @param ourCode the service code of the settings
   */
  public SmppAddress from(Delivered message, String ourCode) {
    SmppAddress there = message.destination();
    boolean ours =
        switch (serviceCode) {
          case DESTINATION_ADDR -> false;
          case DESTINATION_ADDR_ON_NEW -> there.value().isEmpty();
          case SHORT_MESSAGE -> true;
        };
    return ours ? new SmppAddress(there.ton(), there.npi(), ourCode) : there;
  }

  /** What was typed. Any octets give some text. */
  public String typed(Delivered message) {
    Alphabet alphabet = typedIn(message.dataCoding());
    byte[] octets = message.payload();
    return alphabet.read(
        alphabet == Alphabet.GSM7 && text.packed() ? PackedSeptets.unpack(octets) : octets);
  }

  /** What a coding of the carrier's means. */
  Alphabet typedIn(int dataCoding) {
    return text.typed().getOrDefault(dataCoding, SmppText.alphabet(dataCoding));
  }

  /** A screen; in the GSM alphabet where that loses nothing that matters. */
  public Written screen(String words) {
    String spelled = SmppText.spelledInGsm7(words);
    return Gsm7.encodes(spelled)
        ? written(Alphabet.GSM7, text.gsm7(), spelled)
        : written(Alphabet.UCS2, text.ucs2(), spelled);
  }

  Written written(Alphabet alphabet, int dataCoding, String words) {
    byte[] octets = alphabet.write(words);
    return new Written(
        dataCoding,
        alphabet == Alphabet.GSM7 && text.packed() ? PackedSeptets.pack(octets) : octets);
  }

  /**
   * The TLVs of a screen that begins a dialogue.
   *
   * @param mint a number at random: as much of it names the session as the dialect has room for
   * @return empty when the carrier takes no such screen
   */
  Optional<List<Tlv>> begin(boolean asks, long mint) {
    OptionalInt operation = asks ? push.ask() : push.tell();
    return operation.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Stream.concat(
                    Stream.of(operation(operation.getAsInt())),
                    session.tlv(session.fitted(mint), 0, false).stream())
                .toList());
  }

  /** The name of the session that {@link #begin} makes of {@code mint}. */
  String begun(long mint) {
    return session.isThePhone() ? "" : Long.toUnsignedString(session.fitted(mint));
  }

  static Tlv operation(int operation) {
    return new Tlv(Tlv.USSD_SERVICE_OP, new byte[] {(byte) operation});
  }

  /** This dialect, but screens go with these codings and are waited for so long. */
  public Dialect withScreens(int gsm7, int ucs2, Duration answer) {
    return new Dialect(
        name,
        session,
        operations,
        answers,
        serviceCode,
        new Text(gsm7, ucs2, text.packed(), text.typed()),
        new Times(times.session(), answer),
        push);
  }
}
