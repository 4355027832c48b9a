package id.gerbang.server.signal;

import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the branch sees of signals and of the conduct of its agents, and how it says what it found.
 * Nothing here changes an application. Blocks; safe for any thread.
 */
public interface SignalDesk {

  /** Signals that match, oldest first. */
  Page<Signal> list(Filter filter);

  /** The signals that an application has a part in, oldest first. */
  List<Signal> of(String application);

  /**
   * Writes down what somebody found; who looks again may find something else.
   *
   * @param note 1 to 200 characters, sealed
   * @param who for the audit and for who reads the signal; never personal
   * @return empty when there is no such signal
   */
  Optional<Signal> review(long id, Finding finding, Optional<String> note, String who, Instant at);

  /**
   * What came of an agent's work.
   *
   * @param from the first day
   * @param until the last day
   * @return empty when there is no such agent
   */
  Optional<Conduct> conduct(String agent, LocalDate from, LocalDate until);

  /** The first day of the month of {@code at}, and its day, where the branch is. */
  Month month(Instant at);

  /**
   * @param first its first day
   * @param today the day itself
   */
  record Month(LocalDate first, LocalDate today) {}

  /**
   * @param agent a code: signals about the agent, or about an application of theirs
   * @param limit 1 to 200
   */
  record Filter(
      Optional<State> state,
      Optional<Rule> rule,
      Optional<String> agent,
      int limit,
      Optional<Cursor> after) {}

  /** Whether somebody has looked. */
  enum State {
    OPEN,
    REVIEWED;

    /** As stored and as the API says it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What somebody found. */
  enum Finding {
    OK,
    FRAUD,
    UNCLEAR;

    /** As stored and as the API says it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Something that is worth a look.
   *
   * @param subject {@code agent:PRS001}; a phone or a person by the first application that they
   *     had: {@code phone:D7K2Q9}, {@code person:D7K2Q9}
   * @param from when the stretch of time begins in which the threshold was passed
   * @param hours how far the look went back
   * @param threshold from how many on it was flagged
   * @param count how many they were
   * @param applications the first of them, 200 at most
   * @param review what was found; of one that is open again, what was found before
   */
  record Signal(
      long id,
      Rule rule,
      String subject,
      Instant from,
      int hours,
      int threshold,
      int count,
      List<String> applications,
      State state,
      Optional<Review> review,
      Instant createdAt,
      Instant updatedAt) {
    public Signal {
      applications = List.copyOf(applications);
    }
  }

  /** What somebody found, and when. */
  record Review(Finding finding, Optional<String> note, String by, Instant at) {}

  /**
   * What came of an agent's work in some days. {@code asked} is {@code confirmed + rejected +
   * escalated + waiting + lapsed}.
   *
   * @param asked applications that the agent was asked to confirm in these days
   * @param confirmed of those, with YA
   * @param rejected of those, with TOLAK
   * @param escalated of those, that went to the branch because the agent kept silent
   * @param waiting of those, that may still be answered
   * @param lapsed of those, that were withdrawn, erased or given to another agent before an answer
   * @param median how long half of the answers took at most; empty without an answer
   * @param quickest how long the quickest took
   * @param entered workers whom the agent entered in these days
   * @param approved applications of the agent's that the branch approved in these days
   * @param refused applications of the agent's that the branch rejected in these days
   * @param openSignals signals about the agent or the agent's applications, open now
   */
  record Conduct(
      String agent,
      LocalDate from,
      LocalDate until,
      long asked,
      long confirmed,
      long rejected,
      long escalated,
      long waiting,
      long lapsed,
      Optional<Duration> median,
      Optional<Duration> quickest,
      long entered,
      long approved,
      long refused,
      long openSignals) {}
}
