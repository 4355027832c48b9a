package id.gerbang.server.enrolment;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.NIK;
import static id.gerbang.server.enrolment.World.SUSPENDED;
import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.inbox.SmsHandler;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AgentQueueIT {
  private static final Msisdn OTHER_AGENT = new Msisdn("6281200000002");
  private static final Instant LATER = T0.plus(Duration.ofHours(1));

  private final World world = new World();

  private Answered confirm(String reference, String intent) {
    return world.queue.confirm(AGENT, reference, Optional.empty(), intent, LATER);
  }

  @Test
  void aYesFromTheMenuIsTheSameActAsYa() {
    String reference = world.register();
    String code = world.agentCode();
    assertThat(world.queue.waiting(AGENT, 30, T0))
        .singleElement()
        .satisfies(
            waiting -> {
              assertThat(waiting.worker()).isEqualTo("Wayan S*****");
              assertThat(waiting.nik()).isEqualTo("..0004");
              assertThat(waiting.phone()).isEmpty();
            });
    assertThat(confirm(reference, "i")).isEqualTo(new Answered.Done(code));
    assertThat(confirm(reference, "i")).isEqualTo(new Answered.Done(code));
    assertThat(world.application(reference).status()).isEqualTo(Status.AWAITING_BRANCH);
    assertThat(world.sentTo(WORKER)).hasSize(2);
    assertThat(world.audit())
        .containsExactly("worker application.made", "agent:PRS001 application.confirmed");
    assertThat(world.sms(AGENT, "TOLAK " + code + " ragu", LATER).getFirst())
        .contains(code + " sudah dijawab YA");
    assertThat(confirm(reference, "another")).isEqualTo(new Answered.Before(code, "YA", LATER));
    assertThat(world.queue.waiting(AGENT, 30, LATER)).isEmpty();
  }

  @Test
  void aNoFromTheMenuIsToldToTheWorkerOnce() {
    String reference = world.register();
    String code = world.agentCode();
    for (int i = 0; i < 2; i++) {
      assertThat(world.queue.reject(AGENT, reference, "bukan warga desa ini", "i", LATER))
          .isEqualTo(new Answered.Done(code));
    }
    assertThat(world.application(reference).reason()).contains("bukan warga desa ini");
    assertThat(world.sentTo(WORKER)).hasSize(2).last().asString().contains("bukan warga desa ini");
  }

  @Test
  void theSameByScreenAndBySmsAtOnceIsOneAnswer() throws Exception {
    String reference = world.register();
    String code = world.agentCode();
    List<Callable<Void>> answers =
        IntStream.range(0, 8)
            .<Callable<Void>>mapToObj(
                i ->
                    () -> {
                      if (i % 2 == 0) {
                        confirm(reference, "intent" + i);
                      } else {
                        world.jdbi.useTransaction(
                            tx ->
                                world.commands.handle(
                                    tx, new SmsHandler.Whole(AGENT, "YA " + code, LATER, "sms:1")));
                      }
                      return null;
                    })
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(answers)) {
        answer.get();
      }
    }
    assertThat(world.audit()).hasSize(2);
    assertThat(world.sentTo(WORKER)).hasSize(2);
  }

  @Test
  void aNamelessWorkerIsNamedByTheAgent() {
    String reference =
        ((Registered.Done)
                world.register(
                    world.registration("i1", NIK, Optional.empty(), Optional.of("PRS001"), WORKER)))
            .reference();
    AgentQueue.Waiting waiting = world.queue.waiting(AGENT, reference, T0).orElseThrow();
    assertThat(waiting.name()).isEmpty();
    assertThat(waiting.phone()).contains(WORKER.digits());
    assertThat(confirm(reference, "i")).isInstanceOf(Answered.NameMissing.class);
    assertThat(world.queue.confirm(AGENT, reference, Optional.of("Wayan Sudarma"), "i", LATER))
        .isInstanceOf(Answered.Done.class);
    assertThat(world.application(reference).worker()).contains("Wayan S*****");
  }

  @Test
  void anotherAgentASuspendedOneAndALateOneChangeNothing() {
    String reference = world.register();
    assertThat(world.queue.waiting(OTHER_AGENT, 30, T0)).isEmpty();
    assertThat(world.queue.confirm(OTHER_AGENT, reference, Optional.empty(), "i", LATER))
        .isEqualTo(new Answered.Unknown());
    assertThat(world.queue.confirm(SUSPENDED, reference, Optional.empty(), "i", LATER))
        .isEqualTo(new Answered.Unknown());
    world.deadlines.runDue(T0.plus(Duration.ofDays(2)));
    assertThat(world.queue.waiting(AGENT, reference, LATER)).isEmpty();
    assertThat(confirm(reference, "i")).isInstanceOf(Answered.TooLate.class);
    world.jdbi.useHandle(
        handle -> handle.execute("UPDATE agent SET status = 'suspended' WHERE code = 'PRS001'"));
    assertThat(confirm(reference, "i")).isInstanceOf(Answered.Suspended.class);
    assertThat(world.application(reference).unconfirmed()).isTrue();
  }

  @Test
  void anAgentFindsOnlyTheirOwnWorkersMasked() {
    String reference = world.register();
    AgentWorkers.Worker mine = world.workers.byNik(AGENT, NIK).orElseThrow();
    assertThat(mine.reference()).isEqualTo(reference);
    assertThat(mine.worker()).contains("Wayan S*****, NIK ..0004");
    assertThat(world.workers.latest(AGENT, 30)).containsExactly(mine);
    assertThat(world.workers.byReference(AGENT, reference)).contains(mine);
    for (Msisdn other : List.of(OTHER_AGENT, SUSPENDED, WORKER)) {
      assertThat(world.workers.byNik(other, NIK)).isEmpty();
      assertThat(world.workers.latest(other, 30)).isEmpty();
      assertThat(world.workers.byReference(other, reference)).isEmpty();
    }
  }
}
