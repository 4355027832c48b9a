package id.gerbang.server.turn;

import id.gerbang.engine.action.ActionResult;
import id.gerbang.server.channel.Channel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What is counted of turns. Labels are channels, actions and outcomes; never anything of a person.
 */
public final class TurnMeters {
  /** Buckets, not quantiles: those of several nodes can be added, and they cost less to keep. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private record Acted(String action, String outcome) {}

  private final MeterRegistry registry;
  private final Map<Acted, Timer> actions = new ConcurrentHashMap<>();
  private final Map<Channel, Timer> turns = new EnumMap<>(Channel.class);
  private final Map<String, Map<Channel, Counter>> ends = new java.util.HashMap<>();

  public TurnMeters(MeterRegistry registry) {
    this.registry = registry;
    for (Channel channel : Channel.values()) {
      turns.put(
          channel,
          Timer.builder("gerbang_turn_seconds")
              .description("A turn, from what was read to what is shown")
              .tag("channel", channel.label())
              .serviceLevelObjectives(BUCKETS)
              .register(registry));
    }
    for (String end :
        new String[] {
          "dropped", "repeated", "limited", "overtaken", "moved", "store_away", "failed"
        }) {
      Map<Channel, Counter> byChannel = new EnumMap<>(Channel.class);
      for (Channel channel : Channel.values()) {
        byChannel.put(
            channel,
            Counter.builder("gerbang_turn_ends")
                .description("Turns that did not simply show the next screen")
                .tag("channel", channel.label())
                .tag("end", end)
                .register(registry));
      }
      ends.put(end, byChannel);
    }
  }

  void took(Channel channel, long nanos) {
    turns.get(channel).record(nanos, TimeUnit.NANOSECONDS);
  }

  void dropped(Channel channel) {
    count("dropped", channel);
  }

  void repeated(Channel channel) {
    count("repeated", channel);
  }

  void limited(Channel channel) {
    count("limited", channel);
  }

  void overtaken(Channel channel) {
    count("overtaken", channel);
  }

  void moved(Channel channel) {
    count("moved", channel);
  }

  void storeAway(Channel channel) {
    count("store_away", channel);
  }

  void failed(Channel channel) {
    count("failed", channel);
  }

  void acted(String action, ActionResult result, long nanos) {
    String outcome =
        switch (result) {
          case ActionResult.Outcome(String name, _) -> name;
          case ActionResult.Options options -> options.options().isEmpty() ? "none" : "options";
        };
    actions
        .computeIfAbsent(
            new Acted(action, outcome),
            acted ->
                registry.timer(
                    "gerbang_action_seconds", "action", acted.action(), "outcome", acted.outcome()))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  private void count(String end, Channel channel) {
    ends.get(end).get(channel).increment();
  }
}
