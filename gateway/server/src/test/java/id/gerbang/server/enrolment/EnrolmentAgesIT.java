package id.gerbang.server.enrolment;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.T0;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EnrolmentAgesIT {
  private final World world = new World();
  private final EnrolmentAges ages = new EnrolmentAges(world.jdbi);

  @Test
  void anIntentIsForgottenWhenNoConversationCanReplayIt() {
    world.register();
    Instant old = T0.plus(EnrolmentAges.INTENT_KEPT);
    assertThat(ages.runDue(old.minusMillis(1))).isZero();
    assertThat(world.count("intent")).isEqualTo(1);
    assertThat(ages.runDue(old)).isEqualTo(1);
    assertThat(world.count("intent")).isZero();
    assertThat(world.count("application")).isEqualTo(1);
  }

  @Test
  void aLockHoldsUntilItEndsAndIsThenForgotten() {
    byte[] phone = world.vault.lookup("phone", AGENT.digits());
    world.jdbi.useTransaction(
        tx -> {
          for (int i = 0; i < 5; i++) {
            WrongTries.count(tx, phone, T0.plus(Duration.ofMinutes(10L * i)));
          }
        });
    Instant lockEnds = T0.plus(Duration.ofMinutes(100));
    assertThat(ages.runDue(lockEnds.plus(EnrolmentAges.COUNTS_KEPT).minusMillis(1))).isZero();
    assertThat(world.count("wrong_try")).isEqualTo(1);
    assertThat(ages.runDue(lockEnds.plus(EnrolmentAges.COUNTS_KEPT))).isEqualTo(1);
  }

  @Test
  void countsOfShortAnswersAreForgottenWhenTheyHoldNobodyBack() {
    byte[] phone = world.vault.lookup("phone", AGENT.digits());
    Instant last = T0.plus(Duration.ofMinutes(50));
    world.jdbi.useTransaction(
        tx -> {
          Puzzled.mayAnswer(tx, phone, T0);
          Puzzled.mayAnswer(tx, phone, last);
        });
    assertThat(ages.runDue(last.plus(EnrolmentAges.COUNTS_KEPT).minusMillis(1))).isZero();
    assertThat(ages.runDue(last.plus(EnrolmentAges.COUNTS_KEPT))).isEqualTo(1);
    assertThat(world.count("puzzled")).isZero();
  }
}
