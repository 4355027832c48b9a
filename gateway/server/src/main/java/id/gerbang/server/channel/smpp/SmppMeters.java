package id.gerbang.server.channel.smpp;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The figures of one link, {@code gerbang_smpp_*}. Labels are words of ours, never of people. Safe
 * for any thread.
 */
final class SmppMeters {
  private final MeterRegistry registry;
  private final String link;
  private final Timer answered;

  SmppMeters(MeterRegistry registry, String link, BooleanSupplier bound) {
    this.registry = registry;
    this.link = link;
    this.answered =
        Timer.builder("gerbang.smpp.submit.answered")
            .description("From submit_sm to its response")
            .tag("link", link)
            .publishPercentileHistogram()
            .register(registry);
    Gauge.builder("gerbang.smpp.bound", bound, b -> b.getAsBoolean() ? 1 : 0)
        .description("1 while the link is bound")
        .tag("link", link)
        .strongReference(true)
        .register(registry);
  }

  /** A request of the carrier. */
  void received(String kind, String outcome) {
    registry
        .counter("gerbang.smpp.received", "link", link, "kind", kind, "outcome", outcome)
        .increment();
  }

  /** A request of ours. */
  void submitted(String kind, String outcome) {
    registry
        .counter("gerbang.smpp.submitted", "link", link, "kind", kind, "outcome", outcome)
        .increment();
  }

  /** How long its answer took. */
  void answered(Duration time) {
    answered.record(time);
  }

  /** An attempt to bind. */
  void bind(String outcome) {
    registry.counter("gerbang.smpp.binds", "link", link, "outcome", outcome).increment();
  }
}
