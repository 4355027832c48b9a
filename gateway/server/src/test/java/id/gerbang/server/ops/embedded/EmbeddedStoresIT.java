package id.gerbang.server.ops.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoresIT {
  @TempDir private Path folder;

  @Test
  void aFolderHasOneLiveGateway() {
    try (DataFolder first = DataFolder.take(folder)) {
      assertThat(first.path()).exists();
      assertThatThrownBy(() -> DataFolder.take(folder))
          .isInstanceOf(DataFolder.InUse.class)
          .hasMessageContaining("--data");
    }
    DataFolder.take(folder).close();
  }

  @Test
  void aRedisThatWasLeftBehindIsStopped() {
    RedisProcess left = RedisProcess.start(folder);
    long pid = left.pid();
    try (RedisProcess next = RedisProcess.start(folder)) {
      assertThat(next.pid()).isNotEqualTo(pid);
      assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    } finally {
      left.close();
    }
  }

  @Test
  void postgresIsDurableAndKeepsWhatWasCommittedWhenItIsKilled() throws Exception {
    PostgresProcess postgres = PostgresProcess.start(folder);
    try (Connection connection = DriverManager.getConnection(postgres.url());
        Statement statement = connection.createStatement()) {
      for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
        try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
          assertThat(row.next()).isTrue();
          assertThat(row.getString(1)).as(setting).isEqualTo("on");
        }
      }
      statement.execute("CREATE TABLE kept (x int)");
      statement.execute("INSERT INTO kept VALUES (1)");
    }
    long pid =
        Long.parseLong(
            Files.readAllLines(folder.resolve("postgres/postmaster.pid")).getFirst().strip());
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    ProcessHandle.of(pid)
        .ifPresent(dying -> Leftover.ended(dying, java.time.Duration.ofSeconds(5)));
    postgres.close(); // the library's own lock on the folder, which a dead process would not hold
    try (PostgresProcess again = PostgresProcess.start(folder);
        Connection connection = DriverManager.getConnection(again.url());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM kept")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getInt(1)).isEqualTo(1);
    }
  }
}
