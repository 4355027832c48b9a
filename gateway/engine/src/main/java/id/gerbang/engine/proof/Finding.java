package id.gerbang.engine.proof;

import id.gerbang.engine.book.Problem;
import java.util.Optional;

/**
 * A proof that does not hold.
 *
 * @param at the step whose screen or act shows it, for a transcript that walks there
 */
public record Finding(Problem problem, Optional<At> at) {

  /** A step of a flow. */
  public record At(String flow, String step) {}

  static Finding of(Problem problem) {
    return new Finding(problem, Optional.empty());
  }

  static Finding at(Problem problem, String flow, String step) {
    return new Finding(problem, Optional.of(new At(flow, step)));
  }
}
