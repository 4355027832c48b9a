package id.gerbang.server.cli;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import id.gerbang.server.carrier.CarrierSimulator;
import id.gerbang.server.carrier.Fate;
import id.gerbang.server.carrier.Misbehaviour;
import id.gerbang.server.carrier.Witness;
import id.gerbang.server.config.MisbehaviourFile;
import id.gerbang.server.config.Settings;
import id.gerbang.server.ops.embedded.RedisProcess;
import id.gerbang.server.testing.TestRecords;
import id.gerbang.server.testing.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;

/**
 * A whole gateway on real stores, bound to a hostile carrier: its Redis can be stopped in its
 * tracks, its link can be cut, and all that it logs and all that passes at the carrier is kept.
 */
final class ExploredWorld implements AutoCloseable {
  final RunningServer running;
  final CarrierSimulator carrier;
  final Fate fate;
  final Queue<Witness.Event> seen = new ConcurrentLinkedQueue<>();
  final Queue<String> logged = new ConcurrentLinkedQueue<>();
  private final Misbehaviour hostile;
  private final RedisProcess redis;
  private final Kept kept = new Kept();

  ExploredWorld(Path folder, long seed, String dialect) throws Exception {
    this.hostile = MisbehaviourFile.read(RunningServer.home().rehearsals().resolve("hostile.yaml"));
    this.fate = new Fate(Misbehaviour.NONE, seed);
    this.redis = RedisProcess.start(Files.createDirectories(folder.resolve("stores")));
    Settings settings = RunningServer.settings(1, dialect);
    Settings.Link link = settings.smpp().getFirst();
    this.carrier =
        new CarrierSimulator(
            0,
            link.systemId(),
            link.password().value(),
            link.dialect(),
            Clock.systemUTC(),
            fate,
            seen::add);
    keepLogs();
    this.running =
        RunningServer.start(
            Files.createDirectories(folder.resolve("data")),
            TestStores.at(
                RunningServer.settings(carrier.port(), dialect),
                redis.url(),
                TestStores.here().database()),
            World.real());
    TestRecords.await("the link is bound", () -> carrier.bound() == 1);
  }

  private void keepLogs() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    kept.setContext(root.getLoggerContext());
    kept.start();
    root.addAppender(kept);
  }

  /**
   * As it was before redaction: what our own code says is looked at, not what the net lets pass.
   */
  private final class Kept extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      StringBuilder line = new StringBuilder(event.getLoggerName()).append(' ');
      line.append(event.getFormattedMessage());
      for (IThrowableProxy at = event.getThrowableProxy(); at != null; at = at.getCause()) {
        line.append(" | ").append(at.getClassName()).append(": ").append(at.getMessage());
      }
      logged.add(line.toString());
    }
  }

  void misbehave() {
    fate.becomes(hostile);
  }

  void behave() {
    fate.becomes(Misbehaviour.NONE);
  }

  /** Redis stops in its tracks, or goes on. */
  void haltRedis(boolean halted) throws IOException {
    new ProcessBuilder("kill", halted ? "-STOP" : "-CONT", Long.toString(redis.pid()))
        .start()
        .onExit()
        .join();
  }

  /** PostgreSQL lets nobody write a table for so long. Blocks. */
  void lock(String table, Duration time) {
    running
        .server
        .gateway()
        .database
        .jdbi()
        .useTransaction(
            tx -> {
              tx.execute("LOCK TABLE " + table + " IN EXCLUSIVE MODE");
              LockSupport.parkNanos(time.toNanos());
            });
  }

  List<String> metrics() {
    return RunningServer.send(
            java.net.http.HttpRequest.newBuilder(
                java.net.URI.create(running.managementUrl() + "/metrics")))
        .body()
        .lines()
        .toList();
  }

  @Override
  public void close() throws IOException {
    haltRedis(false);
    running.close();
    carrier.close();
    redis.close();
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(kept);
  }
}
