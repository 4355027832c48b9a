package id.gerbang.server.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;

/** What waits for a link, as figures. */
final class OutboxGauges {
  /** Counting what waits reads all of it. */
  private static final Duration COUNT = Duration.ofSeconds(2);

  private final Jdbi jdbi;
  private final String link;
  private final InstantSource clock;
  private long counted = System.nanoTime() - COUNT.toNanos();
  private volatile double oldestSeconds;
  private volatile double waiting;

  OutboxGauges(
      Jdbi jdbi, String link, InstantSource clock, BooleanSupplier paused, MeterRegistry registry) {
    this.jdbi = jdbi;
    this.link = link;
    this.clock = clock;
    Gauge.builder("gerbang_outbox_oldest_seconds", this, gauges -> gauges.oldestSeconds)
        .description("Age of the oldest message that is due and has not left")
        .tag("link", link)
        .register(registry);
    Gauge.builder("gerbang_outbox_waiting", this, gauges -> gauges.waiting)
        .description("Messages that are due and have not left")
        .tag("link", link)
        .register(registry);
    Gauge.builder("gerbang_outbox_paused", paused, wish -> wish.getAsBoolean() ? 1 : 0)
        .strongReference(true)
        .description("1 while the link is paused by an operator: it takes nothing from the outbox")
        .tag("link", link)
        .register(registry);
  }

  /** Counts anew, when the last count is old enough. One thread. */
  void look() {
    if (System.nanoTime() - counted < COUNT.toNanos()) {
      return;
    }
    counted = System.nanoTime();
    Instant now = clock.instant();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT count(*), min(due_at) FROM outbox WHERE link = ? AND status IN ('due',"
                        + " 'unknown') AND due_at <= ?")
                .bind(0, link)
                .bind(1, now)
                .map(
                    (row, _) -> {
                      waiting = row.getLong(1);
                      oldestSeconds =
                          row.getTimestamp(2) == null
                              ? 0
                              : Duration.between(row.getTimestamp(2).toInstant(), now).toMillis()
                                  / 1000.0;
                      return waiting;
                    })
                .one());
  }
}
