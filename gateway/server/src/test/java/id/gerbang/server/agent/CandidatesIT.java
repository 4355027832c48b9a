package id.gerbang.server.agent;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.T0;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.agent.AgentDesk.Status;
import id.gerbang.server.agent.Candidates.Applied;
import id.gerbang.server.consent.ConsentToken;
import id.gerbang.server.enrolment.ShippedLetters;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.subscriber.Msisdn;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class CandidatesIT {
  private static final Msisdn NYOMAN = new Msisdn("6281200010077");

  private static final AgentLetters LETTERS =
      new AgentLetters(new LetterWriter(ShippedLetters::book, ZoneId.of("Asia/Makassar")));

  private final World world = new World();
  private final Candidates candidates =
      new Candidates(world.jdbi, world.vault, world.outbox, world.agents, LETTERS);

  private Applied apply(Msisdn phone, String intent) {
    return candidates.apply(
        new Candidates.Candidate(
            phone, "Nyoman Sari", "5103052001", new ConsentToken("2026-11", "id", "ussd", T0)),
        "id",
        intent,
        T0);
  }

  private List<AgentDesk.Agent> list(Status status) {
    return new PostgresAgentDesk(
            world.jdbi, world.vault, world.outbox, world.villages, world.agents, LETTERS)
        .list(new AgentDesk.Filter(Optional.of(status), 200, Optional.empty()), T0)
        .items();
  }

  @Test
  void aCandidateIsSeenByTheBranchAndHasAReceipt() {
    assertThat(apply(NYOMAN, "i")).isEqualTo(new Applied.Recorded("CLA000"));
    assertThat(apply(NYOMAN, "i")).isEqualTo(new Applied.Recorded("CLA000"));
    assertThat(apply(NYOMAN, "j")).isEqualTo(new Applied.Candidate("CLA000"));
    assertThat(apply(AGENT, "k")).isEqualTo(new Applied.Agent());
    assertThat(world.sentTo(NYOMAN)).singleElement().asString().contains("CLA000", "Belum agen");
    assertThat(list(Status.CANDIDATE))
        .singleElement()
        .satisfies(
            agent -> {
              assertThat(agent.name()).isEqualTo("Nyoman Sari");
              assertThat(agent.village()).isEqualTo("Pecatu");
            });
    assertThat(list(Status.ACTIVE)).hasSize(2);
    assertThat(world.agents.byPhone(NYOMAN).orElseThrow().isActive()).isFalse();
    assertThat(world.count("agent_candidate")).isEqualTo(1);
    assertThat(world.audit()).containsExactly("candidate agent.applied");
    assertThat(world.sms(NYOMAN, "REKAP", T0).getFirst()).contains("hanya untuk agen");
  }

  @Test
  void aCandidateTakesItBackOnceAndIsNobodyThen() {
    assertThat(candidates.standing(NYOMAN)).isEqualTo(new Candidates.Standing.None());
    apply(NYOMAN, "i");
    assertThat(candidates.standing(NYOMAN)).isEqualTo(new Candidates.Standing.Candidate("CLA000"));
    assertThat(candidates.standing(AGENT)).isEqualTo(new Candidates.Standing.Agent());
    assertThat(candidates.withdraw(NYOMAN, "id", "w", T0)).contains("CLA000");
    assertThat(candidates.withdraw(NYOMAN, "id", "w", T0)).contains("CLA000"); // replayed
    assertThat(candidates.withdraw(NYOMAN, "id", "x", T0)).isEmpty();
    assertThat(candidates.withdraw(AGENT, "id", "y", T0)).isEmpty();
    assertThat(world.sentTo(NYOMAN)).hasSize(2).last().asString().contains("CLA000", "dihapus");
    assertThat(world.count("agent WHERE code = 'CLA000'")).isZero();
    assertThat(world.count("agent_candidate WHERE withdrawn_at IS NOT NULL")).isEqualTo(1);
    assertThat(world.agents.byPhone(NYOMAN)).isEmpty();
    assertThat(world.audit())
        .containsExactly("candidate agent.applied", "candidate agent.candidacy_ended");
    assertThat(apply(NYOMAN, "z")).isEqualTo(new Applied.Recorded("CLA001"));
  }

  @Test
  void aNumberThatTheBranchGaveIsPassedOver() {
    new PostgresAgentDesk(
            world.jdbi, world.vault, world.outbox, world.villages, world.agents, LETTERS)
        .add(
            new AgentDesk.NewAgent(
                "CLA000", "Ketut Rai", new Msisdn("6281200010078"), "5103052001", Status.CANDIDATE),
            "api",
            T0);
    assertThat(apply(NYOMAN, "i")).isEqualTo(new Applied.Recorded("CLA001"));
  }

  @Test
  void atOnceIsOnce() throws Exception {
    List<Callable<Applied>> presses = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String intent = "i" + i / 3;
      presses.add(() -> apply(NYOMAN, intent));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var press : threads.invokeAll(presses)) {
        press.get();
      }
    }
    assertThat(world.sentTo(NYOMAN)).hasSize(1);
    assertThat(world.count("agent WHERE status = 'candidate'")).isEqualTo(1);
  }
}
