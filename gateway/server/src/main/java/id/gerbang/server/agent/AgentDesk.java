package id.gerbang.server.agent;

import id.gerbang.server.record.Page;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.Optional;

/** What the branch sees of its agents. Blocks; call it on a virtual thread. */
public interface AgentDesk {

  /** Agents that match, by code; {@link Page#next} is the code that a page ends with. */
  Page<Agent> list(Filter filter);

  /** Adds a candidate or an active agent. */
  Added add(NewAgent agent, String actor, Instant at);

  /**
   * @param status empty for all
   * @param limit 1 to 200
   * @param after the code that the page before ended with, or empty
   */
  record Filter(Optional<Status> status, int limit, Optional<String> after) {}

  /** The life of an agent (R2). Only an active one confirms. */
  enum Status {
    CANDIDATE,
    CERTIFIED,
    ACTIVE,
    SUSPENDED;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * @param phone masked
   */
  record Agent(
      String code,
      String name,
      String phone,
      String village,
      Status status,
      Optional<String> institution) {}

  /**
   * @param village a village's id or exact name
   */
  record NewAgent(String code, String name, Msisdn phone, String village, Status status) {}

  /** What became of a new agent. Unless it is done, nothing was changed. */
  sealed interface Added {
    record Done(Agent agent) implements Added {}

    /** Another agent has the code, and perhaps the phone as well. */
    record CodeTaken() implements Added {}

    /** The code is free, but another agent has the phone: an SMS from it could be of either. */
    record PhoneTaken() implements Added {}

    record UnknownVillage() implements Added {}
  }
}
