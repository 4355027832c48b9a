package id.gerbang.server.channel.smpp;

import java.util.List;
import java.util.Optional;

/**
 * How one operator writes a USSD dialogue: where its session lives, and which operations open,
 * continue and close it. Add one by adding a class and its line in {@link #all()}.
 */
public interface Dialect {
  /** PSSR indication: the subscriber dialled. */
  int DIALLED = 1;

  /** USSR request: a screen that waits for an answer; some gateways also continue with it. */
  int ASK = 2;

  /** PSSR response: the last screen; from the gateway, the end. */
  int LAST = 17;

  /** USSR confirm: the subscriber answered. */
  int ANSWERED = 18;

  /** Its name in the settings. */
  String name();

  /** What the carrier says with {@code message}. Never throws. */
  Heard hear(Delivered message);

  /** The TLVs of the screen that answers {@code message}. */
  List<Tlv> answer(Delivered message, boolean last);

  /** What was heard. */
  sealed interface Heard {
    /** A dialogue began. */
    record Dialled(String session) implements Heard {}

    /** The subscriber answered. */
    record Answered(String session) implements Heard {}

    /** The dialogue is over: nobody reads an answer. */
    record Closed(String session) implements Heard {}

    /** Nothing of this dialect; {@code status} is our answer (SMPP 3.4 §5.1.3). */
    record Strange(int status) implements Heard {}
  }

  /** All that are known. */
  static List<Dialect> all() {
    return List.of(
        new StandardDialect(),
        new EchoDialect("umr", Tlv.USER_MESSAGE_REFERENCE, 2),
        new SixdeeDialect(),
        new EchoDialect("vendor-1501", Tlv.VENDOR_1501, 4),
        new EchoDialect("msisdn", EchoDialect.NO_TAG, 0));
  }

  /** The dialect of that name in the settings. */
  static Optional<Dialect> named(String name) {
    return all().stream().filter(dialect -> dialect.name().equals(name)).findFirst();
  }
}
