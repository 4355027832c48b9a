package id.gerbang.server.turn;

import id.gerbang.engine.Walk;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts how often each step of the menus is entered: where people stop is where the next step has
 * fewer. A book has some hundreds of steps, so the labels are bounded; they name steps, never
 * people.
 */
public final class StepMeters implements Walk {
  /** Published books change: more names than this of all of them are not counted. */
  private static final int MOST_STEPS = 5_000;

  private final MeterRegistry registry;
  private final Walk also;
  private final Map<String, Counter> entered = new ConcurrentHashMap<>();

  /**
   * @param also is told the same
   */
  public StepMeters(MeterRegistry registry, Walk also) {
    this.registry = registry;
    this.also = also;
  }

  @Override
  public void entered(String step) {
    Counter counter = entered.get(step);
    if (counter == null && entered.size() < MOST_STEPS) {
      counter = entered.computeIfAbsent(step, this::counter);
    }
    if (counter != null) {
      counter.increment();
    }
    also.entered(step);
  }

  @Override
  public void answered(String step, String outcome) {
    also.answered(step, outcome);
  }

  private Counter counter(String step) {
    int dot = step.lastIndexOf('.');
    return Counter.builder("gerbang_step_entered")
        .description("How often a step of the menus was entered")
        .tag("flow", step.substring(0, dot))
        .tag("step", step.substring(dot + 1))
        .register(registry);
  }
}
