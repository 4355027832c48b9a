package id.gerbang.server.payment;

import id.gerbang.server.payment.SettlementFile.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A bank's settlement report beside our books: what is in both, and what is not. Pure: changes
 * nothing, and each line and each payment is in exactly one pair or one difference.
 *
 * @param matched the same payment for the same sum and account
 */
public record Reconciliation(List<Pair> matched, List<Difference> differences) {
  /** By how much a bank's clock and ours may tell the same payment apart. */
  static final Duration CLOCKS = Duration.ofMinutes(5);

  public Reconciliation {
    matched = List.copyOf(matched);
    differences = List.copyOf(differences);
  }

  /** By what a bank says which payment a line is; a setting of the bank. */
  public enum By {
    /** paymentRequestId, as SNAP has it. */
    REQUEST_ID,
    /** virtualAccountNo and trxDateTime, as BRIVA has it. */
    ACCOUNT_TIME;

    /** As the settings say it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A payment in our books.
   *
   * @param settledBy the digest of the file by which it was settled before
   * @param expected whether the file has to have it
   */
  public record Booked(
      String reference,
      String account,
      Instant paidAt,
      long rupiah,
      String requestId,
      Optional<String> settledBy,
      boolean expected) {}

  public record Pair(Line line, Booked booked) {}

  /** What is not the same on both sides. */
  public enum Kind {
    /** The bank took it, and nobody told us. */
    NOT_BOOKED,
    /** We booked it, and the bank did not pay it out. */
    NOT_IN_FILE,
    OTHER_AMOUNT,
    OTHER_ACCOUNT,
    /** The file has it on an earlier line. */
    TWICE;

    /** As a machine reads it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param line of the file, where it is there
   * @param booked of our books, where it is there
   */
  public record Difference(Kind kind, Optional<Line> line, Optional<Booked> booked) {}

  /** Compares a file with our books. */
  public static Reconciliation of(By by, List<Line> lines, List<Booked> books) {
    List<Difference> differences = new ArrayList<>();
    List<Line> open = once(lines, differences);
    Books index = new Books(books);
    Map<Line, Booked> found = new HashMap<>();
    // what is surer first: a line must not take what a later one names exactly
    for (BiFunction<Books, Line, Optional<Booked>> way : ways(by)) {
      for (Line line : open) {
        if (!found.containsKey(line)) {
          way.apply(index, line).ifPresent(booked -> found.put(line, index.take(booked)));
        }
      }
    }
    List<Pair> matched = new ArrayList<>();
    for (Line line : open) {
      Optional<Booked> booked = Optional.ofNullable(found.get(line));
      Optional<Kind> kind = kind(line, booked);
      if (kind.isEmpty()) {
        matched.add(new Pair(line, booked.orElseThrow()));
      } else {
        differences.add(new Difference(kind.get(), Optional.of(line), booked));
      }
    }
    differences.sort(
        Comparator.comparingLong(
            difference -> difference.line().map(Line::number).orElse(Long.MAX_VALUE)));
    index
        .left()
        .map(left -> new Difference(Kind.NOT_IN_FILE, Optional.empty(), Optional.of(left)))
        .forEach(differences::add);
    return new Reconciliation(matched, differences);
  }

  private static Optional<Kind> kind(Line line, Optional<Booked> booked) {
    if (booked.isEmpty()) {
      return Optional.of(Kind.NOT_BOOKED);
    }
    if (!booked.get().account().equals(line.account())) {
      return Optional.of(Kind.OTHER_ACCOUNT);
    }
    return booked.get().rupiah() == line.rupiah()
        ? Optional.empty()
        : Optional.of(Kind.OTHER_AMOUNT);
  }

  private static List<BiFunction<Books, Line, Optional<Booked>>> ways(By by) {
    return switch (by) {
      case REQUEST_ID -> List.of(Books::byRequest, Books::byReference, Books::bySecondUnnamed);
      case ACCOUNT_TIME ->
          List.of(Books::bySecond, Books::byRequest, Books::byReference, Books::nearby);
    };
  }

  /**
   * Lines that are the first of theirs: the same id, or, where one of both has none, the same
   * account in the same second.
   */
  private static List<Line> once(List<Line> lines, List<Difference> differences) {
    Set<String> ids = new HashSet<>();
    Map<String, Boolean> unnamed = new HashMap<>();
    List<Line> once = new ArrayList<>();
    for (Line line : lines) {
      String moment = line.account() + "@" + line.at().getEpochSecond();
      Boolean hasUnnamed = unnamed.get(moment);
      boolean twice =
          line.requestId().isPresent() && ids.contains(line.requestId().get())
              || hasUnnamed != null && (hasUnnamed || line.requestId().isEmpty());
      if (twice) {
        differences.add(new Difference(Kind.TWICE, Optional.of(line), Optional.empty()));
      } else {
        line.requestId().ifPresent(ids::add);
        unnamed.merge(moment, line.requestId().isEmpty(), Boolean::logicalOr);
        once.add(line);
      }
    }
    return once;
  }

  /** Payments that no line has taken yet. Used by one thread. */
  private static final class Books {
    private final List<Booked> all;
    private final Map<String, Booked> byRequest;
    private final Map<String, Booked> byReference;
    private final Map<String, List<Booked>> byAccount;
    private final Set<String> taken = new HashSet<>();

    Books(List<Booked> books) {
      all = books;
      byRequest =
          books.stream().collect(Collectors.toMap(Booked::requestId, one -> one, (one, _) -> one));
      byReference =
          books.stream().collect(Collectors.toMap(Booked::reference, one -> one, (one, _) -> one));
      byAccount = books.stream().collect(Collectors.groupingBy(Booked::account));
    }

    Booked take(Booked booked) {
      taken.add(booked.reference());
      return booked;
    }

    Stream<Booked> left() {
      return all.stream().filter(one -> one.expected() && !taken.contains(one.reference()));
    }

    private Optional<Booked> free(Booked booked) {
      return Optional.ofNullable(booked).filter(one -> !taken.contains(one.reference()));
    }

    Optional<Booked> byRequest(Line line) {
      return line.requestId().flatMap(id -> free(byRequest.get(id)));
    }

    Optional<Booked> byReference(Line line) {
      return line.reference().flatMap(reference -> free(byReference.get(reference)));
    }

    Optional<Booked> bySecond(Line line) {
      return near(line, Duration.ofSeconds(1).minusNanos(1));
    }

    /** As the clocks have it; only for a line that does not say which payment it is. */
    Optional<Booked> bySecondUnnamed(Line line) {
      return line.requestId().isPresent() ? Optional.empty() : nearby(line);
    }

    Optional<Booked> nearby(Line line) {
      return near(line, CLOCKS);
    }

    private Optional<Booked> near(Line line, Duration most) {
      return byAccount.getOrDefault(line.account(), List.of()).stream()
          .filter(one -> !taken.contains(one.reference()))
          .filter(one -> apart(one, line).compareTo(most) <= 0)
          .min(
              Comparator.<Booked, Boolean>comparing(
                      one -> !line.requestId().equals(Optional.of(one.requestId())))
                  .thenComparing(one -> apart(one, line)));
    }

    private static Duration apart(Booked booked, Line line) {
      return Duration.between(booked.paidAt(), line.at()).abs();
    }
  }
}
