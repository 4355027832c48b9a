package id.gerbang.server.ops.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that a killed gateway left running on this folder. The folder's lock is ours, so nobody
 * else uses it: it is stopped in order, and the store recovers as after any stop.
 */
final class Leftover {
  private static final Logger log = LoggerFactory.getLogger(Leftover.class);
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private Leftover() {}

  /**
   * Stops the process that {@code pidFile} names, if it lives and really is {@code program}: a
   * number may belong to somebody else by now.
   *
   * @param signal the signal that the program takes as "stop now, in order"
   */
  static void stop(Path pidFile, String program, String signal) {
    process(pidFile, program)
        .ifPresent(
            process -> {
              log.info(
                  "stopping {} (process {}), left behind by a killed run", program, process.pid());
              signal(process, signal);
              if (!ended(process, PATIENCE)) {
                process.destroyForcibly();
                ended(process, PATIENCE);
              }
            });
  }

  static boolean ended(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The live process that {@code pidFile} names, if it really is {@code program}. */
  static Optional<ProcessHandle> process(Path pidFile, String program) {
    try {
      long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .filter(
              process ->
                  process.info().command().map(command -> command.contains(program)).orElse(false));
    } catch (IOException | NumberFormatException | java.util.NoSuchElementException e) {
      return Optional.empty(); // no file, or a half-written one: nothing to stop
    }
  }

  /**
   * The port that a line of {@code pidFile} names, if the process lives and really is {@code
   * program}.
   *
   * @param line from 0
   */
  static Optional<Integer> port(Path pidFile, String program, int line) {
    return process(pidFile, program)
        .flatMap(
            _ -> {
              try {
                return Optional.of(Integer.parseInt(Files.readAllLines(pidFile).get(line).strip()));
              } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
                return Optional.empty(); // it is just starting
              }
            });
  }

  private static void signal(ProcessHandle process, String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
