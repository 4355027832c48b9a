package id.gerbang.server.enrolment;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.text.Gsm7;
import id.gerbang.server.enrolment.BranchDesk.Status;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeadlinesIT {
  private final World world = new World();

  @Test
  void aSilentAgentIsRemindedAfterADayAndTheBranchDecidesAfterTwo() {
    String reference = world.register();
    String code = world.agentCode();
    assertThat(world.deadlines.runDue(T0.plus(Duration.ofDays(1)).minusMillis(1))).isZero();

    assertThat(world.deadlines.runDue(T0.plus(Duration.ofDays(1)))).isEqualTo(1);
    assertThat(world.sentTo(AGENT)).hasSize(2);
    assertThat(world.sentTo(AGENT).getLast())
        .contains("YA " + code, "TOLAK " + code, "Batas 20/10 17.00 WITA");
    assertThat(Gsm7.septets(world.sentTo(AGENT).getLast())).isLessThanOrEqualTo(160);
    assertThat(world.deadlines.runDue(T0.plus(Duration.ofHours(47)))).isZero();
    assertThat(world.application(reference).status()).isEqualTo(Status.AWAITING_AGENT);

    assertThat(world.deadlines.runDue(T0.plus(Duration.ofDays(2)))).isEqualTo(1);
    assertThat(world.application(reference).status()).isEqualTo(Status.AWAITING_BRANCH);
    assertThat(world.application(reference).unconfirmed()).isTrue();
    assertThat(world.sentTo(WORKER).getLast())
        .contains(reference, "kantor cabang meneruskan", "BELUM terlindungi");
    assertThat(world.audit())
        .containsExactly(
            "worker application.made", "system agent.reminded", "system application.escalated");
    assertThat(world.deadlines.runDue(T0.plus(Duration.ofDays(9)))).isZero();
  }

  @Test
  void anAnswerStopsTheClock() {
    world.register();
    world.sms(AGENT, "YA " + world.agentCode(), T0);
    assertThat(world.deadlines.runDue(T0.plus(Duration.ofDays(9)))).isZero();
  }

  @Test
  void aNodeThatWasAwayForTwoDaysDoesNotRemindOfWhatIsOver() {
    world.register();
    assertThat(world.deadlines.runDue(T0.plus(Duration.ofDays(3)))).isEqualTo(1);
    assertThat(world.sentTo(AGENT)).hasSize(1);
  }

  @Test
  void nobodyRemindsASuspendedAgent() {
    String reference = world.register();
    world.jdbi.useHandle(
        handle -> handle.execute("UPDATE agent SET status = 'suspended' WHERE code = 'PRS001'"));
    world.deadlines.runDue(T0.plus(Duration.ofDays(1)));
    assertThat(world.sentTo(AGENT)).hasSize(1);
    assertThat(world.application(reference).status()).isEqualTo(Status.AWAITING_BRANCH);
  }

  @Test
  void nodesShareTheWorkAndDoItOnce() throws Exception {
    IntStream.range(0, 12)
        .forEach(
            i ->
                world.register(
                    world.registration(
                        "i" + i,
                        "51719917089001%02d".formatted(i),
                        java.util.Optional.of("Ketut Rai"),
                        java.util.Optional.of("PRS001"),
                        WORKER)));
    try (var nodes = Executors.newVirtualThreadPerTaskExecutor()) {
      var runs =
          nodes.invokeAll(
              java.util.Collections.<java.util.concurrent.Callable<Integer>>nCopies(
                  4, () -> world.deadlines.runDue(T0.plus(Duration.ofHours(25)))));
      int done = 0;
      for (var run : runs) {
        done += run.get();
      }
      assertThat(done).isEqualTo(12);
    }
    assertThat(world.sentTo(AGENT)).hasSize(24);
  }
}
