package id.gerbang.server.enrolment;

import id.gerbang.server.agent.AgentDirectory;
import id.gerbang.server.agent.OpenWork.Handover;
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.record.Audit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Applications that went from one agent to another, as rows. */
final class Moves {
  private Moves() {}

  /**
   * @param to empty: nobody was near, and the application has no agent any more
   */
  static void write(
      Handle tx,
      String reference,
      Status status,
      Optional<AgentDirectory.Agent> to,
      Handover handover) {
    String code = to.map(AgentDirectory.Agent::code).orElse(null);
    tx.execute(
        "INSERT INTO application_move (application, from_agent, to_agent, status, at, who) VALUES"
            + " (?, ?, ?, ?, ?, ?)",
        reference,
        handover.from(),
        code,
        status.label(),
        handover.at(),
        handover.actor());
    tx.execute("UPDATE application SET agent = ? WHERE reference = ?", code, reference);
    Audit.write(
        tx, handover.at(), handover.actor(), "application.moved", "application:" + reference);
  }
}
