package id.gerbang.server.cli;

import static id.gerbang.server.testing.TestRecords.await;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.inbox.Inbox;
import id.gerbang.server.subscriber.Msisdn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded PostgreSQL is killed under a running gateway, which heals by itself. */
class PostgresDeathIT {
  @TempDir private Path folder;

  @Test
  void theRecordsOfARunningGatewayHealWhenItsPostgresIsKilled() throws Exception {
    try (RunningServer running = RunningServer.embedded(folder)) {
      assertThat(status(running, "BANTUAN before")).isTrue();
      await("it is answered", () -> sent(running) == 1);

      long killed = pid();
      ProcessHandle.of(killed).orElseThrow().destroyForcibly();
      await(
          "it has ended",
          () -> !ProcessHandle.of(killed).map(ProcessHandle::isAlive).orElse(false));
      await("an SMS is stored again", () -> status(running, "BANTUAN after"));
      assertThat(pid()).as("another PostgreSQL").isNotEqualTo(killed);
      await("what was committed is there, and answers leave again", () -> sent(running) >= 2);
      await("ready again", () -> running.server.gateway().health.look().get("database"));
      assertThat(running.get("/api/v1/agents").statusCode()).isEqualTo(200);
    }
  }

  private long pid() throws IOException {
    return Long.parseLong(
        Files.readAllLines(folder.resolve("postgres/postmaster.pid")).getFirst().strip());
  }

  private static boolean status(RunningServer running, String text) {
    return running
        .server
        .gateway()
        .inbox
        .store(new Inbox.Sms("first", new Msisdn("6281200010001"), "2757", text, Optional.empty()));
  }

  private static long sent(RunningServer running) {
    try {
      return running
          .server
          .gateway()
          .database
          .jdbi()
          .withHandle(
              handle ->
                  handle
                      .createQuery(
                          "SELECT count(*) FROM outbox WHERE status IN ('sent', 'delivered')")
                      .mapTo(Long.class)
                      .one());
    } catch (RuntimeException e) {
      return -1;
    }
  }
}
