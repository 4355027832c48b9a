package id.gerbang.server.outbox;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims what one link may send next: its time on the link is promised and its seals are opened in
 * one transaction. Nothing is claimed while an operator has paused the link. One thread claims; any
 * gives back.
 */
final class OutboxClaims {
  private static final Logger log = LoggerFactory.getLogger(OutboxClaims.class);

  /** Others may have been promised the link for this long, before a batch is left for later. */
  private static final Duration LOOK_AHEAD = Duration.ofSeconds(1);

  private final Jdbi jdbi;
  private final SealedText sealed;
  private final SmsLink link;
  private final OutboxRows rows;
  private final InstantSource clock;
  private final OutboxMarks marks;
  private volatile boolean paused;

  OutboxClaims(
      Jdbi jdbi,
      SealedText sealed,
      SmsLink link,
      OutboxRows rows,
      InstantSource clock,
      OutboxMarks marks) {
    this.jdbi = jdbi;
    this.sealed = sealed;
    this.link = link;
    this.rows = rows;
    this.clock = clock;
    this.marks = marks;
  }

  record Letter(OutboxRows.Claimed row, Msisdn to, String text, int parts) {}

  /**
   * @param begins when its first message leaves, {@link System#nanoTime}
   */
  record Batch(long begins, List<Letter> letters) {}

  /** Claims a batch; an empty one when the link is paused, or promised to others. */
  Batch claim(int most) {
    return jdbi.inTransaction(tx -> claim(tx, most));
  }

  /** Whether an operator has paused the link, as of the last claim. */
  boolean paused() {
    return paused;
  }

  /** How long the link is taken by so many parts. */
  Duration onTheLink(int parts) {
    return Duration.ofSeconds(1)
        .multipliedBy(parts)
        .dividedBy(Math.max(1, link.messagesPerSecond()));
  }

  private Batch claim(Handle tx, int most) {
    OutboxRows.Allowance allowance = rows.allowance(tx);
    obey(allowance.paused());
    Duration ahead = allowance.promised();
    if (allowance.paused() || ahead.compareTo(LOOK_AHEAD) > 0) {
      return new Batch(System.nanoTime(), List.of());
    }
    List<Letter> letters = new ArrayList<>();
    int parts = 0;
    for (OutboxRows.Claimed row : rows.claim(tx, clock.instant(), most)) {
      Optional<Letter> letter = open(row);
      if (letter.isPresent()) {
        letters.add(letter.get());
        parts += letter.get().parts();
      } else {
        park(tx, row);
      }
    }
    if (parts > 0) {
      rows.promise(tx, onTheLink(parts));
    }
    return new Batch(System.nanoTime() + ahead.toNanos(), letters);
  }

  private void obey(boolean wish) {
    if (wish != paused) {
      log.info(
          wish
              ? "link={} is paused by an operator: its messages wait, `gerbang link resume {}` ends"
                  + " it"
              : "link={} is resumed",
          link.name(),
          link.name());
    }
    paused = wish;
  }

  private Optional<Letter> open(OutboxRows.Claimed row) {
    return sealed
        .tryOpen(row.toSealed(), "outbox.to:")
        .flatMap(
            to ->
                sealed
                    .tryOpen(row.textSealed(), "outbox.text:")
                    .map(text -> new Letter(row, new Msisdn(to), text, link.parts(text))));
  }

  private void park(Handle tx, OutboxRows.Claimed row) {
    String why = "its seal does not open: changed, or of another keyset";
    rows.park(tx, row, why);
    log.error("link={} outbox={} is parked: {}", link.name(), row.id(), why);
    marks.count("parked");
  }

  /** Gives back what was claimed and has not left. */
  void giveBack(List<Letter> letters) {
    if (letters.isEmpty()) {
      return;
    }
    try {
      jdbi.useTransaction(tx -> rows.giveBack(tx, letters.stream().map(Letter::row).toList()));
    } catch (RuntimeException e) {
      log.warn(
          "link={} {} messages could not be given back, their claims end by themselves: {}",
          link.name(),
          letters.size(),
          e.getClass().getSimpleName());
    }
  }
}
