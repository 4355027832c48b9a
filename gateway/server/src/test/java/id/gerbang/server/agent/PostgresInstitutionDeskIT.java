package id.gerbang.server.agent;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.server.agent.InstitutionDesk.Filter;
import id.gerbang.server.agent.InstitutionDesk.Kind;
import id.gerbang.server.agent.InstitutionDesk.Mou;
import id.gerbang.server.agent.InstitutionDesk.MouEnded;
import id.gerbang.server.agent.InstitutionDesk.MouMade;
import id.gerbang.server.agent.InstitutionDesk.NewInstitution;
import id.gerbang.server.agent.InstitutionDesk.NewMou;
import id.gerbang.server.agent.InstitutionDesk.Standing;
import id.gerbang.server.agent.InstitutionDesk.Work;
import id.gerbang.server.enrolment.AgentEntries;
import id.gerbang.server.enrolment.Entered;
import id.gerbang.server.enrolment.World;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** R13, R14: the MoU in force decides, and the others stay. */
class PostgresInstitutionDeskIT {
  private static final String SESETAN = "5171011003";
  private static final LocalDate DAY = LocalDate.of(2026, 10, 18);

  private final World world = new World();
  private final InstitutionDesk desk =
      new PostgresInstitutionDesk(
          world.jdbi, world.vault, world.villages, world.agents, ZoneId.of("Asia/Makassar"));
  private final long bumdes =
      Long.parseLong(world.text("SELECT id::text FROM institution WHERE name = 'Bumdes Sesetan'"));

  private Mou first() {
    return desk.mous(bumdes, T0).orElseThrow().getFirst();
  }

  private boolean allows(String work, Instant at) {
    return world.jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT mou_allows(?, ?, ?, 'Asia/Makassar')")
                .bind(0, bumdes)
                .bind(1, work)
                .bind(2, at)
                .mapTo(Boolean.class)
                .one());
  }

  private Mou made(Set<Work> works, LocalDate from, LocalDate until) {
    return ((MouMade.Done)
            desk.make(bumdes, new NewMou("Desa Sesetan", works, from, until), "api:branch", T0))
        .mou();
  }

  @Test
  void anEndedMouAllowsNothingAndTheNextOneDoes() {
    assertThat(first().standing()).isEqualTo(Standing.IN_FORCE);
    assertThat(allows("registration", T0) && allows("collection", T0)).isTrue();
    MouEnded ended = desk.end(bumdes, first().id(), "Pengurus berganti", "api:branch", T0);
    assertThat(ended).isEqualTo(new MouEnded.Done(first()));
    assertThat(first().standing()).isEqualTo(Standing.TERMINATED);
    assertThat(first().reason()).contains("Pengurus berganti");
    assertThat(desk.end(bumdes, first().id(), "lagi", "api:branch", T0))
        .isEqualTo(new MouEnded.Over(first()));
    assertThat(allows("collection", T0.minusMillis(1))).isTrue();
    assertThat(allows("registration", T0) || allows("collection", T0)).isFalse();
    assertThat(world.entries.mayEnter(AGENT, T0))
        .isEqualTo(new AgentEntries.Right.Not(new Entered.MouExpired("Bumdes Sesetan", DAY)));
    // a worker of the village is proposed another agent, who asks for help still finds this one
    assertThat(world.agents.propose(SESETAN, T0)).get().extracting("code").isEqualTo("PRS002");
    assertThat(world.agents.nearest(SESETAN, T0)).get().extracting("code").isEqualTo("PRS001");

    assertThat(made(EnumSet.of(Work.COLLECTION), DAY, DAY.plusDays(30)).standing())
        .isEqualTo(Standing.IN_FORCE);
    assertThat(allows("collection", T0)).isTrue();
    assertThat(world.entries.mayEnter(AGENT, T0))
        .as("its scope has no registration")
        .isInstanceOf(AgentEntries.Right.Not.class);
    made(EnumSet.of(Work.REGISTRATION), DAY, DAY.plusDays(1));
    assertThat(world.entries.mayEnter(AGENT, T0)).isEqualTo(new AgentEntries.Right.May());
    assertThat(world.agents.propose(SESETAN, T0)).get().extracting("code").isEqualTo("PRS001");
    // by the branch's day: midnight in Denpasar is 16:00 UTC
    Instant over = Instant.parse("2026-10-19T16:00:00Z");
    assertThat(allows("registration", over.minusMillis(1))).isTrue();
    assertThat(allows("registration", over)).isFalse();
    assertThat(world.agents.propose(SESETAN, over)).get().extracting("code").isEqualTo("PRS002");
    assertThat(desk.mous(bumdes, over).orElseThrow())
        .extracting(Mou::standing)
        .containsExactly(Standing.TERMINATED, Standing.IN_FORCE, Standing.EXPIRED);
    assertThat(world.audit())
        .containsExactly("api:branch mou.ended", "api:branch mou.made", "api:branch mou.made");
  }

  @Test
  void aBodyWithoutAnyMouIsToldSo() {
    world.jdbi.useHandle(handle -> handle.execute("DELETE FROM mou WHERE institution = ?", bumdes));
    assertThat(world.entries.mayEnter(AGENT, T0))
        .isEqualTo(new AgentEntries.Right.Not(new Entered.NoMou("Bumdes Sesetan")));
    assertThat(
            world.sms(
                AGENT,
                "DAFTAR#5171991708900004#WAYAN"
                    + " SUDARMA#17081990#SESETAN#PETANI#1000000#081200010009",
                T0))
        .containsExactly(
            "Belum ada MoU Bumdes Sesetan untuk mendaftarkan pekerja, jadi tidak ada yang berubah."
                + " Hubungi kantor cabang.");
    made(EnumSet.allOf(Work.class), DAY.plusDays(1), DAY.plusDays(9));
    assertThat(first().standing()).isEqualTo(Standing.UPCOMING);
    assertThat(world.entries.mayEnter(AGENT, T0))
        .isEqualTo(new AgentEntries.Right.Not(new Entered.NoMou("Bumdes Sesetan")));
    assertThat(world.entries.mayEnter(AGENT, T0.plus(Duration.ofHours(8))))
        .isEqualTo(new AgentEntries.Right.May());
  }

  @Test
  void aTermIsNeverChanged() {
    for (String hand :
        List.of(
            "UPDATE mou SET until_day = until_day + 1",
            "UPDATE mou SET works = ARRAY['collection']",
            "UPDATE mou SET party = 'x'")) {
      assertThatThrownBy(() -> world.jdbi.useHandle(handle -> handle.execute(hand)))
          .hasMessageContaining("only its end is written");
    }
  }

  @Test
  void institutionsAreAddedOnceAndListedByPages() {
    NewInstitution market =
        new NewInstitution("Pasar Pecatu", Kind.MARKET, Optional.of("pecatu"), Optional.empty());
    var added = (InstitutionDesk.Added.Done) desk.add(market, "api:branch", T0);
    assertThat(added.institution().branch()).contains("DPS");
    assertThat(added.institution().allowed()).isEmpty();
    assertThat(desk.add(market, "api:branch", T0)).isEqualTo(new InstitutionDesk.Added.NameTaken());
    assertThat(
            desk.add(
                new NewInstitution("X", Kind.BANK, Optional.empty(), Optional.of("JKT")),
                "api:branch",
                T0))
        .isEqualTo(new InstitutionDesk.Added.UnknownBranch());
    assertThat(
            desk.add(
                new NewInstitution("X", Kind.BANK, Optional.of("Nowhere"), Optional.empty()),
                "api:branch",
                T0))
        .isEqualTo(new InstitutionDesk.Added.UnknownVillage());
    var page =
        desk.list(new Filter(Optional.of(Kind.MARKET), Optional.empty(), 2, Optional.empty()), T0);
    assertThat(page.items())
        .extracting(InstitutionDesk.Institution::name)
        .containsExactly("Pasar Sesetan", "Pasar Badung");
    assertThat(
            desk.list(
                    new Filter(
                        Optional.of(Kind.MARKET),
                        Optional.empty(),
                        2,
                        page.next().map(Long::parseLong)),
                    T0)
                .items())
        .extracting(InstitutionDesk.Institution::name)
        .containsExactly("Pasar Pecatu");
    assertThat(desk.mous(999, T0)).isEmpty();
    assertThat(
            desk.make(
                999, new NewMou("P", EnumSet.of(Work.COLLECTION), DAY, DAY), "api:branch", T0))
        .isEqualTo(new MouMade.Unknown());
    assertThat(desk.end(added.institution().id(), first().id(), "x", "api:branch", T0))
        .as("another institution's")
        .isEqualTo(new MouEnded.Unknown());
  }
}
