package id.gerbang.server.commission;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What agents are paid for a month, as the branch and institutions see it (R20). Blocks; safe for
 * any thread.
 */
public interface CommissionDesk {

  /**
   * The statements of a month: as they were issued; of a month that still runs or is not issued
   * yet, as they would be now.
   *
   * @param institution through which they are paid; all, when empty
   * @return empty when there is no such institution
   */
  Optional<Book> of(YearMonth period, Optional<Long> institution, Instant at);

  /**
   * Adds a line to a month that was issued; what was issued stays.
   *
   * @param rupiah before tax, below zero for less, not zero
   * @param reason 1 to 200 characters; never personal
   * @param who never personal
   */
  Corrected correct(
      YearMonth period, String agent, long rupiah, String reason, String who, Instant at);

  /**
   * @param closedAt since when nothing of it changes; empty while it is not issued
   * @param estimate whether some figure of the rules is not confirmed
   * @param lines by agent, each agent's statement first
   */
  record Book(YearMonth period, Optional<Instant> closedAt, boolean estimate, List<Line> lines) {
    public Book {
      lines = List.copyOf(lines);
    }

    /** All lines together. */
    public Pay total() {
      return lines.stream().map(Line::pay).reduce(Pay.NOTHING, Pay::and);
    }
  }

  /** What a line is. */
  enum Kind {
    STATEMENT,
    CORRECTION;

    /** As stored and as the API says it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param id zero while it is not issued
   * @param rules the figures that it was made by
   * @param reason of a correction
   */
  record Line(
      long id,
      String agent,
      Optional<Institution> institution,
      Kind kind,
      Earned earned,
      Pay pay,
      String rules,
      Optional<String> reason) {}

  /** Who pays it out. */
  record Institution(long id, String name) {}

  /** What became of a correction. */
  sealed interface Corrected {
    record Done(Line line) implements Corrected {}

    /** The month is not issued yet: it will have what is right. */
    record NotIssued() implements Corrected {}

    record UnknownAgent() implements Corrected {}
  }
}
