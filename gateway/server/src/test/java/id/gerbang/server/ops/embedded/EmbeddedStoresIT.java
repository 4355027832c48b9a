package id.gerbang.server.ops.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.server.testing.TestRecords;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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
  void postgresIsDurableAndGoesOnWithWhatWasCommittedWhenItIsKilled() throws Exception {
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
    long pid = postgres.pid();
    kill(pid);
    try (postgres) {
      String url = postgres.url();
      TestRecords.await("it is started again", () -> kept(url) == 1);
      assertThat(postgres.pid()).isNotEqualTo(pid);

      kill(postgres.pid());
      TestRecords.await("and again", () -> kept(url) == 1);
    }
    try (PostgresProcess again = PostgresProcess.start(folder)) {
      assertThat(kept(again.url())).isEqualTo(1);
    }
  }

  @Test
  void aPostgresThatIsClosedWhileItDiesIsNotStartedAgain() throws Exception {
    PostgresProcess postgres = PostgresProcess.start(folder);
    kill(postgres.pid());
    postgres.close();
    assertThat(kept(postgres.url())).isNegative();
    PostgresProcess.start(folder).close();
  }

  @Test
  void aPostgresThatWasLeftBehindIsStopped() {
    PostgresProcess left = PostgresProcess.start(folder);
    ProcessHandle leftover = ProcessHandle.of(left.pid()).orElseThrow();
    left.abandon();
    try (PostgresProcess next = PostgresProcess.start(folder)) {
      assertThat(next.pid()).isNotEqualTo(leftover.pid());
      assertThat(leftover.isAlive()).isFalse();
    }
  }

  private static void kill(long pid) {
    ProcessHandle victim = ProcessHandle.of(pid).orElseThrow();
    victim.destroyForcibly();
    assertThat(Leftover.ended(victim, Duration.ofSeconds(5))).isTrue();
  }

  /** The rows of the table, or -1 when nobody answers. */
  private static int kept(String url) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM kept")) {
      row.next();
      return row.getInt(1);
    } catch (SQLException e) {
      return -1;
    }
  }
}
