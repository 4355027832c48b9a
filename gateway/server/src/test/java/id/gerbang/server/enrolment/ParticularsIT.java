package id.gerbang.server.enrolment;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.NIK;
import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.agent.Institutions;
import id.gerbang.server.enrolment.Heir.Relation;
import id.gerbang.server.subscriber.Msisdn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Heirs, markets and phones that are not the worker's own. */
class ParticularsIT {
  private static final Msisdn NEIGHBOUR = new Msisdn("6281200010077");

  private final World world = new World();
  private final Institutions institutions =
      new Institutions(world.jdbi, world.villages, java.time.ZoneId.of("Asia/Makassar"));

  private String register(Particulars particulars) {
    Registered outcome = world.register(world.registration("one", particulars));
    return ((Registered.Done) outcome).reference();
  }

  private static Particulars heirs(Heir... heirs) {
    return new Particulars(Optional.empty(), List.of(heirs), Optional.empty(), false);
  }

  @Test
  void heirsAreKeptInTheirOrderSealedAndShownMasked() {
    String reference =
        register(
            heirs(
                new Heir("Ketut Danayasa", Relation.CHILD),
                new Heir("Luh Danayasa", Relation.SPOUSE)));
    assertThat(world.application(reference).heirs())
        .containsExactly(
            new Heir("Ketut D*****", Relation.CHILD), new Heir("Luh D*****", Relation.SPOUSE));
    List<String> sealed =
        world.jdbi.withHandle(
            handle ->
                handle
                    .createQuery("SELECT name_sealed FROM heir")
                    .map((row, _) -> new String(row.getBytes(1), StandardCharsets.ISO_8859_1))
                    .list());
    assertThat(sealed).hasSize(2).noneMatch(name -> name.contains("Danayasa"));
    assertThat(heirs(new Heir("Ketut Danayasa", Relation.CHILD)).toString())
        .doesNotContain("Danayasa");
  }

  @Test
  void aReplayAddsNoHeir() {
    Particulars one = heirs(new Heir("Ketut Danayasa", Relation.CHILD));
    register(one);
    register(one);
    assertThat(world.count("heir")).isEqualTo(1);
    assertThat(world.application(register(one)).heirs()).hasSize(1);
  }

  @Test
  void mostHaveNothingParticular() {
    BranchDesk.Application application = world.application(world.register());
    assertThat(application.heirs()).isEmpty();
    assertThat(application.institution()).isEmpty();
    assertThat(application.phoneBorrowed()).isFalse();
  }

  @Test
  void aTraderFindsTheBodiesOfTheVillageAndThenTheMarketsOfTheBranch() {
    assertThat(names("5171011003"))
        .containsExactly("Bumdes Sesetan", "Pasar Sesetan", "Pasar Badung");
    assertThat(names("5103052001"))
        .containsExactly("Bumdes Pecatu", "Pasar Badung", "Pasar Sesetan");
    assertThat(names("nowhere")).isEmpty();
    Institutions.Institution market = institutions.near("5103052001", 30, World.T0).get(1);
    String reference =
        register(new Particulars(Optional.of(market.id()), List.of(), Optional.empty(), false));
    assertThat(world.application(reference).institution()).contains("Pasar Badung");
  }

  /** R4, R14: by the day of the branch, in whose zone a day begins eight hours before UTC's. */
  @Test
  void aBodyWhoseMouHasEndedIsNotOffered() {
    world.jdbi.useHandle(
        handle -> {
          handle.execute("DELETE FROM mou WHERE party = 'Pasar Sesetan'");
          handle.execute(
              "INSERT INTO mou (institution, party, works, from_day, until_day, made_at, made_by)"
                  + " SELECT id, name, ARRAY['registration'], '2026-01-01', '2026-10-18', now(),"
                  + " 'test' FROM institution WHERE name = 'Pasar Sesetan'");
        });
    assertThat(names("5171011003")).contains("Pasar Sesetan");
    java.time.Instant midnight = java.time.Instant.parse("2026-10-18T16:00:00Z"); // WITA
    assertThat(institutions.near("5171011003", 30, midnight.minusMillis(1))).hasSize(3);
    assertThat(institutions.near("5171011003", 30, midnight))
        .extracting(Institutions.Institution::name)
        .containsExactly("Bumdes Sesetan", "Pasar Badung");
    world.jdbi.useHandle(handle -> handle.execute("UPDATE branch SET time_zone = 'Asia/Jakarta'"));
    assertThat(institutions.near("5171011003", 30, midnight)).hasSize(3);
  }

  private List<String> names(String village) {
    return institutions.near(village, 30, World.T0).stream()
        .map(Institutions.Institution::name)
        .toList();
  }

  @Test
  void aLentPhoneSeesWhatItHelpedWithUntilThatIsDecidedAndHearsNothing() {
    String reference =
        register(new Particulars(Optional.empty(), List.of(), Optional.of(NEIGHBOUR), false));
    assertThat(world.sentTo(WORKER)).hasSize(1);
    assertThat(world.sentTo(NEIGHBOUR)).isEmpty();
    assertThat(world.enrolment.mine(NEIGHBOUR, 30))
        .extracting(Enrolment.Mine::reference)
        .containsExactly(reference);
    assertThat(world.enrolment.mine(WORKER, 30)).hasSize(1);
    assertThat(world.enrolment.standing(NEIGHBOUR, reference)).isPresent();

    world.sms(AGENT, "YA " + world.agentCode(), T0);
    world.desk.decide(reference, new BranchDesk.Decision.Approve("BPU-0000001"), "test", T0);
    assertThat(world.enrolment.mine(NEIGHBOUR, 30)).isEmpty();
    assertThat(world.enrolment.standing(NEIGHBOUR, reference)).isEmpty();
    assertThat(world.enrolment.standing(WORKER, reference)).isPresent();
    assertThat(world.enrolment.members(NEIGHBOUR, 30)).isEmpty();
    assertThat(world.enrolment.cover(NEIGHBOUR, reference)).isEmpty();
  }

  @Test
  void theCodeToWithdrawBelongsToTheWorkersOwnPhone() {
    String reference =
        register(new Particulars(Optional.empty(), List.of(), Optional.of(NEIGHBOUR), false));
    String code = world.withdrawCode();
    assertThat(world.sms(NEIGHBOUR, "BATAL " + code, T0))
        .first()
        .asString()
        .contains("tidak dikenal");
    assertThat(world.application(reference).status()).isEqualTo(BranchDesk.Status.AWAITING_AGENT);
    world.sms(WORKER, "BATAL " + code, T0);
    assertThat(world.application(reference).status()).isEqualTo(BranchDesk.Status.WITHDRAWN);
  }

  @Test
  void aBorrowedPhoneIsMarkedForTheBranch() {
    String reference =
        register(new Particulars(Optional.empty(), List.of(), Optional.empty(), true));
    assertThat(world.application(reference).phoneBorrowed()).isTrue();
  }

  @Test
  void aMemberIsWhomTheBranchApproved() {
    String reference = world.register();
    assertThat(world.enrolment.members(WORKER, 30)).isEmpty();
    assertThat(world.enrolment.cover(WORKER, reference)).isEmpty();
    world.sms(AGENT, "YA " + world.agentCode(), T0);
    world.desk.decide(reference, new BranchDesk.Decision.Approve("BPU-0000001"), "test", T0);
    assertThat(world.enrolment.members(WORKER, 30)).hasSize(1);
    assertThat(world.enrolment.cover(WORKER, reference))
        .contains(new Enrolment.Cover("jkk_jkm", "b1", "farmer"));
    assertThat(world.enrolment.lookUp(NIK)).isEqualTo(Enrolment.Known.REGISTERED);
  }
}
