package id.gerbang.server.channel.smpp;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Screens of dialogues on their way: no thread waits for one. A screen:
 *
 * <pre>
 * in line --a place in the window--> sent --its response--> told
 *    \--------5 s, not bound-----------\--transaction time, connection lost--> told
 * </pre>
 *
 * Safe for any thread, none of which ever blocks: {@link #show} from whoever has the screen, {@link
 * #answered} from the thread that reads the wire, {@link #sweep} from the link's clock.
 */
final class Screens {
  /** A screen that waits longer than this for its place comes too late for its reader. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AtomicReference<LinkSession> session;
  private final WindowPlaces places;
  private final Duration transaction;
  private final SmppMeters meters;
  private final Queue<Screen> line = new ConcurrentLinkedQueue<>();
  private final Map<Integer, Screen> sent = new ConcurrentHashMap<>();

  private record Screen(Submission words, Consumer<Submission.Outcome> told, long since) {
    boolean olderThan(Duration age, long now) {
      return now - since > age.toNanos();
    }
  }

  /**
   * @param transaction how long a response may take
   */
  Screens(
      AtomicReference<LinkSession> session,
      WindowPlaces places,
      Duration transaction,
      SmppMeters meters) {
    this.session = session;
    this.places = places;
    this.transaction = transaction;
    this.meters = meters;
    places.whenGiven(this::leave);
  }

  /**
   * Sends a screen as soon as there is room.
   *
   * @param told what came of it, once; never blocks, never throws
   */
  void show(Submission screen, Consumer<Submission.Outcome> told) {
    line.add(new Screen(screen, told, System.nanoTime()));
    leave();
  }

  /**
   * Takes the response to a screen.
   *
   * @return whether there was such a screen
   */
  boolean answered(int sequence, int status) {
    Screen screen = sent.remove(sequence);
    if (screen == null) {
      return false;
    }
    meters.answered(Duration.ofNanos(System.nanoTime() - screen.since()));
    tell(
        screen,
        status == CommandStatus.OK
            ? new Submission.Outcome.Taken("")
            : new Submission.Outcome.Rejected(status));
    places.give();
    return true;
  }

  /** Gives up what has waited too long. */
  void sweep() {
    long now = System.nanoTime();
    for (Screen first = line.peek();
        first != null && first.olderThan(PATIENCE, now);
        first = line.peek()) {
      if (line.remove(first)) {
        tell(first, new Submission.Outcome.NotSent("the window stayed full"));
      }
    }
    sent.forEach(
        (sequence, screen) -> {
          if (screen.olderThan(transaction, now)) {
            unanswered(sequence, screen, "no response in time");
          }
        });
  }

  /** The connection ended: what was sent is answered no more. */
  void lost() {
    sent.forEach((sequence, screen) -> unanswered(sequence, screen, "the connection broke"));
  }

  private void unanswered(Integer sequence, Screen screen, String why) {
    if (sent.remove(sequence, screen)) {
      tell(screen, new Submission.Outcome.Unanswered(why));
      places.give();
    }
  }

  private void leave() {
    while (!line.isEmpty() && places.tryTake()) {
      Screen next = line.poll();
      if (next == null || !send(next)) {
        places.putBack();
      }
    }
  }

  /** Whether it left, and so holds its place. */
  private boolean send(Screen screen) {
    LinkSession bound = session.get();
    if (bound == null || !bound.getSessionState().isTransmittable()) {
      tell(screen, new Submission.Outcome.NotSent("not bound"));
      return false;
    }
    int sequence = bound.nextSequence();
    Optional<byte[]> pdu = WrittenPdu.submitSm(sequence, screen.words());
    if (pdu.isEmpty()) {
      tell(screen, new Submission.Outcome.Rejected(CommandStatus.INVALID_DESTINATION));
      return false;
    }
    sent.put(sequence, new Screen(screen.words(), screen.told(), System.nanoTime()));
    bound.outgoing().screen(pdu.get());
    return true;
  }

  private void tell(Screen screen, Submission.Outcome outcome) {
    meters.told(screen.words().kind(), outcome);
    screen.told().accept(outcome);
  }
}
