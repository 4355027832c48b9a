package id.gerbang.server.carrier;

import java.time.Duration;
import java.util.List;

/**
 * What goes wrong at a carrier, and how often. A chance is from 0 (never) to 1 (each time), and is
 * asked at each PDU or dialogue that it could befall. Docs/integrating.md has the table of its
 * file.
 *
 * @param wire what befalls messages on their way
 * @param answers what befalls the answers to what the gateway submits
 * @param receipts what befalls receipts
 * @param dialogues what befalls USSD dialogues
 * @param links what befalls connections
 */
public record Misbehaviour(
    Wire wire, Answers answers, Receipts receipts, Dialogues dialogues, Links links) {

  /** Nothing goes wrong, and nothing takes time. */
  public static final Misbehaviour NONE =
      new Misbehaviour(
          new Wire(Span.NONE, 0, 0, 0, Span.NONE, 0),
          new Answers(0, 0, 0, 0),
          new Receipts(0, 0, 0, 0, Span.NONE, 0, 0),
          new Dialogues(0, 0, 0, 0),
          new Links(0, 0, 0, 0, Duration.ZERO, 1, 0, List.of()));

  /** A time that is drawn between two others. */
  public record Span(Duration least, Duration most) {
    /** At once. */
    public static final Span NONE = new Span(Duration.ZERO, Duration.ZERO);

    public Span {
      if (least.isNegative() || most.compareTo(least) < 0) {
        throw new IllegalArgumentException("expected 0 <= least <= most");
      }
    }
  }

  /**
   * Messages on their way, both ways.
   *
   * @param latency of every message and every answer
   * @param lost a message that the gateway never gets, or a screen that the phone never shows
   * @param doubled a message that comes again, as a carrier does that missed the answer
   * @param overtaken a message that is held while later ones pass
   * @param held how long such a one is held
   * @param garbage a damaged or absurd PDU before a good one
   */
  public record Wire(
      Span latency, double lost, double doubled, double overtaken, Span held, double garbage) {}

  /**
   * Answers to submit_sm.
   *
   * @param throttled 0x58, and nothing is taken
   * @param full 0x14, and nothing is taken
   * @param failing 0x08, and nothing is taken
   * @param lost the message is taken, and the answer never comes
   */
  public record Answers(double throttled, double full, double failing, double lost) {}

  /**
   * Receipts of SMS.
   *
   * @param early before the answer to the submit_sm
   * @param never none comes
   * @param doubled comes twice
   * @param late comes after {@code lateness}
   * @param odd in one of the shapes that carriers are known for ({@link ReceiptShape})
   * @param failed tells that the phone did not get the SMS, and it does not
   */
  public record Receipts(
      double early,
      double never,
      double doubled,
      double late,
      Span lateness,
      double odd,
      double failed) {}

  /**
   * USSD dialogues.
   *
   * @param dropped after a screen the network ends the dialogue and tells it, by any operation of
   *     the dialect
   * @param vanished after a screen the network ends the dialogue and tells nothing
   * @param startedTwice a dialogue is begun twice, in one session or in two
   * @param renamed an answer comes in a session of another name
   */
  public record Dialogues(double dropped, double vanished, double startedTwice, double renamed) {}

  /**
   * Connections; asked at each message to the gateway.
   *
   * @param unbound the carrier unbinds in order
   * @param cut the connection is reset
   * @param deaf the peer is gone without a FIN: it reads nothing and writes nothing
   * @param slow the peer reads a few octets a second
   * @param trouble how long deafness (which ends with a reset) or slowness lasts
   * @param octetsPerSecond of a slow reader
   * @param refused a bind is refused
   * @param statuses with one of these; 0x0D where there are none
   */
  public record Links(
      double unbound,
      double cut,
      double deaf,
      double slow,
      Duration trouble,
      int octetsPerSecond,
      double refused,
      List<Integer> statuses) {
    public Links {
      statuses = List.copyOf(statuses);
      if (octetsPerSecond < 1) {
        throw new IllegalArgumentException("expected at least one octet a second");
      }
    }
  }
}
