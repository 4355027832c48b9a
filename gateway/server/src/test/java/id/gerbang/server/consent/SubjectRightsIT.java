package id.gerbang.server.consent;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.NAME;
import static id.gerbang.server.enrolment.World.NIK;
import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.channel.Channel;
import id.gerbang.server.consent.Erasure.Erased;
import id.gerbang.server.consent.RequestDesk.Answer;
import id.gerbang.server.consent.RequestDesk.Answered;
import id.gerbang.server.consent.RequestDesk.Field;
import id.gerbang.server.consent.RequestDesk.Item;
import id.gerbang.server.consent.RequestDesk.State;
import id.gerbang.server.consent.SubjectRights.Ask;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.enrolment.BranchDesk;
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.enrolment.Codes;
import id.gerbang.server.enrolment.Registered;
import id.gerbang.server.enrolment.ShippedLetters;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** People's rights to their own data, on a real PostgreSQL. */
class SubjectRightsIT {
  private static final ZoneId WITA = ZoneId.of("Asia/Makassar");
  private static final Instant DUE = T0.plus(Duration.ofHours(72));
  private static final Msisdn OTHER = new Msisdn("6281200010002");

  private final World world = new World();
  private final SubjectLetters letters =
      new SubjectLetters(new LetterWriter(ShippedLetters::book, WITA));
  private final SubjectRights rights =
      new SubjectRights(
          world.jdbi, world.vault, world.outbox, new Codes(new Random(9))::next, letters, WITA);
  private final Erasure erasure = new Erasure(world.jdbi, world.vault, world.outbox, letters);
  private final RequestDesk desk =
      new PostgresRequestDesk(
          world.jdbi, world.vault, world.outbox, letters, erasure, world.villages);
  private final RequestDeadlines deadlines =
      new RequestDeadlines(world.jdbi, world.vault, world.outbox, letters);

  private static Ask ask(String reference, String intent) {
    return ask(WORKER, reference, intent);
  }

  private static Ask ask(Msisdn phone, String reference, String intent) {
    return new Ask(phone, reference, Channel.USSD, "id", intent, T0);
  }

  private static String recorded(Asked asked) {
    assertThat(asked).isInstanceOf(Asked.Recorded.class);
    assertThat(((Asked.Recorded) asked).due()).isEqualTo(DUE);
    return ((Asked.Recorded) asked).request();
  }

  private List<Item> open() {
    return desk.list(
            new RequestDesk.Filter(Optional.of(State.OPEN), Optional.empty(), 50, Optional.empty()))
        .items();
  }

  private Item done(String request) {
    return ((Answered.Done) desk.answer(request, new Answer.Done(), "api:branch", T0)).item();
  }

  private String name(String reference) {
    return world.jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT name_sealed, encode(nik_lookup, 'hex') AS k FROM worker w JOIN"
                        + " application a ON a.worker = w.id WHERE a.reference = ?")
                .bind(0, reference)
                .map(
                    (row, _) ->
                        new SealedText(world.vault)
                            .open(row.getBytes(1), "worker.name:" + row.getString(2)))
                .one());
  }

  private String approved() {
    String reference = world.register();
    world.sms(AGENT, "YA " + world.agentCode(), T0);
    world.desk.decide(reference, new BranchDesk.Decision.Approve("BPU-1"), "api:branch", T0);
    return reference;
  }

  @Test
  void showsWhatIsHeldMaskedAndOnlyToItsPhone() {
    String reference = world.register();
    SubjectRights.Held held = rights.held(WORKER, reference).orElseThrow();
    assertThat(held.worker()).isEqualTo("Wayan S*****");
    assertThat(held.nik()).isEqualTo("..0004");
    assertThat(held.villageName()).isEqualTo("Pecatu");
    assertThat(held.occupation()).isEqualTo("farmer");
    assertThat(held.plan()).isEqualTo("jkk_jkm");
    assertThat(held.consent())
        .contains(new SubjectRights.Agreed("2026-11", LocalDate.of(2026, 10, 18), false));
    assertThat(rights.held(OTHER, reference)).isEmpty();
    assertThat(held.toString()).doesNotContain("Wayan");
  }

  @Test
  void aCorrectionChangesNothingUntilTheBranchAgrees() {
    String reference = world.register();
    String request = recorded(rights.correct(ask(reference, "c1"), Field.NAME, "Wayan Sudarma"));
    assertThat(name(reference)).isEqualTo(NAME);
    assertThat(world.sentTo(WORKER).getLast())
        .contains(request, reference, "BELUM berubah", "21/10 17.00 WITA")
        .doesNotContain("Sudarma");

    Item item = open().getFirst();
    assertThat(item.wanted()).contains("Wayan Sudarma");
    assertThat(item.worker()).contains("Wayan S*****");
    assertThat(item.phone()).isEqualTo(WORKER.masked());
    assertThat(item.due()).isEqualTo(DUE);

    assertThat(done(request).state()).isEqualTo(State.DONE);
    assertThat(name(reference)).isEqualTo("Wayan Sudarma");
    assertThat(world.sentTo(WORKER).getLast()).contains("sudah diperbaiki");
    assertThat(desk.answer(request, new Answer.Done(), "api:branch", T0))
        .isEqualTo(new Answered.NotOpen(State.DONE));
    assertThat(world.audit())
        .endsWith(
            "worker request.correction",
            "api:branch application.corrected_name",
            "api:branch request.done");
  }

  @Test
  void occupationAndVillageAreCorrectedToo() {
    String reference = world.register();
    String occupation = recorded(rights.correct(ask(reference, "c1"), Field.OCCUPATION, "ojek"));
    String village = recorded(rights.correct(ask(reference, "c2"), Field.VILLAGE, "5171011003"));
    assertThat(open())
        .extracting(Item::wanted)
        .contains(Optional.of("ojek"), Optional.of("Sesetan"));
    done(occupation);
    done(village);
    assertThat(rights.held(WORKER, reference).orElseThrow().occupation()).isEqualTo("ojek");
    assertThat(world.application(reference).village()).isEqualTo("Sesetan");
  }

  @Test
  void whatIsApprovedOrHasEndedIsNotCorrectedFromAPhone() {
    String approved = approved();
    assertThat(rights.correct(ask(approved, "c1"), Field.NAME, "X"))
        .isEqualTo(new Asked.Approved());
    assertThat(rights.correct(ask(OTHER, approved, "c2"), Field.NAME, "X"))
        .isEqualTo(new Asked.Gone());
    assertThat(rights.correct(ask(approved, "c1"), Field.NAME, "X"))
        .isEqualTo(new Asked.Approved());
    assertThat(rights.erase(ask(OTHER, approved, "c2"))).isEqualTo(new Asked.Gone());
    assertThat(world.count("subject_request")).isZero();
  }

  @Test
  void aReplayHasTheSameResultAndNoSecondEffect() throws Exception {
    String reference = world.register();
    int before = world.sent().size();
    try (var nodes = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked =
          nodes.invokeAll(
              java.util.Collections.<Callable<Asked>>nCopies(
                  8, () -> rights.withdraw(ask(reference, "same"))));
      Asked first = asked.getFirst().get();
      recorded(first);
      for (var one : asked) {
        assertThat(one.get()).isEqualTo(first);
      }
    }
    assertThat(world.count("subject_request")).isEqualTo(1);
    assertThat(world.sent()).hasSize(before + 2);
  }

  @Test
  void theSameIsAskedOnceUntilItIsAnswered() {
    String reference = world.register();
    String request = recorded(rights.correct(ask(reference, "c1"), Field.NAME, "A B"));
    assertThat(rights.correct(ask(reference, "c2"), Field.NAME, "C D"))
        .isEqualTo(new Asked.Waiting(request, DUE));
    recorded(rights.correct(ask(reference, "c3"), Field.OCCUPATION, "ojek"));
    desk.answer(request, new Answer.Refuse("beda dengan KTP"), "api:branch", T0);
    assertThat(world.sentTo(WORKER).getLast()).contains("beda dengan KTP");
    recorded(rights.correct(ask(reference, "c4"), Field.NAME, "C D"));
  }

  @Test
  void aWithdrawalEndsAnOpenApplicationAtOnceAndTellsItsAgent() {
    String reference = world.register();
    String code = world.agentCode();
    String correction = recorded(rights.correct(ask(reference, "c1"), Field.NAME, "A B"));
    String request = recorded(rights.withdraw(ask(reference, "w1")));
    assertThat(world.application(reference).status()).isEqualTo(Status.WITHDRAWN);
    assertThat(world.sentTo(AGENT).getLast()).contains("membatalkan", code);
    assertThat(world.sentTo(WORKER).getLast()).contains(request, "dicabut", "21/10 17.00 WITA");
    assertThat(rights.held(WORKER, reference).orElseThrow().consent().orElseThrow().withdrawn())
        .isTrue();
    assertThat(desk.answer(correction, new Answer.Done(), "api:branch", T0))
        .isEqualTo(new Answered.NotOpen(State.DROPPED));
    assertThat(world.sms(AGENT, "YA " + code, T0).getLast()).contains("sudah membatalkan");
    assertThat(world.deadlines.runDue(T0.plus(Duration.ofDays(2)))).isZero();
    done(request);
    assertThat(world.sentTo(WORKER).getLast()).contains("tidak diproses lagi");
    // and the worker may begin anew
    assertThat(world.register(world.registration("again"))).isInstanceOf(Registered.Done.class);
  }

  /** By SMS it is the same act as from the menu. */
  @Test
  void batalBySmsTakesTheConsentBack() {
    String reference = world.register();
    String correction = recorded(rights.correct(ask(reference, "c1"), Field.NAME, "A B"));
    world.sms(WORKER, "BATAL " + world.withdrawCode(), T0);
    assertThat(world.application(reference).status()).isEqualTo(Status.WITHDRAWN);
    assertThat(world.text("SELECT withdrawn_at::text FROM consent")).startsWith("2026-10-18");
    assertThat(rights.held(WORKER, reference).orElseThrow().consent().orElseThrow().withdrawn())
        .isTrue();
    assertThat(desk.answer(correction, new Answer.Done(), "api:branch", T0))
        .isEqualTo(new Answered.NotOpen(State.DROPPED));
    assertThat(world.audit()).contains("worker consent.withdrawn", "worker application.withdrawn");
  }

  @Test
  void aMembershipIsEndedByTheBranchOnly() {
    String reference = approved();
    Asked asked = rights.withdraw(ask(reference, "w1"));
    assertThat(asked).isInstanceOf(Asked.ByMember.class);
    assertThat(rights.withdraw(ask(reference, "w1"))).isEqualTo(asked);
    assertThat(world.count("subject_request")).isEqualTo(1);
    assertThat(world.application(reference).status()).isEqualTo(Status.APPROVED);
    assertThat(world.sentTo(WORKER).getLast()).contains("Kantor cabang menghentikan");
  }

  @Test
  void aCorrectionOfWhatEndedMeanwhileCanOnlyBeRefused() {
    String reference = world.register();
    String request = recorded(rights.correct(ask(reference, "c1"), Field.NAME, "A B"));
    world.sms(AGENT, "TOLAK " + world.agentCode() + " bukan warga", T0);
    assertThat(desk.answer(request, new Answer.Done(), "api:branch", T0))
        .isEqualTo(new Answered.ApplicationEnded());
    assertThat(open()).hasSize(1);
  }

  @Test
  void anErasureLeavesNothingOfThePersonButTheProofThatSomebodyAgreed() {
    String reference = world.register();
    recorded(rights.correct(ask(reference, "c1"), Field.NAME, "Wayan Sudarma"));
    String request = recorded(rights.erase(ask(reference, "e1")));
    assertThat(world.application(reference).status()).isEqualTo(Status.WITHDRAWN);
    assertThat(world.application(reference).nik()).isEqualTo("..0004");

    Item item = done(request);
    assertThat(item.state()).isEqualTo(State.DONE);
    assertThat(item.worker()).isEmpty();
    assertThat(world.sentTo(WORKER).getLast()).contains(request, "sudah dihapus");
    BranchDesk.Application left = world.application(reference);
    assertThat(left.nik()).isEqualTo("..0000");
    assertThat(left.worker()).isEmpty();
    assertThat(left.village()).isEqualTo("Pecatu");
    assertThat(rights.held(WORKER, reference)).isEmpty();
    assertThat(world.enrolment.mine(WORKER, 9)).isEmpty();
    assertThat(
            world.text("SELECT count(*)::text FROM subject_request WHERE value_sealed IS NOT NULL"))
        .isEqualTo("0");
    assertThat(world.text("SELECT text_version FROM consent")).isEqualTo("2026-11");
    assertThat(held(world.vault.lookup("phone", WORKER.digits()))).isZero();
    assertThat(held(world.vault.lookup("nik", NIK))).isZero();
    assertThat(world.audit()).contains("api:branch application.erased");
    // whoever applies anew is somebody new
    assertThat(world.register(world.registration("again"))).isInstanceOf(Registered.Done.class);
    assertThat(world.count("worker")).isEqualTo(2);
  }

  /** In how many rows a keyed hash stands, wherever one can. */
  private long held(byte[] lookup) {
    return world.jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT (SELECT count(*) FROM application WHERE phone_lookup = :l)
                      + (SELECT count(*) FROM worker WHERE nik_lookup = :l)
                      + (SELECT count(*) FROM subject_request WHERE phone_lookup = :l)
                      + (SELECT count(*) FROM act_code WHERE phone_lookup = :l)
                      + (SELECT count(*) FROM outbox WHERE to_lookup = :l)
                      + (SELECT count(*) FROM inbox WHERE from_lookup = :l)
                    """)
                .bind("l", lookup)
                .mapTo(Long.class)
                .one());
  }

  @Test
  void aMembersDataIsKeptAsTheLawDemandsAndTheyAreToldSo() {
    String reference = approved();
    String request = ((Asked.ByMember) rights.erase(ask(reference, "e1"))).request();
    assertThat(world.sentTo(WORKER).getLast()).contains("wajib disimpan");
    done(request);
    assertThat(world.sentTo(WORKER).getLast()).contains("tetap disimpan");
    assertThat(world.application(reference).nik()).isEqualTo("..0004");
    assertThat(erasure.erase(List.of(reference), "operator", T0))
        .isEqualTo(Map.of(reference, Erased.IN_PART));
  }

  @Test
  void oneWorkerOfAPhoneIsErasedAndTheOtherStays() {
    String reference = world.register();
    String other =
        ((Registered.Done)
                world.register(
                    world.registration(
                        "i2",
                        "5171991708900005",
                        Optional.of("Ketut Rai"),
                        Optional.empty(),
                        WORKER)))
            .reference();
    assertThat(erasure.of(WORKER)).containsExactlyInAnyOrder(reference, other);
    assertThat(erasure.named(reference)).contains(reference);
    erasure.erase(List.of(reference), "operator", T0);
    assertThat(erasure.of(WORKER)).containsExactly(other);
    assertThat(name(other)).isEqualTo("Ketut Rai");
    assertThat(erasure.erase(List.of(reference, "AAAAAA"), "operator", T0))
        .isEqualTo(Map.of(reference, Erased.BEFORE));
  }

  @Test
  void silenceOfTheBranchIsMarkedAndToldOnce() {
    String reference = world.register();
    String request = recorded(rights.erase(ask(reference, "e1")));
    assertThat(deadlines.runDue(DUE.minusMillis(1))).isZero();
    assertThat(deadlines.runDue(DUE)).isEqualTo(1);
    assertThat(open().getFirst().overdue()).isTrue();
    assertThat(world.sentTo(WORKER).getLast()).contains(request, "3x24 jam", "tetap berlaku");
    assertThat(world.audit()).endsWith("system request.overdue");
    assertThat(deadlines.runDue(DUE.plus(Duration.ofDays(9)))).isZero();
    done(request);
  }

  @Test
  void anAnswerStopsTheClock() {
    String reference = world.register();
    done(recorded(rights.withdraw(ask(reference, "w1"))));
    assertThat(deadlines.runDue(DUE.plus(Duration.ofDays(9)))).isZero();
  }

  @Test
  void pagesGoOnWhereTheyEnded() {
    String reference = world.register();
    recorded(rights.correct(ask(reference, "c1"), Field.NAME, "A B"));
    recorded(rights.correct(ask(reference, "c2"), Field.OCCUPATION, "ojek"));
    Page<Item> first =
        desk.list(new RequestDesk.Filter(Optional.empty(), Optional.empty(), 1, Optional.empty()));
    Page<Item> second =
        desk.list(
            new RequestDesk.Filter(
                Optional.empty(), Optional.empty(), 1, first.next().flatMap(Cursor::read)));
    assertThat(second.next()).isEmpty();
    assertThat(List.of(first.items().getFirst(), second.items().getFirst()))
        .extracting(Item::reference)
        .doesNotHaveDuplicates();
  }
}
