package id.gerbang.server.enrolment;

import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.Optional;

/**
 * A code with the application it belongs to, both locked.
 *
 * @param worker the worker's phone; empty when it was erased
 * @param workerKey the worker's look-up in hex, which seals are bound to; empty when erased
 * @param agentStatus of the agent whose application it is; empty when it has none
 */
record Coded(
    String code,
    Act act,
    Instant expiresAt,
    Optional<Instant> usedAt,
    String outcome,
    String reference,
    Status status,
    String language,
    Optional<Msisdn> worker,
    String workerKey,
    boolean hasName,
    Optional<String> agent,
    Optional<Msisdn> agentPhone,
    String agentStatus) {

  /** What became of a code whose application went to another agent, who has a new one. */
  static final String MOVED = "DIALIHKAN";

  boolean agentIsActive() {
    return agentStatus.equals("active");
  }

  String about() {
    return "application:" + reference;
  }

  /** Why nothing can be done with it at {@code at}; empty when something can. */
  Optional<Answered> shut(Instant at) {
    if (MOVED.equals(outcome)) {
      return Optional.of(new Answered.Moved(code));
    }
    if (usedAt.isPresent()) {
      return Optional.of(new Answered.Before(code, outcome, usedAt.get()));
    }
    if (act == Act.AGENT_ANSWER && !agentIsActive()) {
      return Optional.of(new Answered.Suspended());
    }
    if (at.isAfter(expiresAt)) {
      return Optional.of(new Answered.Expired(code));
    }
    boolean possible =
        switch (status) {
          case AWAITING_CONSENT -> act != Act.AGENT_ANSWER;
          case AWAITING_AGENT -> act != Act.WORKER_CONSENT;
          case AWAITING_BRANCH -> act == Act.WORKER_WITHDRAWAL;
          case APPROVED, REJECTED, WITHDRAWN, EXPIRED -> false;
        };
    return possible ? Optional.empty() : Optional.of(new Answered.TooLate(code, status));
  }
}
