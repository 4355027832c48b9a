package id.gerbang.server.channel.smpp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What phones said and nobody heard yet: one turn of a phone at a time, in the order in which its messages reached the
 * socket. A line of a phone:
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

  /**
   * One message.
   *
   * @param arrival its place in the order of arrival
   * @param border whether a dialogue begins or ends with it
   */
  record Said(long arrival, boolean border, Delivered message, Dialect.Heard heard) {}

  /** What becomes of a message that is added. */
  enum Place {
    /** Its turn is now: the caller takes it, and asks for the {@link #next} after. */
    NOW,
    /** It waits for the turn before it. */
    LATER,
    /** A dialogue that began or ended after it was heard already: it comes too late to mean anything. */
    OVERTAKEN,
    /** The line is full. */
    FULL
  }

  private static final class Line {
    private final List<Said> waiting = new ArrayList<>(1);
    private long heardBorder = Long.MIN_VALUE;
    private long knownBorder = Long.MIN_VALUE;

    void hears(Said said) {
      if (said.border()) {
        heardBorder = Math.max(heardBorder, said.arrival());
      }
    }
  }

  /** Puts a message of {@code phone} into its line. */
  Place add(String phone, Said said) {
    Place[] place = new Place[1];
    lines.compute(phone, (absent, known) -> {
      Line line = known == null ? new Line() : known;
      place[0] = known == null ? Place.NOW : place(line, said);
      if (place[0] == Place.NOW) {
        line.hears(said);
      } else if (place[0] == Place.LATER) {
        line.waiting.add(said);
      }
      if (said.border() && (place[0] == Place.NOW || place[0] == Place.LATER)) {
        line.knownBorder = Math.max(line.knownBorder, said.arrival());
      }
      return line;
    });
    return place[0];
  }

  private static Place place(Line line, Said said) {
    if (said.arrival() < line.heardBorder) {
      return Place.OVERTAKEN;
    }
    return line.waiting.size() < LONGEST ? Place.LATER : Place.FULL;
  }

  /** The next message of {@code phone}, after the turn before it; empty ends the line. */
  Optional<Said> next(String phone) {
    Said[] next = new Said[1];
    lines.computeIfPresent(phone, (same, line) -> {
      if (line.waiting.isEmpty()) {
        return null;
      }
      next[0] = line.waiting.stream().min(Comparator.comparingLong(Said::arrival)).orElseThrow();
      line.waiting.remove(next[0]);
      line.hears(next[0]);
      return line;
    });
    return Optional.ofNullable(next[0]);
  }

  /** Whether a dialogue began or ended after {@code said}: its answer has no reader. */
  boolean outlived(String phone, Said said) {
    boolean[] outlived = new boolean[1];
    lines.computeIfPresent(phone, (same, line) -> {
      outlived[0] = line.knownBorder > said.arrival();
      return line;
    });
    return outlived[0];
  }

  /** How many phones have a turn under way. */
  int busy() {
    return lines.size();
  }
}
