package id.gerbang.server.channel.telegram;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The figures of one bot; never of a person. Safe for any thread. */
final class TelegramMeters {
  private final MeterRegistry registry;
  private final String bot;
  private final AtomicInteger up = new AtomicInteger();

  TelegramMeters(MeterRegistry registry, String bot) {
    this.registry = registry;
    this.bot = bot;
    Gauge.builder("gerbang_telegram_up", up, AtomicInteger::get)
        .description("1 while the last call to the Bot API server was answered")
        .tag("bot", bot)
        .register(registry);
  }

  void called(String method, BotAnswer answer, long nanos) {
    String outcome =
        switch (answer) {
          case BotAnswer.Ok _ -> "ok";
          case BotAnswer.TooMany _ -> "too_many";
          case BotAnswer.Refused refused -> "refused_" + refused.code();
          case BotAnswer.Away _ -> "away";
        };
    up.set(answer instanceof BotAnswer.Away ? 0 : 1);
    Timer.builder("gerbang_telegram_call_seconds")
        .tags("bot", bot, "method", method, "outcome", outcome)
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  boolean isUp() {
    return up.get() == 1;
  }

  /** An update came: its kind, or why it was not taken. */
  void came(String kind) {
    registry.counter("gerbang_telegram_updates", "bot", bot, "kind", kind).increment();
  }

  /** What became of something that we wanted to say. */
  void said(String outcome) {
    registry.counter("gerbang_telegram_sent", "bot", bot, "outcome", outcome).increment();
  }

  void waited(Duration time) {
    Timer.builder("gerbang_telegram_pace_seconds").tag("bot", bot).register(registry).record(time);
  }
}
