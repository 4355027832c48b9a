package id.gerbang.server.channel.ussdhttp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** What is counted of an aggregator; never anything of a person. */
final class UssdHttpMeters {
  private final Map<UssdOutcome, Counter> requests = new EnumMap<>(UssdOutcome.class);
  private final Map<SessionEnd, Counter> ends = new EnumMap<>(SessionEnd.class);

  UssdHttpMeters(String aggregator, MeterRegistry registry) {
    for (UssdOutcome outcome : UssdOutcome.values()) {
      requests.put(
          outcome,
          Counter.builder("gerbang_ussd_http_requests")
              .description("What became of an aggregator's requests")
              .tag("aggregator", aggregator)
              .tag("outcome", outcome.label())
              .register(registry));
    }
    for (SessionEnd end : SessionEnd.values()) {
      ends.put(
          end,
          Counter.builder("gerbang_ussd_http_ends")
              .description("How sessions ended, as the aggregator tells it")
              .tag("aggregator", aggregator)
              .tag("status", end.label())
              .register(registry));
    }
  }

  void count(UssdOutcome outcome) {
    requests.get(outcome).increment();
  }

  void ended(SessionEnd how) {
    count(UssdOutcome.END);
    ends.get(how).increment();
  }
}
