package id.gerbang.server.channel.smpp;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What phones said and nobody heard yet: one turn of a phone at a time, in the order in which they
 * were added. A line of a phone:
 *
 * <pre>
 * none --add--> busy --next, more waits--> busy
 *                 \---next, nothing waits--> none
 * </pre>
 *
 * Safe for any thread: each line is only touched within the map's own lock of it.
 */
final class PhoneLines {
  /** A person waits for a screen before the next key; a phone that says more is a machine. */
  static final int LONGEST = 8;

  private final Map<String, Line> lines = new ConcurrentHashMap<>();

  /** One message, and what it says in the link's dialect. */
  record Said(Delivered message, Dialect.Heard heard) {

    /**
     * Whether nobody reads the screen that answers {@code current} any more: another dialogue
     * began, or that one ended. The end of another, which a carrier may tell late, ends nothing.
     */
    boolean ends(Said current) {
      return switch (heard) {
        case Dialect.Heard.Dialled _ -> true;
        case Dialect.Heard.Closed closed -> closed.session().equals(session(current.heard()));
        case Dialect.Heard.Answered _, Dialect.Heard.Confirmed _, Dialect.Heard.Strange _ -> false;
      };
    }

    private static String session(Dialect.Heard heard) {
      return switch (heard) {
        case Dialect.Heard.Dialled(String session) -> session;
        case Dialect.Heard.Answered(String session) -> session;
        case Dialect.Heard.Closed(String session, _) -> session;
        case Dialect.Heard.Confirmed _, Dialect.Heard.Strange _ -> "";
      };
    }
  }

  /** What becomes of a message that is added. */
  enum Place {
    /** Its turn is now: the caller takes it, and asks for the {@link #next} after. */
    NOW,
    /** It waits for the turn before it. */
    LATER,
    /** The line is full. */
    FULL
  }

  private record Line(Queue<Said> waiting) {}

  /** Puts a message of {@code phone} into its line. */
  Place add(String phone, Said said) {
    Place[] place = new Place[1];
    lines.compute(
        phone,
        (same, line) -> {
          if (line == null) {
            place[0] = Place.NOW;
            return new Line(new ArrayDeque<>(1));
          }
          place[0] =
              line.waiting().size() < LONGEST && line.waiting().add(said)
                  ? Place.LATER
                  : Place.FULL;
          return line;
        });
    return place[0];
  }

  /** The next message of {@code phone}, after the turn before it; empty ends the line. */
  Optional<Said> next(String phone) {
    Said[] next = new Said[1];
    lines.computeIfPresent(
        phone,
        (same, line) -> {
          next[0] = line.waiting().poll();
          return next[0] == null ? null : line;
        });
    return Optional.ofNullable(next[0]);
  }

  /** Whether something waits in the line of {@code phone} that ends {@link Said#ends current}. */
  boolean outlived(String phone, Said current) {
    boolean[] outlived = new boolean[1];
    lines.computeIfPresent(
        phone,
        (same, line) -> {
          outlived[0] = line.waiting().stream().anyMatch(said -> said.ends(current));
          return line;
        });
    return outlived[0];
  }

  /** How many phones have a turn under way. */
  int busy() {
    return lines.size();
  }
}
