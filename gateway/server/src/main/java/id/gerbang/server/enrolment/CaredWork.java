package id.gerbang.server.enrolment;

import id.gerbang.server.agent.AgentDirectory;
import id.gerbang.server.agent.AgentLetters;
import id.gerbang.server.agent.OpenWork;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.subscriber.Msisdn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Workers of an agent who wait for nothing that the agent does, but whose agent it is: those who
 * were asked to consent (their own code stays good), and members, with those who wait for the
 * branch. Each is told who their agent is from now on; the new agent hears how many there are.
 */
public final class CaredWork implements OpenWork {
  private final SealedText sealed;
  private final Outbox outbox;
  private final Letters letters;
  private final AgentLetters agentLetters;
  private final Kind kind;

  private CaredWork(
      Vault vault, Outbox outbox, Letters letters, AgentLetters agentLetters, Kind kind) {
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.letters = letters;
    this.agentLetters = agentLetters;
    this.kind = kind;
  }

  /** Those whom the agent entered, and who have not consented yet. */
  public static CaredWork entered(
      Vault vault, Outbox outbox, Letters letters, AgentLetters agentLetters) {
    return new CaredWork(vault, outbox, letters, agentLetters, Kind.ENTERED);
  }

  /** Those whom the branch approved, or is about to decide. */
  public static CaredWork members(
      Vault vault, Outbox outbox, Letters letters, AgentLetters agentLetters) {
    return new CaredWork(vault, outbox, letters, agentLetters, Kind.MEMBERS);
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public boolean isUrgent() {
    return kind == Kind.ENTERED;
  }

  private record Worker(
      String reference, Status status, String language, Msisdn phone, String village) {}

  @Override
  public Batch move(Handle tx, Handover handover, int limit) {
    List<Worker> workers =
        tx.createQuery(
                """
                SELECT a.reference, a.status, a.language, a.phone_sealed, a.village FROM application a
                WHERE a.agent = :from AND a.status = ANY (:statuses)
                ORDER BY a.created_at, a.reference LIMIT :limit FOR UPDATE OF a
                """)
            .bind("from", handover.from())
            .bindArray(
                "statuses",
                String.class,
                kind == Kind.ENTERED
                    ? List.of("awaiting_consent")
                    : List.of("awaiting_branch", "approved"))
            .bind("limit", limit)
            .map(
                (row, _) ->
                    new Worker(
                        row.getString("reference"),
                        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                        row.getString("language"),
                        new Msisdn(
                            sealed.open(
                                row.getBytes("phone_sealed"),
                                "application.phone:" + row.getString("reference"))),
                        row.getString("village")))
            .list();
    int alone = 0;
    List<NewSms> messages = new ArrayList<>();
    Map<Msisdn, Integer> taken = new LinkedHashMap<>();
    for (Worker worker : workers) {
      Optional<AgentDirectory.Agent> to = handover.successors().of(worker.village());
      Moves.write(tx, worker.reference(), worker.status(), to, handover);
      words(worker, to)
          .ifPresent(
              words ->
                  messages.add(
                      new NewSms(
                          worker.phone(),
                          words,
                          "application:" + worker.reference(),
                          handover.at())));
      to.ifPresent(agent -> taken.merge(agent.phone(), 1, Integer::sum));
      alone += to.isEmpty() ? 1 : 0;
    }
    taken.forEach(
        (agent, count) ->
            messages.add(
                new NewSms(
                    agent,
                    agentLetters.workersMoved(count, handover.from()),
                    "agent:" + handover.from(),
                    handover.at())));
    if (!messages.isEmpty()) {
      outbox.add(tx, messages.toArray(NewSms[]::new));
    }
    return new Batch(workers.size(), alone);
  }

  /** Who has not consented and has no agent any more is asked by the first SMS still. */
  private Optional<String> words(Worker worker, Optional<AgentDirectory.Agent> to) {
    if (to.isPresent()) {
      return Optional.of(
          letters.agentChanged(
              worker.language(),
              worker.reference(),
              to.get().name(),
              to.get().phone().digits(),
              worker.status()));
    }
    return kind == Kind.MEMBERS
        ? Optional.of(letters.agentGone(worker.language(), worker.reference()))
        : Optional.empty();
  }
}
