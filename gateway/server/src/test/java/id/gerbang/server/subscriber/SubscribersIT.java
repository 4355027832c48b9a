package id.gerbang.server.subscriber;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.SUSPENDED;
import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.enrolment.BranchDesk;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.subscriber.Subscribers.Known;
import id.gerbang.server.subscriber.Subscribers.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscribersIT {
  private static final Msisdn STRANGER = new Msisdn("6281200010099");

  private final World world = new World();
  private final Subscribers subscribers = new Subscribers(world.jdbi, world.vault);

  @AfterEach
  void close() {
    subscribers.close();
  }

  private Standing standing(Msisdn phone) {
    return subscribers.who(phone).standing();
  }

  @Test
  void isWhoTheirLatestStateSays() {
    assertThat(standing(WORKER)).isEqualTo(Standing.NEW);
    String reference = world.register();
    assertThat(standing(WORKER)).isEqualTo(Standing.APPLICANT);
    world.sms(AGENT, "YA " + world.agentCode(), T0);
    assertThat(standing(WORKER)).isEqualTo(Standing.APPLICANT);
    world.desk.decide(reference, new BranchDesk.Decision.Approve("BPU-0000001"), "test", T0);
    assertThat(standing(WORKER)).isEqualTo(Standing.MEMBER);
    assertThat(standing(STRANGER)).isEqualTo(Standing.NEW);
  }

  @Test
  void whoWasRejectedOrWithdrewIsNewAgain() {
    world.register();
    world.sms(WORKER, "BATAL " + world.withdrawCode(), T0);
    assertThat(standing(WORKER)).isEqualTo(Standing.NEW);
  }

  @Test
  void anAgentIsActiveOrSuspended() {
    assertThat(standing(AGENT)).isEqualTo(Standing.AGENT);
    assertThat(standing(SUSPENDED)).isEqualTo(Standing.SUSPENDED);
  }

  @Test
  void theLastLanguageIsKeptAndAnOlderChoiceDoesNotComeBack() {
    assertThat(subscribers.who(WORKER).language()).isEmpty();
    subscribers.speaks(WORKER, "en", T0);
    subscribers.speaks(WORKER, "jv", T0.plusSeconds(60));
    subscribers.speaks(WORKER, "en", T0); // replayed
    assertThat(subscribers.who(WORKER).language()).contains("jv");
    assertThat(subscribers.who(STRANGER).language()).isEmpty();
    assertThat(world.count("subscriber")).isEqualTo(1);
  }

  @Test
  void thoseWhoDialAtOnceEachGetTheirOwn() throws Exception {
    subscribers.speaks(AGENT, "id", T0);
    subscribers.speaks(WORKER, "en", T0);
    world.register();
    List<Msisdn> phones = List.of(AGENT, WORKER, STRANGER, SUSPENDED);
    List<Known> expected =
        List.of(
            new Known(Standing.AGENT, Optional.of("id")),
            new Known(Standing.APPLICANT, Optional.of("en")),
            new Known(Standing.NEW, Optional.empty()),
            new Known(Standing.SUSPENDED, Optional.empty()));
    List<Future<Known>> asked = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        Msisdn phone = phones.get(i % phones.size());
        asked.add(threads.submit(() -> subscribers.who(phone)));
      }
    }
    for (int i = 0; i < asked.size(); i++) {
      assertThat(asked.get(i).get()).isEqualTo(expected.get(i % expected.size()));
    }
  }
}
