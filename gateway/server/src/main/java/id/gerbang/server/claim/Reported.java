package id.gerbang.server.claim;

import java.time.Instant;

/** What became of a {@link NewReport}. */
public sealed interface Reported {
  /**
   * @param until when its first stage is due
   * @param agentTold whether there was an agent to alert
   */
  record Done(String reference, Instant until, boolean agentTold) implements Reported {}

  /** This phone told the same before, and nobody is alerted twice. */
  record Already(String reference) implements Reported {}

  /** This phone told too much in a day: agents must not be flooded. Nothing was changed. */
  record TooMany() implements Reported {}
}
