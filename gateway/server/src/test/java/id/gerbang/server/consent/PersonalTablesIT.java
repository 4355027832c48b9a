package id.gerbang.server.consent;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.NAME;
import static id.gerbang.server.enrolment.World.NIK;
import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.agent.AgentLetters;
import id.gerbang.server.agent.Candidates;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.claim.ClaimLetters;
import id.gerbang.server.claim.NewReport;
import id.gerbang.server.claim.PostgresReportDesk;
import id.gerbang.server.claim.ReportIntake;
import id.gerbang.server.claim.ReportTimes;
import id.gerbang.server.claim.Reported;
import id.gerbang.server.claim.Risk;
import id.gerbang.server.consent.Erasure.Erased;
import id.gerbang.server.enrolment.BranchDesk;
import id.gerbang.server.enrolment.Codes;
import id.gerbang.server.enrolment.Heir;
import id.gerbang.server.enrolment.Particulars;
import id.gerbang.server.enrolment.ShippedLetters;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.subscriber.Subscribers;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nothing of a person is forgotten, neither when they ask what is held nor when they ask to go. */
class PersonalTablesIT {
  private static final ZoneId WITA = ZoneId.of("Asia/Makassar");
  private static final Msisdn RELATIVE = new Msisdn("6281200020002");
  private static final Msisdn NEIGHBOUR = new Msisdn("6281200020003");
  private static final Msisdn CANDIDATE = new Msisdn("6281200010077");

  private final World world = new World();
  private final LetterWriter writer = new LetterWriter(ShippedLetters::book, WITA);
  private final ReportIntake intake =
      new ReportIntake(
          world.jdbi,
          world.vault,
          world.outbox,
          world.villages,
          world.agents,
          new Codes(new Random(11)),
          ReportTimes.R18,
          new ClaimLetters(writer));
  private final SubjectLetters letters = new SubjectLetters(writer);
  private final Erasure erasure = new Erasure(world.jdbi, world.vault, world.outbox, letters);
  private final HeldData held = new HeldData(world.jdbi, world.vault);
  private final Candidates candidates =
      new Candidates(world.jdbi, world.vault, world.outbox, world.agents, new AgentLetters(writer));

  private Set<String> personal() {
    return Set.copyOf(
        world.jdbi.<List<String>, RuntimeException>withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT DISTINCT table_name FROM information_schema.columns WHERE table_schema = 'public'
                          AND (column_name LIKE '%\\_sealed' OR column_name LIKE '%\\_lookup')
                        """)
                    .mapTo(String.class)
                    .list()));
  }

  @Test
  void eachTableWithSomethingOfAPersonIsExportedAndErased() {
    assertThat(HeldData.TABLES.keySet())
        .as("a table with a person in it: show it in HeldData, then name it in HeldData.TABLES")
        .containsExactlyInAnyOrderElementsOf(personal());
    assertThat(Erasure.TABLES.keySet())
        .as("a table with a person in it: clear it in Erasure, then name it in Erasure.TABLES")
        .containsExactlyInAnyOrderElementsOf(personal());
  }

  private String reported(Msisdn phone, Optional<String> nik, Msisdn relative, String intent) {
    return ((Reported.Done)
            intake.report(
                new NewReport(
                    phone,
                    Risk.ACCIDENT,
                    nik,
                    "5103052001",
                    Optional.of("tangga pura"),
                    LocalDate.of(2026, 10, 17),
                    Optional.of(relative),
                    Channel.USSD,
                    "id",
                    intent),
                T0))
        .reference();
  }

  private void decided(String report) {
    world.jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE risk_report SET stage = 'decided', next_deadline = NULL WHERE reference ="
                    + " ?",
                report));
  }

  /** The worker of the tests with all that can be held: heirs, a report, a language, counts. */
  private String everything() {
    String reference =
        ((id.gerbang.server.enrolment.Registered.Done)
                world.register(
                    world.registration(
                        "intent-1",
                        new Particulars(
                            Optional.empty(),
                            List.of(new Heir("Ni Luh Sari", Heir.Relation.SPOUSE)),
                            Optional.of(NEIGHBOUR),
                            false))))
            .reference();
    try (Subscribers subscribers = new Subscribers(world.jdbi, world.vault)) {
      subscribers.speaks(WORKER, "jv", T0);
    }
    world.sms(WORKER, "HALO", T0);
    world.sms(WORKER, "BATAL D7K2Q9", T0);
    return reference;
  }

  @Test
  @SuppressWarnings("unchecked")
  void theExportShowsAllOfIt() {
    String reference = everything();
    String own = reported(WORKER, Optional.of(NIK), RELATIVE, "r1");
    String others = reported(NEIGHBOUR, Optional.of(NIK), RELATIVE, "r2");
    Map<String, Object> document = held.of(WORKER, "operator", T0);
    assertThat(document.toString())
        .contains(reference, NIK, NAME, "Ni Luh Sari", "spouse", "tangga pura", own, others)
        .contains("language=jv", "shortAnswers=[{at=", "wrongCodes=[{tries=1");
    List<Map<String, Object>> reports = (List<Map<String, Object>>) document.get("reports");
    assertThat(one(reports, own))
        .containsEntry("roles", List.of("reporter", "affected"))
        .containsEntry("to_call", RELATIVE.digits());
    assertThat(one(reports, others))
        .containsEntry("roles", List.of("affected"))
        .containsEntry("nik", NIK)
        .doesNotContainKeys("phone", "to_call");
    assertThat(document.get("keptEvenWhenErasureIsAsked").toString())
        .contains("report " + own, "not decided");
    assertThat(held.of(NEIGHBOUR, "operator", T0).get("helped").toString()).contains(reference);
    // whom a report names to call sees that, and not whom it happened to
    assertThat(held.of(RELATIVE, "operator", T0).get("reports").toString())
        .contains("to_call=" + RELATIVE.digits())
        .doesNotContain(NIK, "tangga", NEIGHBOUR.digits());
  }

  private static Map<String, Object> one(List<Map<String, Object>> reports, String reference) {
    return reports.stream()
        .filter(report -> report.get("reference").equals(reference))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void afterAnErasureNoTableKnowsThePhoneOrTheNik() {
    String reference = everything();
    String own = reported(WORKER, Optional.of(NIK), RELATIVE, "r1");
    String others = reported(NEIGHBOUR, Optional.of(NIK), WORKER, "r2");
    decided(own);
    decided(others);

    Erasure.OfPhone rehearsed = erasure.erase(WORKER, "operator", T0, true);
    assertThat(world.application(reference).nik()).isEqualTo("..0004");
    Erasure.OfPhone erased = erasure.erase(WORKER, "operator", T0, false);
    assertThat(erased).isEqualTo(rehearsed);
    assertThat(erased.applications()).isEqualTo(Map.of(reference, Erased.WHOLLY));
    assertThat(erased.kept()).isEmpty();
    assertThat(erased.beside())
        .contains("report " + own, "report " + others, "the language of the menus");
    assertThat(where(world.vault.lookup("phone", WORKER.digits())))
        .containsExactlyInAnyOrder("puzzled.phone_lookup", "wrong_try.phone_lookup"); // 2 h
    assertThat(where(world.vault.lookup("nik", NIK))).isEmpty();
    assertThat(world.count("heir")).isZero();
    // the branch's figures stay, and the neighbour's own part
    assertThat(world.count("risk_report WHERE day = '2026-10-17'")).isEqualTo(2);
    assertThat(held.of(NEIGHBOUR, "operator", T0).get("reports").toString())
        .contains(others)
        .doesNotContain(WORKER.digits(), "tangga");
    assertThat(erasure.erase(WORKER, "operator", T0, false).isEmpty()).isTrue();
  }

  /** Each column in which a keyed hash stands. */
  private List<String> where(byte[] lookup) {
    List<String> found = new ArrayList<>();
    world.jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT table_name, column_name FROM information_schema.columns
                    WHERE table_schema = 'public' AND column_name LIKE '%\\_lookup'
                    """)
                .map((row, _) -> List.of(row.getString(1), row.getString(2)))
                .forEach(
                    at -> {
                      long rows =
                          handle
                              .createQuery(
                                  "SELECT count(*) FROM %s WHERE %s = :l"
                                      .formatted(at.get(0), at.get(1)))
                              .bind("l", lookup)
                              .mapTo(Long.class)
                              .one();
                      if (rows > 0) {
                        found.add(at.get(0) + "." + at.get(1));
                      }
                    }));
    return found;
  }

  @Test
  void aReportIsKeptUntilItIsDecidedAndWhoAskedIsToldSo() {
    String reference = everything();
    String report = reported(WORKER, Optional.of(NIK), RELATIVE, "r1");
    SubjectRights rights =
        new SubjectRights(
            world.jdbi, world.vault, world.outbox, new Codes(new Random(9))::next, letters, WITA);
    Asked asked =
        rights.erase(new SubjectRights.Ask(WORKER, reference, Channel.USSD, "id", "e1", T0));
    RequestDesk desk =
        new PostgresRequestDesk(
            world.jdbi, world.vault, world.outbox, letters, erasure, world.villages);
    desk.answer(
        ((Asked.Recorded) asked).request(), new RequestDesk.Answer.Done(), "api:branch", T0);
    assertThat(world.sentTo(WORKER).getLast()).contains("laporan musibah sampai diputuskan");

    assertThat(erasure.erase(WORKER, "operator", T0, false).kept())
        .containsExactly(new Kept("report " + report, Kept.Why.CLAIM_OPEN));
    assertThat(
            new PostgresReportDesk(world.jdbi, world.vault, world.outbox, new ClaimLetters(writer))
                .find(report))
        .isPresent();
    decided(report);
    assertThat(erasure.erase(WORKER, "operator", T0, false).beside())
        .containsExactly("report " + report);
    assertThat(world.audit()).contains("operator report.erased");
  }

  @Test
  void whoErasesOneApplicationIsToldOfTheReportToo() {
    String reference = everything();
    reported(NEIGHBOUR, Optional.of(NIK), RELATIVE, "r1");
    assertThat(erasure.erase(List.of(reference), "operator", T0))
        .isEqualTo(Map.of(reference, Erased.ALL_BUT_REPORTS));
  }

  @Test
  void aMembersDecidedReportStaysWithTheMembership() {
    String reference = world.register();
    world.sms(AGENT, "YA " + world.agentCode(), T0);
    world.desk.decide(reference, new BranchDesk.Decision.Approve("BPU-1"), "api:branch", T0);
    String report = reported(WORKER, Optional.of(NIK), RELATIVE, "r1");
    decided(report);
    Erasure.OfPhone erased = erasure.erase(WORKER, "operator", T0, false);
    assertThat(erased.applications()).isEqualTo(Map.of(reference, Erased.IN_PART));
    assertThat(erased.kept()).containsExactly(new Kept("report " + report, Kept.Why.MEMBERS_CLAIM));
  }

  @Test
  void aCandidateGoesAndAnAgentIsKept() {
    candidates.apply(
        new Candidates.Candidate(
            CANDIDATE, "Nyoman Sari", "5103052001", new ConsentToken("2026-11", "id", "ussd", T0)),
        "id",
        "i",
        T0);
    assertThat(held.of(CANDIDATE, "operator", T0).get("agent").toString())
        .contains("Nyoman Sari", "consented_at", "text_version");
    assertThat(erasure.erase(CANDIDATE, "operator", T0, false).beside())
        .containsExactly("candidate CLA000");
    assertThat(where(world.vault.lookup("phone", CANDIDATE.digits()))).isEmpty();
    assertThat(world.count("agent_candidate WHERE withdrawn_at IS NOT NULL")).isEqualTo(1);
    assertThat(erasure.erase(AGENT, "operator", T0, false).kept())
        .containsExactly(new Kept("agent PRS001", Kept.Why.AGENT));
  }
}
