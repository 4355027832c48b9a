package id.gerbang.engine.book;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A step of a flow. Targets are names of steps of the same flow. */
public sealed interface Step {

  /** The step's name in its flow. */
  String name();

  /** Shows words and waits for an answer. */
  sealed interface Waiting extends Step {}

  /**
   * Options to choose from.
   *
   * @param options target by option key, in the order they are numbered
   * @param into the variable that takes the chosen key
   */
  record Menu(String name, Map<String, String> options, Optional<String> into) implements Waiting {}

  /**
   * Options that an action gives.
   *
   * @param with the action's inputs, variable by input
   * @param none where an empty list leads
   * @param single where a list of one leads without asking
   * @param unavailable where a store that is away leads
   * @param or numbered alternatives after the options: target by key
   */
  record Listing(
      String name,
      String action,
      Map<String, String> with,
      String into,
      String then,
      String none,
      Optional<String> single,
      String unavailable,
      Map<String, String> or)
      implements Waiting {}

  /**
   * A question.
   *
   * @param variable what the answer becomes
   * @param or numbered alternatives to an answer: target by key
   */
  record Ask(String name, String variable, String then, Map<String, String> or)
      implements Waiting {}

  /** Words to read, on as many pages as they need. */
  record Say(String name, String then) implements Waiting {}

  /**
   * An act.
   *
   * @param with the action's inputs, variable by input
   * @param gives the variables that take what it gives, by output
   * @param on target by outcome
   */
  record Do(
      String name,
      String action,
      Map<String, String> with,
      Map<String, String> gives,
      Map<String, String> on)
      implements Step {}

  /** A choice that the conversation makes by itself: the first branch that holds. */
  record When(String name, List<Branch> branches) implements Step {

    /**
     * @param condition empty for {@code else}
     * @param notice the key of a sentence shown above the next screen
     * @param forgets the variables that are unset behind it: answers to what is not asked any more
     */
    public record Branch(
        Optional<Condition> condition,
        String then,
        Optional<String> notice,
        List<String> forgets) {}
  }

  /**
   * A flow as a step.
   *
   * @param with what it takes: the caller's variable by the flow's
   * @param gives what it returns: the flow's variable by the caller's
   */
  record Run(
      String name, String flow, Map<String, String> with, Map<String, String> gives, String then)
      implements Step {}

  /** The end of a conversation, with words; or of a sub-flow, without. */
  record End(String name, boolean returns) implements Step {}
}
