package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.config.Secret;
import id.gerbang.server.config.Settings;
import id.gerbang.server.config.SettingsFile;
import id.gerbang.server.testing.TestStores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A whole gateway in this process on real stores, bound to an SMSC of the test. */
final class RunningServer implements AutoCloseable {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  final Settings settings;
  final Server server;

  private RunningServer(Settings settings, Server server) {
    this.settings = settings;
    this.server = server;
  }

  /**
   * On an empty Redis and a new database.
   *
   * @param data where its keyset is
   * @param smscPort 0 for the simulator of the demo
   */
  static RunningServer start(Path data, int smscPort, World world) throws InterruptedException {
    return start(data, TestStores.here().under(settings(smscPort)), world);
  }

  /** On the stores that it starts itself in {@code data}, bound to the simulator of the demo. */
  static RunningServer embedded(Path data) throws InterruptedException {
    return start(data, settings(0), World.real());
  }

  /** On the stores of {@code settings}. */
  static RunningServer start(Path data, Settings settings, World world)
      throws InterruptedException {
    RunningServer running =
        new RunningServer(settings, new Server(settings, home(), data, true, world));
    assertThat(running.server.awaitReady()).isTrue();
    return running;
  }

  static Home home() {
    return new Home(Path.of("..", "..").toAbsolutePath().normalize());
  }

  /** As shipped: on embedded stores. */
  static Settings settings(int smscPort) {
    return settings(smscPort, "standard");
  }

  /** As shipped: on embedded stores, a carrier of a dialect. */
  static Settings settings(int smscPort, String dialect) {
    Settings shipped =
        SettingsFile.read(
            home().settings(), name -> "GERBANG_SMPP_DIALECT".equals(name) ? dialect : null);
    Settings.Link link = shipped.smpp().getFirst();
    return shipped.but(
        draft -> {
          draft.http = new Settings.Listen("127.0.0.1", freePort());
          draft.management = new Settings.Listen("127.0.0.1", freePort());
          draft.smpp = List.of(link.at(smscPort == 0 ? "" : "127.0.0.1", Math.max(1, smscPort)));
          draft.apiToken = new Secret("demo-token");
        });
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + settings.http().port();
  }

  String managementUrl() {
    return "http://127.0.0.1:" + settings.management().port();
  }

  HttpResponse<String> get(String path) {
    return send(
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Authorization", "Bearer demo-token")
            .GET());
  }

  HttpResponse<String> post(String path, String json) {
    return send(
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Authorization", "Bearer demo-token")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(
          request.timeout(Duration.ofSeconds(15)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
