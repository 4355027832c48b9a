package id.gerbang.server.ops;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node can take traffic: named checks, each true or false now. A check that throws or
 * takes too long is false.
 *
 * <p>Threads: safe for any. Each check runs on a virtual thread of its own, and at most once at a
 * time: whoever looks while it runs waits for the same answer, so that one that hangs costs one
 * thread however often somebody looks.
 */
public final class Health {
  private static final Logger log = LoggerFactory.getLogger(Health.class);

  /**
   * How long a check may take. Whoever probes waits for an answer for a few seconds; a store that
   * takes longer than this is away for a phone, too.
   */
  public static final Duration LONGEST_CHECK = Duration.ofSeconds(2);

  private final Map<String, Check> checks = new ConcurrentHashMap<>();
  private final Duration longest;

  /** Checks that may take {@link #LONGEST_CHECK}. */
  public Health() {
    this(LONGEST_CHECK);
  }

  /** Checks that may take {@code longest}. */
  Health(Duration longest) {
    this.longest = longest;
  }

  /** Adds a check; it may block. */
  public void add(String name, BooleanSupplier check) {
    checks.put(name, new Check(name, check));
  }

  /** What each check says now, by name. Blocks for at most {@link #LONGEST_CHECK}. */
  public Map<String, Boolean> look() {
    Map<String, CompletableFuture<Boolean>> asked = new TreeMap<>();
    checks.forEach((name, check) -> asked.put(name, check.ask()));
    long deadline = System.nanoTime() + longest.toNanos();
    Map<String, Boolean> found = new LinkedHashMap<>();
    asked.forEach((name, answer) -> found.put(name, isUp(name, answer, deadline)));
    return found;
  }

  private static boolean isUp(String name, CompletableFuture<Boolean> answer, long deadline) {
    try {
      return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      log.warn("the check of {} failed: {}", name, e.getCause().getClass().getSimpleName());
      return false;
    } catch (TimeoutException e) {
      log.warn("the check of {} takes too long", name);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** One check, and its run that is under way. */
  private static final class Check {
    private final String name;
    private final BooleanSupplier says;
    private CompletableFuture<Boolean> running = CompletableFuture.completedFuture(false);

    Check(String name, BooleanSupplier says) {
      this.name = name;
      this.says = says;
    }

    synchronized CompletableFuture<Boolean> ask() {
      if (running.isDone()) {
        running =
            CompletableFuture.supplyAsync(
                says::getAsBoolean, task -> Thread.ofVirtual().name("check-" + name).start(task));
      }
      return running;
    }
  }
}
