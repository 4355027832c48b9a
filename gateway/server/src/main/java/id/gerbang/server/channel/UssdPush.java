package id.gerbang.server.channel;

import id.gerbang.server.subscriber.Msisdn;
import java.util.concurrent.CompletionStage;

/**
 * Begins a USSD dialogue from our side (network-initiated USSD), where the carrier allows it. Safe
 * for any thread; never blocks its caller. Nothing is tried twice and nothing is kept: a screen
 * that pops up on a phone has its moment, and what must not be lost goes by SMS.
 */
public interface UssdPush {

  /** What the screen is for. */
  enum Use {
    /** It waits for an answer, which comes as an ordinary {@link Inbound.Event.Typed}. */
    ASK,
    /** It is read and gone: no answer comes, as a rule. */
    NOTIFY
  }

  /** What came of it. The words after {@code why} are ours, never a person's. */
  sealed interface Pushed {
    /**
     * The carrier took it. That somebody looked at it is known only when an answer comes.
     *
     * @param dialogue the {@link Inbound#dialogue()} of its answer, unless the carrier names the
     *     session anew
     */
    record Taken(String dialogue) implements Pushed {}

    /** The carrier takes no such screens, by its dialect: it never will. */
    record Unsupported() implements Pushed {}

    /** The carrier said no: often the phone is off, or in a dialogue. It was not shown. */
    record Refused(String why) implements Pushed {}

    /** It never left: the link is away or full. It was not shown. */
    record NotSent(String why) implements Pushed {}

    /** It may have left, or not. */
    record Unknown(String why) implements Pushed {}
  }

  /** Whether the carrier takes such screens at all. */
  boolean pushes(Use use);

  /**
   * Shows {@code text} on the phone {@code to}. For {@link Use#ASK}, the conversation's last screen
   * should be this text before: the answer may come before the stage completes.
   *
   * @param text fits {@link id.gerbang.engine.Surface#USSD}
   * @return completes normally within the link's time limits
   */
  CompletionStage<Pushed> push(Msisdn to, String text, Use use);
}
