package id.gerbang.server.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.testcontainers.DockerClientFactory;

/** Whether Docker is there. Where it is not, the answer comes in a fraction of a second. */
final class DockerThere {
  /**
   * For a Docker that hangs, as a {@code DOCKER_HOST} does that is switched off. Not shorter: the
   * first answer of a Docker that is there waits for Testcontainers' own image to be fetched.
   */
  static final Duration LIMIT = Duration.ofSeconds(30);

  private DockerThere() {}

  /** Asks Testcontainers; no answer within {@code limit} is a no. */
  static boolean within(Duration limit) {
    return within(limit, () -> DockerClientFactory.instance().isDockerAvailable());
  }

  static boolean within(Duration limit, BooleanSupplier asked) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("docker-there")
        .start(
            () -> {
              try {
                answer.complete(asked.getAsBoolean());
              } catch (Throwable e) { // also a class of the client that does not load
                answer.completeExceptionally(e);
              }
            });
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      System.err.println("Docker did not answer within " + limit.toSeconds() + " s");
      return false;
    } catch (ExecutionException e) {
      System.err.println("Docker could not be asked: " + e.getCause());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Docker was asked", e);
    }
  }
}
