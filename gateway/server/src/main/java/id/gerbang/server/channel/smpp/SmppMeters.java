package id.gerbang.server.channel.smpp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The figures of one link, {@code gerbang_smpp_*}. Labels are words of ours, never of people. Safe
 * for any thread.
 */
final class SmppMeters {
  private final MeterRegistry registry;
  private final String link;
  private final Timer answered;

  /** By kind and outcome: to look one up in the registry costs more than to count. */
  private final Map<Counted, Counter> counters = new ConcurrentHashMap<>();

  private record Counted(String name, String kind, String outcome) {}

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

  /** Where the link stands: 1 at its state, 0 at the others. */
  void state(Supplier<LinkState> now) {
    for (LinkState state : LinkState.values()) {
      Gauge.builder("gerbang.smpp.state", now, current -> current.get() == state ? 1 : 0)
          .description("1 at the state in which the link is")
          .tag("link", link)
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .strongReference(true)
          .register(registry);
    }
  }

  /** How many requests of ours wait for their answers. */
  void window(IntSupplier used) {
    gauge("gerbang.smpp.window", "Requests that wait for their answers", used);
  }

  /** How many messages of dialogues are under way between their arrival and their screen. */
  void dialogues(IntSupplier waiting) {
    gauge(
        "gerbang.smpp.dialogues",
        "Messages of dialogues between their arrival and their screen",
        waiting);
  }

  private void gauge(String name, String description, IntSupplier value) {
    Gauge.builder(name, value, IntSupplier::getAsInt)
        .description(description)
        .tag("link", link)
        .strongReference(true)
        .register(registry);
  }

  /** The carrier's no, by the status' name; vendors' own statuses are one. */
  void refused(String kind, int status) {
    registry
        .counter(
            "gerbang.smpp.refused",
            "link",
            link,
            "kind",
            kind,
            "status",
            CommandStatus.label(status))
        .increment();
  }

  /** A request of the carrier. */
  void received(String kind, String outcome) {
    count("gerbang.smpp.received", kind, outcome);
  }

  /** A request of ours. */
  void submitted(String kind, String outcome) {
    count("gerbang.smpp.submitted", kind, outcome);
  }

  /** A request of ours, and the carrier's no beside it. */
  void told(String kind, Submission.Outcome outcome) {
    if (outcome instanceof Submission.Outcome.Rejected rejected) {
      refused(kind, rejected.status());
    }
    submitted(
        kind,
        switch (outcome) {
          case Submission.Outcome.Taken _ -> "taken";
          case Submission.Outcome.Rejected _ -> "rejected";
          case Submission.Outcome.NotSent _ -> "not_sent";
          case Submission.Outcome.Unanswered _ -> "unanswered";
        });
  }

  private void count(String name, String kind, String outcome) {
    counters
        .computeIfAbsent(
            new Counted(name, kind, outcome),
            counted ->
                registry.counter(
                    counted.name(), "link", link, "kind", counted.kind(), "outcome", outcome))
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
