package id.gerbang.server.enrolment;

import id.gerbang.server.enrolment.BranchDesk.Status;
import java.time.Instant;

/**
 * What became of an agent's answer, by whichever way it came. Unless it is done, nothing changed.
 */
public sealed interface Answered {
  /** It is recorded, and its code is used up. */
  record Done(String code) implements Answered {}

  /** The worker left the name to the agent, and the answer has none that could be one. */
  record NameMissing(String code) implements Answered {}

  /** A rejection without a reason. */
  record ReasonMissing(String code) implements Answered {}

  /**
   * It was answered before.
   *
   * @param outcome the word of that answer, {@code YA} or {@code TOLAK}
   */
  record Before(String code, String outcome, Instant at) implements Answered {}

  /** The application went to another agent, and so did the right to answer. */
  record Moved(String code) implements Answered {}

  /** Who answers is no active agent any more. */
  record Suspended() implements Answered {}

  record Expired(String code) implements Answered {}

  /** The application does not wait for its agent. */
  record TooLate(String code, Status status) implements Answered {}

  /** This phone has no such code. */
  record Unknown() implements Answered {}
}
