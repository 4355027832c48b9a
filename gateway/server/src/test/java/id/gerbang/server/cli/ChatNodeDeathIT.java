package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.config.Settings;
import id.gerbang.server.crypt.Keyset;
import id.gerbang.server.crypt.TinkVault;
import id.gerbang.server.subscriber.ChatLinks;
import id.gerbang.server.subscriber.ChatLinks.Chat;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.subscriber.PostgresChatLinks;
import id.gerbang.server.testing.FakeBotApi;
import id.gerbang.server.testing.TestRecords;
import id.gerbang.server.testing.TestStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node dies with an update in hand that Telegram will not bring again. */
class ChatNodeDeathIT {
  private static final long PERSON = 52_900_001;

  @TempDir private Path folder;

  @Test
  void anUpdateThatWasStoredIsAnsweredOnceByTheNextNode() throws Exception {
    String redis = TestStores.here().redis();
    String database = TestStores.here().database();
    Path keyset = folder.resolve("keyset");
    Keyset keys = Keyset.generate();
    Files.writeString(keyset, keys.secret());
    Jdbi jdbi = Jdbi.create(TestStores.source(database)).installPlugin(new PostgresPlugin());
    new PostgresChatLinks(jdbi, new TinkVault(keys), ChatLinks.Notice.NONE)
        .link(
            new Chat("telegram", "bot", Long.toString(PERSON)),
            new Msisdn("6281200009001"),
            Instant.now());
    try (FakeBotApi api = new FakeBotApi()) {
      api.update(FakeBotApi.typed(PERSON, 7, "/menu"));
      Process node =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-cp",
                  System.getProperty("java.class.path"),
                  DyingChatNode.class.getName(),
                  redis,
                  database,
                  keyset.toString(),
                  api.url())
              .inheritIO()
              .start();
      assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(node.exitValue()).isEqualTo(DyingNode.KILLED);
      assertThat(api.said()).isEmpty();
      api.pending().clear(); // confirmed: Telegram has forgotten it

      Settings settings =
          DyingChatNode.settings(redis, database, Files.readString(keyset), api.url());
      try (Gateway gateway = DyingChatNode.gateway(settings, folder, UnaryOperator.identity());
          Chats chats = new Chats(gateway, settings, World.real(), new SimpleMeterRegistry())) {
        chats.start();
        TestRecords.await(
            "the dead node's hold ends and it is answered", () -> !api.said().isEmpty());
        TestRecords.await("it is done", () -> done(jdbi) == 1);
      }
      assertThat(api.said())
          .singleElement()
          .extracting(FakeBotApi.Call::text)
          .isEqualTo("BPJS Ketenagakerjaan");
    }
  }

  private static long done(Jdbi jdbi) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM chat_update WHERE status = 'done'")
                .mapTo(Long.class)
                .one());
  }
}
