package id.gerbang.server.agent;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.engine.text.Gsm7;
import id.gerbang.server.agent.AgentDesk.Change;
import id.gerbang.server.agent.AgentDesk.Changed;
import id.gerbang.server.agent.AgentDesk.NewAgent;
import id.gerbang.server.agent.AgentDesk.NewCertificate;
import id.gerbang.server.agent.AgentDesk.Served;
import id.gerbang.server.agent.AgentDesk.Service;
import id.gerbang.server.agent.AgentDesk.Status;
import id.gerbang.server.agent.AgentDesk.Type;
import id.gerbang.server.agent.AgentDesk.Unfit;
import id.gerbang.server.agent.AgentDesk.Validity;
import id.gerbang.server.enrolment.AgentEntries;
import id.gerbang.server.enrolment.Entered;
import id.gerbang.server.enrolment.ShippedLetters;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** R2, R3: each step of an agent's life, and those that there are not. */
class AgentLifeIT {
  private static final ZoneId WITA = ZoneId.of("Asia/Makassar");
  private static final LocalDate EXPIRES = LocalDate.of(2027, 5, 31);
  private static final NewCertificate CERTIFICATE = new NewCertificate("BNSP-77", EXPIRES);
  private static final String PECATU = "5103052001";
  private static final String SESETAN = "5171011003";

  private final World world = new World();
  private final AgentLetters letters =
      new AgentLetters(new LetterWriter(ShippedLetters::book, WITA));
  private final AgentDesk desk =
      new PostgresAgentDesk(
          world.jdbi, world.vault, world.outbox, world.villages, world.agents, letters);
  private final Certificates certificates =
      new Certificates(world.jdbi, world.vault, world.outbox, letters);

  private Changed to(String code, Status status, Instant at) {
    return desk.change(
        code, new Change(status, "alasan", Optional.empty(), Optional.empty()), "api:branch", at);
  }

  private Changed certified(String code, Status status, NewCertificate certificate, Instant at) {
    return desk.change(
        code,
        new Change(status, "sertifikat", Optional.of(certificate), Optional.empty()),
        "api:branch",
        at);
  }

  private static Msisdn phone(int number) {
    return new Msisdn("62812000002" + (100 + number));
  }

  /** Brings a new agent by allowed steps into a status. */
  private String agentIn(Status status, int number) {
    String code = "CLB" + (100 + number);
    desk.add(
        new NewAgent(code, "Nyoman Sari", phone(number), PECATU, Status.CANDIDATE),
        "api:branch",
        T0);
    if (EnumSet.of(Status.CERTIFIED, Status.ACTIVE, Status.SUSPENDED).contains(status)) {
      certified(code, Status.CERTIFIED, CERTIFICATE, T0);
    }
    if (EnumSet.of(Status.ACTIVE, Status.SUSPENDED).contains(status)) {
      to(code, Status.ACTIVE, T0);
    }
    if (EnumSet.of(Status.SUSPENDED, Status.ENDED).contains(status)) {
      to(code, status, T0);
    }
    assertThat(desk.find(code, T0).orElseThrow().agent().status()).isEqualTo(status);
    return code;
  }

  @Test
  void everyStepThatThereIsIsTakenAndNoOther() {
    int number = 0;
    for (Status from : Status.values()) {
      for (Status next : Status.values()) {
        String code = agentIn(from, ++number);
        int sent = world.sentTo(phone(number)).size();
        int steps = desk.find(code, T0).orElseThrow().history().size();
        Changed changed =
            next == Status.CERTIFIED ? certified(code, next, CERTIFICATE, T0) : to(code, next, T0);
        AgentDesk.Details after = desk.find(code, T0).orElseThrow();
        if (from.next().contains(next) || (from == next && next == Status.CERTIFIED)) {
          assertThat(changed).as("%s to %s", from, next).isEqualTo(new Changed.Done(after));
          assertThat(after.agent().status()).isEqualTo(next);
          assertThat(after.history()).hasSize(steps + 1);
          assertThat(world.sentTo(phone(number))).hasSize(sent + 1);
          assertThat(Gsm7.septets(world.sentTo(phone(number)).getLast())).isLessThan(306);
        } else {
          assertThat(changed).as("%s to %s", from, next).isEqualTo(new Changed.NotAllowed(from));
          assertThat(after.agent().status()).isEqualTo(from);
          assertThat(after.history()).hasSize(steps);
          assertThat(world.sentTo(phone(number))).hasSize(sent);
        }
      }
    }
    assertThat(to("PRS777", Status.ENDED, T0)).isEqualTo(new Changed.Unknown());
  }

  @Test
  void eachStepIsWrittenWithWhoWhenAndWhyAndStays() {
    Instant later = T0.plusSeconds(60);
    desk.change(
        "PRS001",
        new Change(Status.SUSPENDED, "Kas kurang", Optional.empty(), Optional.empty()),
        "api:branch",
        later);
    assertThat(desk.find("PRS001", later).orElseThrow().history())
        .containsExactly(
            new AgentDesk.Step(
                later,
                "api:branch",
                Optional.of(Status.ACTIVE),
                Status.SUSPENDED,
                Optional.of("Kas kurang"),
                Optional.empty()));
    assertThat(world.audit()).last().isEqualTo("api:branch agent.suspended");
    assertThat(world.sentTo(AGENT).getLast())
        .contains("PRS001", "dinonaktifkan: Kas kurang", "kantor cabang Denpasar");
    assertThat(world.sms(AGENT, "REKAP", later).getFirst()).contains("tidak aktif", "Hubungi");
    assertThat(world.entries.mayEnter(AGENT, later))
        .isEqualTo(new AgentEntries.Right.Not(new Entered.NotActive()));
    assertThat(world.agents.propose(SESETAN, later)).get().extracting("code").isEqualTo("PRS002");
    for (String hand :
        List.of(
            "UPDATE agent_change SET who = 'nobody'",
            "UPDATE agent_change SET reason_sealed = 'x'",
            "DELETE FROM agent_change")) {
      assertThatThrownBy(() -> world.jdbi.useHandle(handle -> handle.execute(hand)))
          .hasMessageContaining("stays as it was written");
    }
    to("PRS001", Status.ACTIVE, later);
    assertThat(world.entries.mayEnter(AGENT, later)).isEqualTo(new AgentEntries.Right.May());
    assertThat(world.agents.propose(SESETAN, later)).get().extracting("code").isEqualTo("PRS001");
  }

  @Test
  void aCandidateIsCertifiedOnlyWithACertificateThatHoldsAndMayGetTheAgentsCode() {
    String number = agentIn(Status.CANDIDATE, 1);
    assertThat(to(number, Status.CERTIFIED, T0)).isEqualTo(new Changed.Wrong(Unfit.NO_CERTIFICATE));
    NewCertificate old = new NewCertificate("BNSP-1", LocalDate.of(2026, 10, 17));
    assertThat(certified(number, Status.CERTIFIED, old, T0))
        .isEqualTo(new Changed.Wrong(Unfit.CERTIFICATE));
    Change taken =
        new Change(Status.CERTIFIED, "lulus", Optional.of(CERTIFICATE), Optional.of("PRS001"));
    assertThat(desk.change(number, taken, "api:branch", T0)).isEqualTo(new Changed.CodeTaken());
    Change given =
        new Change(Status.CERTIFIED, "lulus", Optional.of(CERTIFICATE), Optional.of("PRS010"));
    assertThat(desk.change(number, given, "api:branch", T0)).isInstanceOf(Changed.Done.class);
    assertThat(desk.find(number, T0)).isEmpty();
    AgentDesk.Details agent = desk.find("PRS010", T0).orElseThrow();
    assertThat(agent.agent().name()).isEqualTo("Nyoman Sari");
    assertThat(agent.candidateNumber()).contains(number);
    assertThat(agent.history())
        .extracting(AgentDesk.Step::became)
        .containsExactly(Status.CANDIDATE, Status.CERTIFIED);
    assertThat(agent.agent().certificate())
        .contains(new AgentDesk.Certificate("BNSP-77", EXPIRES, Validity.VALID));
    assertThat(world.agents.byPhone(phone(1)).orElseThrow().code()).isEqualTo("PRS010");
    assertThat(world.sentTo(phone(1)).getLast()).contains("PRS010", "31 Mei 2027", "Belum aktif");
    Change again = new Change(Status.ACTIVE, "lulus", Optional.empty(), Optional.of("PRS011"));
    assertThat(desk.change("PRS010", again, "api:branch", T0))
        .isEqualTo(new Changed.Wrong(Unfit.CODE));
  }

  /** By the day of the branch: 16:00 UTC is midnight in Denpasar. */
  @Test
  void whoseCertificateRunsOutIsWarnedOnceAndTakesNoNewWork() {
    String code = agentIn(Status.ACTIVE, 1);
    Instant end = Instant.parse("2027-05-31T16:00:00Z");
    Instant warning = end.minus(Duration.ofDays(30));
    assertThat(certificates.runDue(warning.minusMillis(1))).isZero();
    assertThat(certificates.runDue(warning)).isEqualTo(1);
    assertThat(certificates.runDue(warning.plusSeconds(60))).isZero();
    assertThat(world.sentTo(phone(1)).getLast()).contains("berakhir 31 Mei 2027", "Perpanjang");
    assertThat(validity(code, warning)).isEqualTo(Validity.EXPIRING);
    assertThat(world.entries.mayEnter(phone(1), end.minusMillis(1)))
        .isEqualTo(new AgentEntries.Right.May());
    assertThat(world.entries.mayEnter(phone(1), end))
        .isEqualTo(new AgentEntries.Right.Not(new Entered.CertificateExpired(EXPIRES)));
    assertThat(certificates.runDue(end)).isEqualTo(1);
    assertThat(certificates.runDue(end.plusSeconds(60))).isZero();
    assertThat(world.sentTo(phone(1)).getLast()).contains("sampai diperpanjang");
    assertThat(validity(code, end)).isEqualTo(Validity.EXPIRED);
    assertThat(desk.find(code, end).orElseThrow().agent().takesWork()).isFalse();
    assertThat(world.agents.byCode(code).orElseThrow().takesWork(end.minusMillis(1))).isTrue();
    assertThat(world.agents.activeIn(PECATU, end))
        .extracting(AgentDirectory.Agent::code)
        .containsExactly("PRS002");
    assertThat(
            world.sms(
                phone(1),
                "DAFTAR#5171991708900004#WAYAN SUDARMA#17081990#PECATU#PETANI#1000000#081200010009",
                end))
        .containsExactly(
            "Sertifikat BNSP Anda berakhir 31 Mei 2027, jadi tidak ada yang berubah. Perpanjang,"
                + " lalu bawa ke kantor cabang.");

    NewCertificate renewed = new NewCertificate("BNSP-78", LocalDate.of(2030, 5, 31));
    assertThat(certified(code, Status.ACTIVE, renewed, end)).isInstanceOf(Changed.Done.class);
    assertThat(world.entries.mayEnter(phone(1), end)).isEqualTo(new AgentEntries.Right.May());
    assertThat(certificates.runDue(end)).isZero();
    assertThat(certificates.runDue(Instant.parse("2030-05-31T16:00:00Z"))).isEqualTo(1);
  }

  private Validity validity(String code, Instant at) {
    return desk.find(code, at).orElseThrow().agent().certificate().orElseThrow().validity();
  }

  @Test
  void whoWasSuspendedComesBackOnlyWithACertificateThatHolds() {
    String code = agentIn(Status.SUSPENDED, 1);
    Instant late = Instant.parse("2027-06-02T00:00:00Z");
    assertThat(to(code, Status.ACTIVE, late)).isEqualTo(new Changed.Wrong(Unfit.CERTIFICATE));
    assertThat(desk.find(code, late).orElseThrow().agent().status()).isEqualTo(Status.SUSPENDED);
    NewCertificate renewed = new NewCertificate("BNSP-78", LocalDate.of(2030, 5, 31));
    assertThat(certified(code, Status.ACTIVE, renewed, late)).isInstanceOf(Changed.Done.class);
  }

  @Test
  void whoHasEndedMayBeginAnewWithTheSamePhone() {
    String code = agentIn(Status.ENDED, 1);
    assertThat(world.sms(phone(1), "REKAP", T0).getFirst()).contains("tidak aktif");
    assertThat(
            desk.add(
                new NewAgent("PRS011", "Nyoman Sari", phone(1), PECATU, Status.ACTIVE),
                "api:branch",
                T0))
        .isInstanceOf(AgentDesk.Added.Done.class);
    assertThat(world.agents.byPhone(phone(1)).orElseThrow().code()).isEqualTo("PRS011");
    assertThat(world.sms(phone(1), "REKAP", T0).getFirst()).contains("Bulan ini");
    assertThat(to(code, Status.ACTIVE, T0)).isEqualTo(new Changed.NotAllowed(Status.ENDED));
  }

  @Test
  void villagesAndMarketsServedLeadToTheAgent() {
    long market = market("Pasar Sesetan");
    desk.add(
        new NewAgent(
            "AAA001",
            "Putu Manik",
            phone(1),
            "Ubung Kaja",
            Status.ACTIVE,
            Type.MARKET_MANAGER,
            Optional.of(market),
            List.of("Pecatu"),
            List.of(),
            Optional.of(CERTIFICATE)),
        "api:branch",
        T0);
    // who is of a village comes before who serves it, whatever the codes
    assertThat(codes(PECATU)).containsExactly("PRS002", "AAA001");
    assertThat(codes(SESETAN)).containsExactly("PRS001", "AAA001");
    to("PRS001", Status.SUSPENDED, T0);
    assertThat(world.agents.propose(SESETAN, T0)).get().extracting("code").isEqualTo("AAA001");
    assertThat(
            desk.list(
                    new AgentDesk.Filter(
                        Optional.empty(),
                        Optional.of("Pecatu"),
                        Optional.empty(),
                        Optional.empty(),
                        50,
                        Optional.empty()),
                    T0)
                .items())
        .extracting(AgentDesk.Agent::code)
        .containsExactly("AAA001", "PRS002");
    assertThat(
            desk.list(
                    new AgentDesk.Filter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(market),
                        Optional.of(Type.MARKET_MANAGER),
                        50,
                        Optional.empty()),
                    T0)
                .items())
        .extracting(AgentDesk.Agent::code)
        .containsExactly("AAA001");

    Service none =
        new Service(Optional.empty(), Optional.empty(), Optional.of(List.of()), Optional.empty());
    assertThat(desk.serve("AAA001", none, "api:branch", T0)).isInstanceOf(Served.Done.class);
    assertThat(codes(PECATU)).containsExactly("PRS002");
    assertThat(serve(List.of("Nowhere"))).isEqualTo(new Served.Wrong(Unfit.VILLAGES));
    Service noMarket =
        new Service(
            Optional.of(Type.BANK_AGENT),
            Optional.empty(),
            Optional.empty(),
            Optional.of(List.of(market("Bumdes Pecatu"))));
    assertThat(desk.serve("AAA001", noMarket, "api:branch", T0))
        .isEqualTo(new Served.Wrong(Unfit.MARKETS));
    assertThat(desk.find("AAA001", T0).orElseThrow().agent().type()).isEqualTo(Type.MARKET_MANAGER);
  }

  private Served serve(List<String> villages) {
    return desk.serve(
        "AAA001",
        new Service(Optional.empty(), Optional.empty(), Optional.of(villages), Optional.empty()),
        "api:branch",
        T0);
  }

  private List<String> codes(String village) {
    return world.agents.activeIn(village, T0).stream().map(AgentDirectory.Agent::code).toList();
  }

  private long market(String name) {
    return Long.parseLong(
        world.text("SELECT id::text FROM institution WHERE name = '" + name + "'"));
  }

  /** Either an entry comes first and counts, or it is refused; and a step is taken once. */
  @Test
  void atOnceIsOnceAndOneAfterTheOther() throws Exception {
    List<Callable<Object>> acts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      acts.add(() -> to("PRS001", Status.SUSPENDED, T0));
      String nik = "51719917089002%02d".formatted(i);
      String daftar =
          "DAFTAR#" + nik + "#WAYAN SUDARMA#17081990#SESETAN#PETANI#1000000#08120001020" + i;
      acts.add(() -> world.sms(AGENT, daftar, T0));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var act : threads.invokeAll(acts)) {
        act.get();
      }
    }
    assertThat(world.count("agent_change WHERE agent = 'PRS001'")).isEqualTo(1);
    long told =
        world.sentTo(AGENT).stream().filter(words -> words.contains("dinonaktifkan")).count();
    assertThat(told).isEqualTo(1);
    Set<String> answers = Set.copyOf(world.sentTo(AGENT));
    assertThat(answers.stream().filter(words -> words.startsWith("Tercatat no.")).count())
        .isEqualTo(world.count("agent_entry"));
  }
}
