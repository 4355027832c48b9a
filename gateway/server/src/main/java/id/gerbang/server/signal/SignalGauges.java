package id.gerbang.server.signal;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;

/** How many signals nobody has looked at, as figures. Safe for any thread. */
public final class SignalGauges {
  private final Jdbi jdbi;
  private final Map<Rule, AtomicLong> open = new EnumMap<>(Rule.class);

  public SignalGauges(Jdbi jdbi, MeterRegistry registry) {
    this.jdbi = jdbi;
    for (Rule rule : Rule.values()) {
      AtomicLong count = new AtomicLong();
      open.put(rule, count);
      Gauge.builder("gerbang_signals_open", count, AtomicLong::doubleValue)
          .strongReference(true)
          .description("Signals that nobody has looked at")
          .tag("rule", rule.label())
          .register(registry);
    }
  }

  /** Counts anew, and says how many there are. Blocks. */
  public int look(Instant now) {
    Map<Rule, Long> counted = new EnumMap<>(Rule.class);
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT rule, count(*) AS open FROM signal WHERE status = 'open' GROUP BY rule")
                .map(
                    (row, _) ->
                        counted.put(
                            Rule.labelled(row.getString("rule")).orElseThrow(),
                            row.getLong("open")))
                .list());
    open.forEach((rule, count) -> count.set(counted.getOrDefault(rule, 0L)));
    return counted.values().stream().mapToInt(Long::intValue).sum();
  }
}
