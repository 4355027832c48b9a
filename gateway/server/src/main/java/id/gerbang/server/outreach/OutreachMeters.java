package id.gerbang.server.outreach;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** What was sent without being asked, and what it cost. Safe for any thread. */
public final class OutreachMeters implements MeterBinder {
  private volatile MeterRegistry registry = new SimpleMeterRegistry();
  private volatile boolean capped;

  @Override
  public void bindTo(MeterRegistry its) {
    registry = its;
    Gauge.builder("gerbang_outreach_capped", this, meters -> meters.capped ? 1 : 0)
        .description("1 while the day's ceiling is reached: reminders wait for the next day")
        .register(its);
  }

  void written(String kind, int segments) {
    registry.counter("gerbang_outreach", "kind", kind).increment();
    registry.counter("gerbang_outreach_segments", "kind", kind).increment(segments);
  }

  void takenBack(String why, int messages) {
    registry.counter("gerbang_outreach_taken_back", "why", why).increment(messages);
  }

  /**
   * @return whether that is news to this node
   */
  boolean capped(boolean now) {
    boolean news = capped != now;
    capped = now;
    return news;
  }
}
