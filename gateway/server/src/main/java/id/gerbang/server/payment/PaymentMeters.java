package id.gerbang.server.payment;

import id.gerbang.server.payment.PaymentOrder.Source;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;

/**
 * {@code gerbang_payments_total{bank,source,result}}: what came in by this node, counted when it is
 * committed; a till is counted as its branch's. {@code gerbang_suspense_open}, {@code
 * gerbang_suspense_open_rupiah} and {@code gerbang_suspense_oldest_seconds}: what waits for the
 * branch, of all nodes, as {@link #look} last saw it. Never by person.
 *
 * <p>Threads: any.
 */
public final class PaymentMeters {
  private final MeterRegistry registry;
  private final Jdbi jdbi;
  private final AtomicLong open;
  private final AtomicLong rupiah;
  private final AtomicLong oldest;

  public PaymentMeters(MeterRegistry registry, Jdbi jdbi) {
    this.registry = registry;
    this.jdbi = jdbi;
    this.open = registry.gauge("gerbang_suspense_open", new AtomicLong());
    this.rupiah = registry.gauge("gerbang_suspense_open_rupiah", new AtomicLong());
    this.oldest = registry.gauge("gerbang_suspense_oldest_seconds", new AtomicLong());
  }

  /** Counts a payment whose transaction is committed. */
  public void took(String bank, Source source, Taken taken) {
    String whose = Till.named(bank).map(till -> new Till(till.branch(), "").name()).orElse(bank);
    registry
        .counter(
            "gerbang_payments", "bank", whose, "source", source.label(), "result", result(taken))
        .increment();
  }

  private static String result(Taken taken) {
    return switch (taken) {
      case Taken.Done(_, boolean first) -> first ? "paid" : "repeated";
      case Taken.Parked(_, _, boolean first) -> first ? "suspense" : "repeated";
      case Taken.Refused _ -> "refused";
    };
  }

  /** Looks at what is in suspense; blocks. Says how much there is. */
  public int look(Instant now) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT count(*), coalesce(sum(p.amount), 0)::bigint, min(s.created_at) FROM"
                        + " suspense s JOIN payment p ON p.reference = s.payment WHERE"
                        + " s.resolved_at IS NULL")
                .map(
                    (row, _) -> {
                      open.set(row.getLong(1));
                      rupiah.set(row.getLong(2));
                      oldest.set(
                          row.getTimestamp(3) == null
                              ? 0
                              : Duration.between(row.getTimestamp(3).toInstant(), now).toSeconds());
                      return row.getInt(1);
                    })
                .one());
  }
}
