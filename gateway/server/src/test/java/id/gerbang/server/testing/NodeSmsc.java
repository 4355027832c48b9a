package id.gerbang.server.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A carrier made of npm's {@code smpp} in a Node of its own. It is installed once into {@code
 * target/peers}; where there is no Node, or npm cannot reach its registry, there is none.
 */
public final class NodeSmsc implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeSmsc.class);
  private static final String PACKAGE = "smpp@0.5.1";
  private static final Path FOLDER = Path.of("target", "peers").toAbsolutePath();
  private static final Path SCRIPT =
      Path.of("src", "test", "resources", "peers", "smsc.js").toAbsolutePath();
  private static final long PATIENCE_SECONDS = 15;
  private static final long INSTALL_SECONDS = 120;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Map<String, BlockingQueue<JsonNode>> submits = new ConcurrentHashMap<>();
  private final BlockingQueue<JsonNode> others = new LinkedBlockingQueue<>();
  private final int port;

  private NodeSmsc(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::read);
    this.port = next("port").get("port").asInt();
  }

  /** Starts one; empty, and told in the log, where it cannot be had. */
  public static Optional<NodeSmsc> start() throws IOException, InterruptedException {
    Path library = FOLDER.resolve("node_modules").resolve("smpp");
    if (!Files.isDirectory(library) && !install()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new NodeSmsc(
              new ProcessBuilder("node", SCRIPT.toString(), library.toString())
                  .redirectError(ProcessBuilder.Redirect.INHERIT)
                  .start()));
    } catch (IOException e) {
      return missing();
    }
  }

  private static Optional<NodeSmsc> missing() {
    LOG.warn(
        "!!! SKIPPED: no carrier made of npm's smpp. Install Node 20 or newer with npm, reach the"
            + " npm registry once, and run again");
    return Optional.empty();
  }

  private static boolean install() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    try {
      Process npm =
          new ProcessBuilder(
                  "npm",
                  "install",
                  "--prefix",
                  FOLDER.toString(),
                  "--no-audit",
                  "--no-fund",
                  "--no-save",
                  "--ignore-scripts",
                  PACKAGE)
              .redirectErrorStream(true)
              .redirectOutput(FOLDER.resolve("npm.log").toFile())
              .start();
      if (npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS) && npm.exitValue() == 0) {
        return true;
      }
      npm.destroyForcibly();
    } catch (IOException e) {
      LOG.debug("no npm");
    }
    missing();
    return false;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode told = JSON.readTree(line);
        (told.has("submit") ? queue(told.has("op"), told.get("to").asText()) : others).add(told);
      }
    } catch (IOException e) {
      LOG.debug("node ended");
    }
  }

  public int port() {
    return port;
  }

  private BlockingQueue<JsonNode> queue(boolean screen, String to) {
    return submits.computeIfAbsent(
        (screen ? "screen " : "sms ") + to, _ -> new LinkedBlockingQueue<>());
  }

  /** The next screen for a phone, answered already. */
  public JsonNode screen(String to) {
    return taken(queue(true, to), "a screen for " + to);
  }

  /** The next SMS or part of one to a phone, answered already. */
  public JsonNode sms(String to) {
    return taken(queue(false, to), "an SMS to " + to);
  }

  /** The next thing told, which is {@code what}. */
  public JsonNode next(String what) {
    JsonNode told = taken(others, what);
    if (!told.has(what)) {
      throw new AssertionError("not " + what + " but " + told);
    }
    return told;
  }

  private static JsonNode taken(BlockingQueue<JsonNode> queue, String what) {
    try {
      JsonNode told = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (told == null) {
        throw new AssertionError(what + " did not come within " + PATIENCE_SECONDS + " s");
      }
      return told;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key of a dialogue; the status of the answer. */
  public int ussd(String phone, String code, int operation, int sessionInfo, String text) {
    return deliver(
        Map.of(
            "from", phone,
            "to", code,
            "coding", 15,
            "op", operation,
            "its", "%04x".formatted(sessionInfo),
            "text", text));
  }

  /** Any deliver_sm, by the names of smsc.js; the status of the answer. */
  public int deliver(Map<String, Object> message) {
    say(message);
    return next("delivered").get("delivered").asInt();
  }

  /** The coming submits are answered so. */
  public void statuses(Integer... statuses) {
    say(Map.of("statuses", List.of(statuses)));
  }

  /** Asks the client to go. */
  public void unbind() {
    say(Map.of("unbind", true));
    next("unbound");
  }

  private void say(Map<String, Object> what) {
    try {
      process
          .getOutputStream()
          .write((JSON.writeValueAsString(what) + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new IllegalStateException("node is gone", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
