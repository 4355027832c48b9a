package id.gerbang.server.ops;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Whether this node can take traffic: named checks, each true or false now. Safe for any thread.
 */
public final class Health {
  private final Map<String, BooleanSupplier> checks = new ConcurrentHashMap<>();

  /** Adds a check. It must answer within a second. */
  public void add(String name, BooleanSupplier check) {
    checks.put(name, check);
  }

  /** What each check says now, by name. Blocks as long as they do. */
  public Map<String, Boolean> look() {
    Map<String, Boolean> found = new LinkedHashMap<>();
    checks.keySet().stream()
        .sorted()
        .forEach(name -> found.put(name, checks.get(name).getAsBoolean()));
    return found;
  }
}
