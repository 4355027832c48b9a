package id.gerbang.server.claim;

import static id.gerbang.server.claim.ClaimWorld.AGENT_OF_PECATU;
import static id.gerbang.server.claim.ClaimWorld.report;
import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.T0;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.text.Gsm7;
import id.gerbang.server.enrolment.World;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportDeadlinesIT {
  private final ClaimWorld room = new ClaimWorld();
  private final World world = room.world;

  @Test
  void theAgentIsRemindedWhileThereIsTimeAndThenItIsOverdue() {
    String reference = room.made(report("i1"));
    assertThat(room.deadlines.runDue(T0.plus(Duration.ofHours(24)).minusMillis(1))).isZero();

    assertThat(room.deadlines.runDue(T0.plus(Duration.ofHours(24)))).isEqualTo(1);
    assertThat(world.sentTo(AGENT_OF_PECATU)).hasSize(2);
    assertThat(world.sentTo(AGENT_OF_PECATU).getLast())
        .contains(reference, "belum sampai tahap I", "081200020002", "20/10 17.00 WITA");
    assertThat(Gsm7.septets(world.sentTo(AGENT_OF_PECATU).getLast())).isLessThanOrEqualTo(160);
    assertThat(room.found(reference).overdue()).isFalse();
    assertThat(room.deadlines.runDue(T0.plus(Duration.ofHours(47)))).isZero();

    assertThat(room.deadlines.runDue(T0.plus(Duration.ofHours(48)))).isEqualTo(1);
    assertThat(room.found(reference).overdue()).isTrue();
    assertThat(world.audit())
        .containsExactly("reporter report.made", "system report.reminded", "system report.overdue");
    assertThat(room.deadlines.runDue(T0.plus(Duration.ofDays(9)))).isZero();
  }

  @Test
  void theFirstStageEndsTheClock() {
    String reference = room.made(report("i1"));
    room.desk.move(reference, Stage.STAGE_1, Optional.empty(), "api:branch", T0);
    assertThat(room.deadlines.runDue(T0.plus(Duration.ofDays(9)))).isZero();
    assertThat(room.found(reference).overdue()).isFalse();
  }

  @Test
  void aNodeThatWasAwayForTwoDaysDoesNotRemindOfWhatIsOver() {
    String reference = room.made(report("i1"));
    assertThat(room.deadlines.runDue(T0.plus(Duration.ofDays(3)))).isEqualTo(1);
    assertThat(world.sentTo(AGENT_OF_PECATU)).hasSize(1);
    assertThat(room.found(reference).overdue()).isTrue();
  }

  @Test
  void oneWhoWasSuspendedSinceIsReplaced() {
    String reference = room.made(report("i1"));
    world.jdbi.useHandle(
        handle -> handle.execute("UPDATE agent SET status = 'suspended' WHERE code = 'PRS002'"));
    world.agents.refresh();
    room.deadlines.runDue(T0.plus(Duration.ofHours(24)));
    assertThat(world.sentTo(AGENT_OF_PECATU)).hasSize(1);
    assertThat(world.sentTo(AGENT).getLast()).contains(reference);
    assertThat(room.found(reference).agent()).contains("PRS001");
  }

  @Test
  void severalNodesRemindOnce() throws Exception {
    for (int i = 0; i < 5; i++) {
      room.made(report("i" + i, Risk.ACCIDENT, Optional.empty()));
    }
    int touched = 0;
    try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> node :
          IntStream.range(0, 4)
              .mapToObj(
                  _ -> nodes.submit(() -> room.deadlines.runDue(T0.plus(Duration.ofHours(24)))))
              .toList()) {
        touched += node.get();
      }
    }
    assertThat(touched).isEqualTo(5);
    assertThat(world.sentTo(AGENT_OF_PECATU)).hasSize(10);
  }
}
