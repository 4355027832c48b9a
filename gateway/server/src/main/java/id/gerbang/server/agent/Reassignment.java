package id.gerbang.server.agent;

import id.gerbang.server.agent.OpenWork.Batch;
import id.gerbang.server.agent.OpenWork.Handover;
import id.gerbang.server.agent.OpenWork.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * {@link ReassignmentDesk} over the rooms' {@link OpenWork}, batch by batch, each in a transaction
 * of its own. What the branch leaves with an agent who was suspended or has ended goes by itself
 * after a while, each to the nearest: nothing waits for who cannot act. Any node may run it, also
 * several at once: each locks the rows that it moves.
 */
public final class Reassignment implements ReassignmentDesk {
  /** Rows of one transaction: short enough not to hold them long. */
  private static final int BATCH = 50;

  /**
   * Batches of a kind in one request: a thousand messages; who asked shall not wait for minutes.
   */
  private static final int MOST = 20;

  /** Agents looked at in one round. */
  private static final int MOST_AGENTS = 50;

  private final Jdbi jdbi;
  private final AgentDirectory directory;
  private final List<OpenWork> works;
  private final Duration after;

  /**
   * @param works of all rooms, the most urgent first
   * @param after how long the branch has to name somebody before urgent work goes by itself
   */
  public Reassignment(Jdbi jdbi, AgentDirectory directory, List<OpenWork> works, Duration after) {
    this.jdbi = jdbi;
    this.directory = directory;
    this.works = List.copyOf(works);
    this.after = after;
  }

  @Override
  public Reassigned reassign(String from, Optional<String> to, String actor, Instant at) {
    directory.refresh();
    Optional<Reassigned> refused = jdbi.inTransaction(tx -> refused(tx, from, to, at));
    if (refused.isPresent()) {
      return refused.get();
    }
    return new Reassigned.Done(move(works, from, to, actor, at));
  }

  private Optional<Reassigned> refused(Handle tx, String from, Optional<String> to, Instant at) {
    Optional<Boolean> acts = acts(tx, from, at);
    if (acts.isEmpty()) {
      return Optional.of(new Reassigned.Unknown());
    }
    if (acts.get()) {
      return Optional.of(new Reassigned.StillActs());
    }
    boolean fits =
        to.isEmpty()
            || (new Successors(tx, directory, from, to, at).takesWork(to.get())
                && isOfOneBranch(tx, from, to.get()));
    return fits ? Optional.empty() : Optional.of(new Reassigned.NoSuccessor());
  }

  /** Whether an agent takes work; locked until the commit. Empty when there is no such agent. */
  private static Optional<Boolean> acts(Handle tx, String code, Instant at) {
    return tx.createQuery(
            "SELECT agent_takes_work(g, CAST(:at AS timestamptz)) FROM agent g WHERE g.code = :code"
                + " FOR SHARE")
        .bind("at", at)
        .bind("code", code)
        .mapTo(Boolean.class)
        .findFirst();
  }

  private static boolean isOfOneBranch(Handle tx, String one, String other) {
    return tx.createQuery(
            """
            SELECT village_branch(a.village) IS NOT DISTINCT FROM village_branch(b.village)
            FROM agent a, agent b WHERE a.code = ? AND b.code = ?
            """)
        .bind(0, one)
        .bind(1, other)
        .mapTo(Boolean.class)
        .one();
  }

  private Moved move(
      List<OpenWork> some, String from, Optional<String> to, String actor, Instant at) {
    Map<Kind, Integer> moved = new EnumMap<>(Kind.class);
    int alone = 0;
    boolean more = false;
    for (OpenWork work : some) {
      Batch batch = new Batch(BATCH, 0);
      for (int i = 0; i < MOST && batch.moved() == BATCH; i++) {
        batch = jdbi.inTransaction(tx -> batch(tx, work, from, to, actor, at));
        moved.merge(work.kind(), batch.moved(), Integer::sum);
        alone += batch.alone();
      }
      more |= batch.moved() == BATCH;
    }
    return new Moved(
        moved.getOrDefault(Kind.ASKED, 0),
        moved.getOrDefault(Kind.ENTERED, 0),
        moved.getOrDefault(Kind.REPORTS, 0),
        moved.getOrDefault(Kind.MEMBERS, 0),
        alone,
        more);
  }

  /** Nothing, when the agent acts again meanwhile. */
  private Batch batch(
      Handle tx, OpenWork work, String from, Optional<String> to, String actor, Instant at) {
    if (acts(tx, from, at).orElse(true)) {
      return new Batch(0, 0);
    }
    Successors successors = new Successors(tx, directory, from, to, at);
    return work.move(tx, new Handover(from, successors, actor, at), BATCH);
  }

  private record Stopped(String code, boolean ended) {}

  /**
   * Moves what was left with agents who were stopped long enough ago: what is urgent, and of those
   * who have ended the members too. Says how much it moved. Blocks.
   */
  public int runDue(Instant now) {
    List<Stopped> stopped = jdbi.withHandle(handle -> stopped(handle, now));
    if (!stopped.isEmpty()) {
      directory.refresh();
    }
    int done = 0;
    for (Stopped agent : stopped) {
      List<OpenWork> some =
          works.stream().filter(work -> agent.ended() || work.isUrgent()).toList();
      Moved moved = move(some, agent.code(), Optional.empty(), "system", now);
      done += moved.asked() + moved.entered() + moved.reports() + moved.members();
    }
    return done;
  }

  private List<Stopped> stopped(Handle handle, Instant now) {
    return handle
        .createQuery(
            """
            SELECT g.code, g.status = 'ended' AS ended FROM agent g
            WHERE g.status IN ('suspended', 'ended') AND coalesce(g.status_since, g.created_at) <= :before AND (
              EXISTS (SELECT FROM application a WHERE a.agent = g.code AND (a.status IN ('awaiting_consent', 'awaiting_agent')
                OR g.status = 'ended' AND a.status IN ('awaiting_branch', 'approved')))
              OR EXISTS (SELECT FROM risk_report r WHERE r.agent = g.code AND r.stage <> 'decided'))
            ORDER BY g.code LIMIT :most
            """)
        .bind("before", now.minus(after))
        .bind("most", MOST_AGENTS)
        .map((row, _) -> new Stopped(row.getString("code"), row.getBoolean("ended")))
        .list();
  }
}
