package id.gerbang.engine.proof;

import java.util.List;

/**
 * What the shortest complete path of a flow costs on USSD in a language.
 *
 * @param screens pages that are shown, the last one included
 * @param keys presses of a key, the send key included
 * @param seconds of reading, typing and waiting
 * @param rupiah what the carrier charges
 * @param path the waiting steps on it, {@code flow.step}, each with the seconds until it is
 *     answered
 */
public record FlowCost(
    String flow,
    String language,
    int screens,
    int keys,
    double seconds,
    double rupiah,
    List<Passed> path) {

  /**
   * @param until seconds from the dial until its answer is sent
   */
  public record Passed(String step, double until) {}

  public FlowCost {
    path = List.copyOf(path);
  }

  /** The step at which a carrier cuts that ends sessions after {@code seconds}; empty when none. */
  public String cutAt(int seconds) {
    return path.stream()
        .filter(passed -> passed.until() > seconds)
        .findFirst()
        .map(Passed::step)
        .orElse("");
  }
}
