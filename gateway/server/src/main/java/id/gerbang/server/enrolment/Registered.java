package id.gerbang.server.enrolment;

import java.util.Optional;

/** What became of a {@link Registration}. */
public sealed interface Registered {
  /**
   * @param agentName empty when it went straight to the branch
   */
  record Done(String reference, Optional<String> agentName) implements Registered {}

  /** Another application of this NIK is open. */
  record Pending() implements Registered {}

  /** This NIK is approved already. */
  record Already() implements Registered {}
}
