package id.gerbang.server.deposit;

import static id.gerbang.server.deposit.Collecting.OTHER_AGENT;
import static id.gerbang.server.deposit.Collecting.PRICE;
import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.NIK;
import static id.gerbang.server.enrolment.World.SUSPENDED;
import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.Issued;
import id.gerbang.server.billing.NewBill;
import id.gerbang.server.consent.Erasure;
import id.gerbang.server.consent.Kept;
import id.gerbang.server.consent.SubjectLetters;
import id.gerbang.server.deposit.DepositDesk.HandedOver;
import id.gerbang.server.deposit.DepositDesk.NewHandOver;
import id.gerbang.server.deposit.DepositDesk.NewPayOut;
import id.gerbang.server.deposit.DepositDesk.PaidOut;
import id.gerbang.server.deposit.DepositDesk.Reversed;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.ledger.Account;
import id.gerbang.server.payment.PaymentOrder;
import id.gerbang.server.payment.PaymentOrder.Source;
import id.gerbang.server.payment.Taken;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Cash becomes savings, and savings become a contribution: once and whole, or not at all. */
class DepositsIT {
  private final Collecting here = new Collecting();
  private final String member = here.member();

  private static Instant later(long minutes) {
    return T0.plus(Duration.ofMinutes(minutes));
  }

  private List<String> toWorker() {
    return here.world.sentTo(WORKER);
  }

  @Test
  void aDepositIsBookedWithBothReceipts() {
    int before = toWorker().size();
    List<String> toAgent = here.deposit(5_000, T0);

    assertThat(toAgent).singleElement().asString().contains("Rp5.000", "NIK ..0004", "Kas Anda");
    assertThat(toAgent.getFirst()).doesNotContain(NIK);
    assertThat(toWorker().subList(before, toWorker().size()))
        .singleElement()
        .asString()
        .contains("Setoran Rp5.000 diterima Made Arta", "No. " + member, "BELUM jadi iuran")
        .doesNotContain("AKTIF");
    assertThat(here.cash()).isEqualTo(5_000);
    assertThat(here.savings(member)).isEqualTo(5_000);
    assertThat(here.contributions()).isZero();
    assertThat(here.world.audit()).contains("agent:PRS001 deposit.taken");
    String reference = here.text("SELECT reference FROM deposit");
    assertThat(toAgent.getFirst()).contains(reference);
    assertThat(here.count("left_to_send WHERE about = 'deposit:" + reference + "'")).isEqualTo(2);
  }

  @Test
  void theSameWithinTenMinutesIsToldAndNotBooked() {
    here.deposit(5_000, T0);
    assertThat(here.sms(AGENT, "setor " + NIK + " Rp5.000", later(9)))
        .containsExactly("Rp5.000 sudah dicatat 17.00. Setoran lain? Balas SETOR#NIK#5000#2");
    assertThat(here.savings(member)).isEqualTo(5_000);

    here.sms(AGENT, "SETOR#" + NIK + "#5000#2", later(9));
    assertThat(here.savings(member)).isEqualTo(10_000 - PRICE);
    assertThat(here.sms(AGENT, "SETOR#" + NIK + "#5000#2", later(9)))
        .containsExactly("Rp5.000 sudah dicatat 17.09. Setoran lain? Balas SETOR#NIK#5000#3");
    assertThat(here.count("deposit")).isEqualTo(2);
    here.deposit(5_000, later(20));
    assertThat(here.count("deposit")).isEqualTo(3);
  }

  @Test
  void whatIsWrongIsAnsweredWithAnExample() {
    for (String wrong :
        List.of("SETOR", "SETOR#" + NIK, "SETOR#123#5000", "SETOR#" + NIK + "#banyak")) {
      assertThat(here.sms(AGENT, wrong, later(wrong.length() * 100)))
          .as(wrong)
          .singleElement()
          .asString()
          .contains("SETOR#5171991708900001#5000");
    }
    assertThat(here.sms(AGENT, "SETOR#5171991708900099#5000", T0))
        .singleElement()
        .asString()
        .contains("belum peserta", "jangan terima");
    assertThat(here.deposit(500, T0)).singleElement().asString().contains("Rp1.000", "Rp50.000");
    assertThat(here.deposit(50_001, T0)).singleElement().asString().contains("Rp50.000");
    assertThat(here.count("deposit")).isZero();
  }

  @Test
  void machinesGetThreeAnswersAnHour() {
    for (int i = 0; i < 3; i++) {
      assertThat(here.sms(AGENT, "SETOR#x", later(i))).hasSize(1);
    }
    assertThat(here.sms(AGENT, "SETOR#x", later(4))).isEmpty();
    assertThat(here.deposit(5_000, later(5))).hasSize(1);
    assertThat(here.sms(AGENT, "SETOR#x", later(6))).hasSize(1);
  }

  @Test
  void onlyWhoMayCollectsAndIsToldWhy() {
    String text = "SETOR#" + NIK + "#5000";
    assertThat(here.sms(WORKER, text, T0)).singleElement().asString().contains("hanya untuk agen");
    assertThat(here.sms(SUSPENDED, text, T0))
        .singleElement()
        .asString()
        .contains("tidak aktif", "jangan terima uang", "kantor cabang");
    here.execute(
        "UPDATE agent SET certificate_sealed = 'x', certificate_until = DATE '2020-01-01' WHERE"
            + " code = 'PRS001'");
    assertThat(here.sms(AGENT, text, T0))
        .singleElement()
        .asString()
        .contains("sertifikat BNSP Anda sudah berakhir", "kantor cabang");
    here.execute(
        "UPDATE agent SET certificate_sealed = NULL, certificate_until = NULL WHERE code ="
            + " 'PRS001'");
    here.execute(
        "UPDATE mou SET ended_at = TIMESTAMPTZ '2026-10-17 00:00+08', ended_by = 'test' WHERE"
            + " institution = (SELECT id FROM institution WHERE name = 'Bumdes Sesetan')");
    assertThat(here.sms(AGENT, text, T0))
        .singleElement()
        .asString()
        .contains("MoU Bumdes Sesetan tidak berlaku", "kantor cabang");
    here.execute("UPDATE agent SET institution = NULL WHERE code = 'PRS002'");
    assertThat(here.sms(OTHER_AGENT, text, T0))
        .singleElement()
        .asString()
        .contains("belum di bawah lembaga");
    assertThat(here.count("deposit")).isZero();
    assertThat(here.count("ledger_entry")).isZero();
  }

  @Test
  void anotherAgentMayServeTheMember() {
    assertThat(here.sms(OTHER_AGENT, "SETOR#" + NIK + "#5000", T0)).hasSize(1);
    assertThat(toWorker().getLast()).contains("diterima Ketut Rai");
    assertThat(here.balance(Account.cash("PRS002"))).isEqualTo(5_000);
    assertThat(here.cash()).isZero();
  }

  @Test
  void whoHoldsTooMuchHandsOverFirst() {
    here.deposit(40_000, T0);
    assertThat(here.deposit(2_000, later(1)))
        .singleElement()
        .asString()
        .contains("Kas Anda Rp40.000", "batasnya Rp40.000", "Serahkan kas");
    assertThat(handOver(30_000, "K-1")).isInstanceOf(HandedOver.Done.class);
    assertThat(here.deposit(2_000, later(2))).singleElement().asString().contains("Tercatat");
    assertThat(here.deposit(19_000, later(3)))
        .singleElement()
        .asString()
        .contains("Batas Rp60.000 sehari", "sudah Rp42.000");
    // the next day of the branch
    assertThat(here.deposit(19_000, T0.plus(Duration.ofHours(8))))
        .singleElement()
        .asString()
        .contains("Tercatat");
    here.room.desk.limit("PRS001", 0, 0, "kas hilang, diperiksa", "api:branch", T0);
    assertThat(here.deposit(1_000, T0.plus(Duration.ofHours(9))))
        .singleElement()
        .asString()
        .contains("batasnya Rp0");
    assertThat(here.world.audit()).contains("api:branch collector.limited");
  }

  private HandedOver handOver(long rupiah, String receiptNo) {
    return here.room.desk.handOver(
        new NewHandOver("PRS001", rupiah, Optional.empty(), receiptNo, "teller1"), later(30));
  }

  @Test
  void cashIsHandedOverOnceAndNeverMoreThanIsHeld() {
    here.deposit(5_000, T0);
    assertThat(handOver(6_000, "K-1")).isEqualTo(new HandedOver.TooMuch(5_000));
    HandedOver.Done first = (HandedOver.Done) handOver(3_000, "K-1");
    assertThat(first.cash()).isEqualTo(2_000);
    assertThat(first.handOver().branch()).isEqualTo("DPS");
    HandedOver.Done again = (HandedOver.Done) handOver(3_000, "K-1");
    assertThat(again.first()).isFalse();
    assertThat(again.handOver().reference()).isEqualTo(first.handOver().reference());
    assertThat(handOver(1_000, "K-1")).isInstanceOf(HandedOver.ReceiptTaken.class);
    assertThat(here.balance(Account.till("dps"))).isEqualTo(3_000);
    assertThat(here.world.sentTo(AGENT).getLast())
        .contains("Kas Rp3.000 diterima cabang DPS", "K-1", "Rp2.000");
    assertThat(here.world.audit()).contains("branch:teller1 cash.handed_over");
  }

  @Test
  void savingsSettleTheMonthByThemselvesAndTheRestStaysSaved() {
    here.deposit(5_000, T0);
    List<String> toAgent = here.deposit(4_000, later(1));
    assertThat(here.savings(member)).isEqualTo(600);
    assertThat(here.contributions()).isEqualTo(PRICE);
    assertThat(here.count("payment WHERE source = 'savings' AND status = 'paid'")).isEqualTo(1);
    assertThat(here.count("bill WHERE status = 'paid'")).isEqualTo(1);
    List<String> worker = toWorker().subList(toWorker().size() - 2, toWorker().size());
    assertThat(worker).anyMatch(text -> text.contains("Lunas Rp8.400") && text.contains("AKTIF"));
    assertThat(worker).anyMatch(text -> text.contains("Rp8.400 jadi iuran, sisa tabungan Rp600"));
    assertThat(toAgent).anyMatch(text -> text.contains("sisa tabungan Rp600"));
    // the next month is not due yet: what is saved stays saved
    here.deposit(9_000, later(2));
    assertThat(here.savings(member)).isEqualTo(9_600);
    assertThat(here.contributions()).isEqualTo(PRICE);
  }

  @Test
  void aMonthThatFallsDueIsSettledWithoutADeposit() {
    here.deposit(20_000, T0);
    assertThat(here.savings(member)).isEqualTo(11_600);
    here.room.savings.runDue(T0.plus(Duration.ofDays(20)));
    assertThat(here.savings(member)).isEqualTo(11_600);
    here.room.savings.runDue(T0.plus(Duration.ofDays(29)));
    assertThat(here.savings(member)).isEqualTo(3_200);
    assertThat(here.text("SELECT max(cover_until)::text FROM bill WHERE status = 'paid'"))
        .isEqualTo("2026-12-17");
    here.room.savings.runDue(T0.plus(Duration.ofDays(30)));
    assertThat(here.contributions()).isEqualTo(2 * PRICE);
  }

  @Test
  void anOpenBillIsSettledWhenItIsReachedElseAMonthTakesItsPlace() {
    Bill three = bill(3);
    here.deposit(5_000, T0);
    assertThat(status(three)).isEqualTo("issued");
    here.deposit(4_000, later(1));
    assertThat(status(three)).isEqualTo("replaced");
    assertThat(here.savings(member)).isEqualTo(600);
    Bill more = bill(1);
    here.deposit(8_000, later(2));
    assertThat(status(more)).isEqualTo("paid");
    assertThat(here.savings(member)).isEqualTo(600 + 8_000 - more.amount());
  }

  private Bill bill(int months) {
    long price =
        ((id.gerbang.server.contribution.Due)
                here.issue.due(WORKER, member, months, T0).orElseThrow())
            .total();
    return ((Issued.Done)
            here.issue.issue(new NewBill(WORKER, member, months, price, "id", "b" + months), T0))
        .bill();
  }

  private String status(Bill bill) {
    return here.text("SELECT status FROM bill WHERE payment_code = '" + bill.paymentCode() + "'");
  }

  @Test
  void arrearsAreSettledWholeAndWhoHasEndedSavesNothing() {
    here.deposit(9_000, T0);
    Instant twoMonthsOn = T0.plus(Duration.ofDays(70)); // 27 December: one month in arrears
    here.sms(AGENT, "SETOR#" + NIK + "#20000", twoMonthsOn);
    assertThat(here.savings(member)).isEqualTo(20_600);
    here.sms(AGENT, "SETOR#" + NIK + "#5000", twoMonthsOn);
    assertThat(here.savings(member)).isEqualTo(25_600 - 16_800 - PRICE);
    assertThat(here.sms(AGENT, "SETOR#" + NIK + "#5000", T0.plus(Duration.ofDays(250))))
        .singleElement()
        .asString()
        .contains("sudah berhenti", "kembalikan uangnya");
    assertThat(here.room.desk.saved(10, Optional.empty(), T0.plus(Duration.ofDays(250))).items())
        .singleElement()
        .matches(saved -> saved.ended() && saved.savings() == 400);
  }

  @Test
  void aDepositIsTakenBackByAnotherEntry() {
    here.deposit(5_000, T0);
    String deposit = here.text("SELECT reference FROM deposit");
    assertThat(reverse("AAAAAA")).isInstanceOf(Reversed.Unknown.class);
    assertThat(reverse(deposit)).isInstanceOf(Reversed.Done.class);
    assertThat(here.cash()).isZero();
    assertThat(here.savings(member)).isZero();
    assertThat(here.count("ledger_entry")).isEqualTo(2);
    assertThat(reverse(deposit)).isInstanceOf(Reversed.Before.class);
    assertThat(toWorker().getLast()).contains("DIBATALKAN", "salah ketik", "Rp5.000");
    assertThat(here.world.sentTo(AGENT).getLast()).contains("DIBATALKAN", "Kas Anda Rp0");
    assertThat(here.world.audit()).contains("api:branch deposit.reversed");
  }

  private Reversed reverse(String deposit) {
    return here.room.desk.reverse(deposit, "salah ketik", "api:branch", later(40));
  }

  @Test
  void whatWasSettledOrHandedOverIsNotTakenBack() {
    here.deposit(5_000, T0);
    String first = here.text("SELECT reference FROM deposit");
    handOver(5_000, "K-1");
    assertThat(reverse(first)).isEqualTo(new Reversed.CashGone(0));
    here.deposit(4_000, later(1));
    assertThat(reverse(first)).isInstanceOf(Reversed.Settled.class);
    here.deposit(3_000, later(2));
    String last = here.text("SELECT reference FROM deposit ORDER BY created_at DESC LIMIT 1");
    assertThat(reverse(last)).isInstanceOf(Reversed.Done.class);
    assertThat(here.savings(member)).isEqualTo(600);
  }

  @Test
  void savingsAreGivenBackOnceAndNeverMoreThanIsSaved() {
    here.deposit(5_000, T0);
    NewPayOut wanted = new NewPayOut(member, 2_000, "DPS", "P-1", "diminta peserta", "teller1");
    assertThat(here.room.desk.payOut(wanted, later(1)))
        .isInstanceOfSatisfying(
            PaidOut.Done.class,
            done -> {
              assertThat(done.first()).isTrue();
              assertThat(done.savings()).isEqualTo(3_000);
            });
    assertThat(here.room.desk.payOut(wanted, later(2)))
        .isInstanceOfSatisfying(PaidOut.Done.class, done -> assertThat(done.first()).isFalse());
    assertThat(
            here.room.desk.payOut(
                new NewPayOut(member, 4_000, "DPS", "P-2", "diminta peserta", "teller1"), T0))
        .isEqualTo(new PaidOut.TooMuch(3_000));
    assertThat(here.balance(Account.till("dps"))).isEqualTo(-2_000);
    assertThat(toWorker().getLast()).contains("Rp2.000", "dikembalikan", "Rp3.000");
  }

  @Test
  void anActOfTheMenuHappensOnce() {
    Deposited first = here.room.deposits.take(AGENT, member, 5_000, false, "intent-d", T0);
    Deposited again = here.room.deposits.take(AGENT, member, 5_000, false, "intent-d", later(1));
    assertThat(again).isEqualTo(first);
    assertThat(here.room.deposits.take(AGENT, member, 5_000, false, "intent-e", later(2)))
        .isInstanceOf(Deposited.Repeated.class);
    assertThat(here.savings(member)).isEqualTo(5_000);
    assertThat(here.room.deposits.take(AGENT, member, 5_000, true, "intent-f", later(3)))
        .isInstanceOf(Deposited.Done.class);
    assertThat(here.count("deposit")).isEqualTo(2);
    // a refusal may be asked again under its intent
    assertThat(here.room.deposits.take(AGENT, member, 5, false, "intent-g", later(4)))
        .isInstanceOf(Deposited.WrongAmount.class);
    assertThat(here.room.deposits.take(AGENT, member, 1_000, false, "intent-g", later(4)))
        .isInstanceOf(Deposited.Done.class);
  }

  private <T> List<T> atOnce(int times, Callable<T> act) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
      List<Callable<T>> all = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        all.add(act);
      }
      List<T> done = new ArrayList<>();
      for (Future<T> one : threads.invokeAll(all)) {
        done.add(one.get());
      }
      return done;
    }
  }

  @Test
  void twoAtOnceForOneMemberAreOneAfterTheOther() throws Exception {
    atOnce(4, () -> here.sms(AGENT, "SETOR#" + NIK + "#6000", T0));
    assertThat(here.count("deposit")).isEqualTo(1);
    List<Msisdn> both = new ArrayList<>(List.of(AGENT, OTHER_AGENT));
    atOnce(
        2,
        () -> {
          Msisdn agent;
          synchronized (both) {
            agent = both.removeLast();
          }
          return here.sms(agent, "SETOR#" + NIK + "#7000", later(1));
        });
    assertThat(here.count("deposit")).isEqualTo(3);
    assertThat(here.contributions()).isEqualTo(PRICE);
    assertThat(here.savings(member)).isEqualTo(20_000 - PRICE);
  }

  @Test
  void aBankAndADepositDoNotPayOneBillTwice() throws Exception {
    for (int round = 0; round < 6; round++) {
      Collecting there = new Collecting();
      String its = there.member();
      Bill bill =
          ((Issued.Done) there.issue.issue(new NewBill(WORKER, its, 1, PRICE, "id", "i"), T0))
              .bill();
      PaymentOrder order =
          new PaymentOrder("bri", "r1", Source.SNAP, bill.account().digits(), PRICE, T0);
      List<Callable<Object>> both =
          List.of(
              () -> there.world.jdbi.inTransaction(tx -> there.payments.asked(tx, order, T0)),
              () -> there.deposit(9_000, T0));
      Object bank;
      try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
        bank = threads.invokeAll(both).getFirst().get();
      }
      boolean byBank = bank instanceof Taken.Done;
      assertThat(there.count("payment WHERE status = 'paid'")).isEqualTo(1);
      assertThat(there.contributions()).isEqualTo(PRICE);
      assertThat(there.savings(its)).isEqualTo(byBank ? 9_000 : 600);
      assertThat(there.balance(Account.clearing("bri"))).isEqualTo(byBank ? PRICE : 0);
    }
  }

  @Test
  void rekapAndBantuanTellOfDeposits() {
    here.deposit(5_000, T0);
    assertThat(here.sms(AGENT, "REKAP", later(1)))
        .singleElement()
        .asString()
        .contains("Setoran Rp5.000", "Kas Anda Rp5.000");
    assertThat(here.sms(AGENT, "BANTUAN", later(1)))
        .singleElement()
        .asString()
        .contains("SETOR#NIK#JUMLAH", "SETOR#5171991708900001#5000", "DAFTAR#", "YA kode", "REKAP");
    assertThat(World.NIK).isEqualTo(NIK);
  }

  @Test
  void aMemberSeesWhatIsSavedAndNobodyElseDoes() {
    here.deposit(5_000, T0);
    assertThat(here.room.deposits.saved(WORKER, member)).isEqualTo(5_000);
    assertThat(here.room.deposits.saved(AGENT, member)).isZero();
    assertThat(here.room.deposits.position(AGENT, T0))
        .hasValueSatisfying(
            position -> {
              assertThat(position.cash()).isEqualTo(5_000);
              assertThat(position.today()).isEqualTo(5_000);
              assertThat(position.last()).isEmpty();
            });
    assertThat(here.room.deposits.latest(AGENT, 5))
        .singleElement()
        .matches(one -> one.reference().equals(member) && one.worker().contains("Wayan S*****"));
  }

  @Test
  void savingsAreOwedWhateverIsErased() {
    here.deposit(5_000, T0);
    Erasure erasure =
        new Erasure(
            here.world.jdbi, here.world.vault, here.world.outbox, new SubjectLetters(here.writer));
    assertThat(erasure.erase(WORKER, "operator", later(1), true).kept())
        .contains(new Kept("savings " + member, Kept.Why.SAVINGS));
    // also of who is no member any more
    here.execute(
        "UPDATE application SET status = 'withdrawn', card_number_sealed = NULL WHERE reference = '"
            + member
            + "'");
    assertThat(erasure.erase(List.of(member), "operator", later(2)))
        .containsEntry(member, Erasure.Erased.IN_PART);
    assertThat(here.room.desk.saved(10, Optional.empty(), later(3)).items())
        .singleElement()
        .matches(saved -> saved.ended() && saved.status().equals("withdrawn"));
    NewPayOut all = new NewPayOut(member, 5_000, "DPS", "P-9", "keluar", "teller1");
    assertThat(here.room.desk.payOut(all, later(4))).isInstanceOf(PaidOut.Done.class);
    assertThat(erasure.erase(WORKER, "operator", later(5), true).kept()).isEmpty();
  }
}
