package id.gerbang.server.deposit;

import static id.gerbang.server.deposit.Collecting.OTHER_AGENT;
import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.NIK;
import static id.gerbang.server.enrolment.World.T0;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.deposit.DepositDesk.NewHandOver;
import id.gerbang.server.deposit.DepositDesk.NewPayOut;
import id.gerbang.server.ledger.Account;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is done in whatever order: the ledger sums to zero, cash is what was taken minus what
 * was handed over and taken back, and savings are deposits minus what was settled and paid out.
 */
class DepositSequencesIT {
  private static final int ACTS = 60;
  private static final String OTHER_NIK = "5171991708900005";
  private static final List<Msisdn> COLLECTORS = List.of(AGENT, OTHER_AGENT);
  private static final List<String> CODES = List.of("PRS001", "PRS002");
  private static final List<String> NIKS = List.of(NIK, OTHER_NIK);

  private final Collecting here = new Collecting();
  private final List<String> members =
      List.of(here.member(), here.member(OTHER_NIK, new Msisdn("6281200010002")));
  private Random chance;
  private Instant now = T0;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theSumsHold(long seed) {
    chance = new Random(seed);
    for (int act = 0; act < ACTS; act++) {
      now = now.plus(Duration.ofMinutes(chance.nextInt(600)));
      act(chance.nextInt(10));
      holds("seed " + seed + ", act " + act);
    }
    assertThat(here.count("deposit")).isPositive();
    assertThat(here.count("deposit_reversal")).isPositive();
    assertThat(here.count("handover")).isPositive();
    assertThat(here.count("payment")).isPositive();
  }

  private void act(int kind) {
    switch (kind) {
      case 0, 1, 2, 3 -> deposit();
      case 4 -> {
        deposit();
        // a carrier that repeats itself, or an agent who does
        here.sms(AGENT, "SETOR#" + NIK + "#3000", now);
        here.sms(AGENT, "setor " + NIK + " 3rb", now.plusSeconds(30));
      }
      case 5 -> reverse();
      case 6 ->
          here.room.desk.handOver(
              new NewHandOver(
                  CODES.get(chance.nextInt(2)),
                  1_000L * (1 + chance.nextInt(40)),
                  Optional.empty(),
                  "K-" + chance.nextInt(30),
                  "teller1"),
              now);
      case 7 ->
          here.room.desk.payOut(
              new NewPayOut(
                  members.get(chance.nextInt(2)),
                  500L * (1 + chance.nextInt(10)),
                  "DPS",
                  "P-" + chance.nextInt(30),
                  "diminta",
                  "teller1"),
              now);
      case 8 -> here.room.savings.runDue(now);
      default ->
          here.room.deposits.take(
              COLLECTORS.get(chance.nextInt(2)),
              members.get(chance.nextInt(2)),
              1_000L * (1 + chance.nextInt(6)),
              chance.nextBoolean(),
              "intent-" + chance.nextInt(40),
              now);
    }
  }

  private void deposit() {
    here.sms(
        COLLECTORS.get(chance.nextInt(2)),
        "SETOR#" + NIKS.get(chance.nextInt(2)) + "#" + 1_000 * (1 + chance.nextInt(9)),
        now);
  }

  private void reverse() {
    List<String> all =
        here.world.jdbi.withHandle(
            handle ->
                handle
                    .createQuery("SELECT reference FROM deposit ORDER BY created_at DESC LIMIT 6")
                    .mapTo(String.class)
                    .list());
    if (!all.isEmpty()) {
      here.room.desk.reverse(all.get(chance.nextInt(all.size())), "salah", "api:branch", now);
    }
  }

  private void holds(String when) {
    assertThat(here.count("(SELECT FROM ledger_posting HAVING sum(amount) <> 0) x"))
        .as(when)
        .isZero();
    for (String agent : CODES) {
      assertThat(here.balance(Account.cash(agent)))
          .as("%s: cash of %s", when, agent)
          .isEqualTo(
              sum("amount", "deposit WHERE agent = '" + agent + "'")
                  - sum("d.amount", reversed("d.agent = '" + agent + "'"))
                  - sum("amount", "handover WHERE agent = '" + agent + "'"))
          .isNotNegative();
    }
    long settled = 0;
    for (String member : members) {
      long paid =
          sum(
              "p.amount",
              "payment p JOIN bill b ON b.payment_code = p.bill WHERE b.application = '"
                  + member
                  + "'");
      settled += paid;
      assertThat(here.savings(member))
          .as("%s: savings of %s", when, member)
          .isEqualTo(
              sum("amount", "deposit WHERE application = '" + member + "'")
                  - sum("d.amount", reversed("d.application = '" + member + "'"))
                  - sum("amount", "savings_payout WHERE application = '" + member + "'")
                  - paid)
          .isNotNegative();
    }
    assertThat(here.contributions()).as(when).isEqualTo(settled);
    assertThat(here.count("bill WHERE status = 'paid'"))
        .as(when)
        .isEqualTo(here.count("payment WHERE status = 'paid'"));
    assertThat(here.count("left_to_send WHERE about LIKE 'deposit:%'"))
        .as("%s: two SMS for each deposit and each that was taken back", when)
        .isEqualTo(2 * (here.count("deposit") + here.count("deposit_reversal")));
  }

  private static String reversed(String condition) {
    return "deposit_reversal r JOIN deposit d ON d.reference = r.deposit WHERE " + condition;
  }

  private long sum(String what, String from) {
    return here.world.jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT coalesce(sum(" + what + "), 0) FROM " + from)
                .mapTo(Long.class)
                .one());
  }
}
