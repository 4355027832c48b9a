package id.gerbang.engine;

/**
 * Is told where a conversation goes: for the coverage of transcripts and the funnel's figures. It
 * learns names of steps and outcomes, never anything that a person said. Called on the turn's own
 * thread; must not block.
 */
public interface Walk {

  /** Looks at nothing. */
  Walk UNSEEN = new Walk() {};

  /**
   * A step was entered.
   *
   * @param step {@code flow.step}
   */
  default void entered(String step) {}

  /**
   * An action answered.
   *
   * @param step {@code flow.step}
   * @param outcome an outcome of the action; of a list {@code some}, {@code none}, {@code single}
   *     or {@code unavailable}
   */
  default void answered(String step, String outcome) {}
}
