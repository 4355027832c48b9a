package id.gerbang.server.agent;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** One kind of what an agent may be busy with, and how it goes to somebody else. */
public interface OpenWork {
  /** Which figure it counts into. */
  enum Kind {
    ASKED,
    ENTERED,
    REPORTS,
    MEMBERS
  }

  Kind kind();

  /** Whether somebody waits for the agent: then it moves by itself some time after a suspension. */
  boolean isUrgent();

  /**
   * Moves some, the longest waiting first, each with its messages, in the transaction of {@code
   * tx}. What it has moved is the agent's no more, so that it ends.
   *
   * @param limit of this batch
   */
  Batch move(Handle tx, Handover handover, int limit);

  /**
   * @param from the code of who had it
   * @param actor for the audit
   */
  record Handover(String from, Successors successors, String actor, Instant at) {}

  /**
   * @param moved all that went from the agent
   * @param alone those of them for whom nobody was found
   */
  record Batch(int moved, int alone) {}
}
