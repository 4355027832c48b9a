package id.gerbang.server.agent;

import java.time.Instant;
import java.util.Optional;

/** Gives the work of agents who cannot act to others. Blocks; call it on a virtual thread. */
public interface ReassignmentDesk {

  /**
   * Gives all that is with an agent to another: what waits, and the members cared for. Asked again
   * it goes on with what is left, so that a request that was cut off is simply repeated.
   *
   * @param to empty: for each the nearest by village
   */
  Reassigned reassign(String from, Optional<String> to, String actor, Instant at);

  /**
   * What was moved by one request.
   *
   * @param asked applications that wait for a YA or TOLAK, each with a new code
   * @param entered workers who were asked to consent
   * @param reports of accidents and deaths
   * @param members who were approved, or wait for the branch
   * @param alone of all these, those for whom nobody was found: the branch goes on with them
   * @param more whether some are left, for another request
   */
  record Moved(int asked, int entered, int reports, int members, int alone, boolean more) {}

  /** What became of it. Unless it is done, nothing was changed. */
  sealed interface Reassigned {
    record Done(Moved moved) implements Reassigned {}

    /** There is no such agent. */
    record Unknown() implements Reassigned {}

    /** The agent can act: it has to be suspended first. */
    record StillActs() implements Reassigned {}

    /** Whom it shall go to takes no work, is the same, is unknown or another branch's (R8). */
    record NoSuccessor() implements Reassigned {}
  }
}
