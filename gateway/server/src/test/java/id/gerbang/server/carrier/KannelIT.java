package id.gerbang.server.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import id.gerbang.server.channel.phone.PhoneNetwork;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.Dialects;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kannel's bearerbox bound to our carrier. It is a client, so it cannot be the gateway's carrier;
 * but it proves the simulator, which the demo and many of our tests believe: that it binds, takes
 * SMS in parts, sends receipts and SMS as an SMPP of twenty years of operators understands them.
 */
class KannelIT {
  private static final Logger LOG = LoggerFactory.getLogger(KannelIT.class);
  private static final Msisdn PHONE = new Msisdn("6281200000621");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String LONG =
      "Kepada peserta: iuran bulan ini sebesar Rp16.800 belum dibayar [JKK+JKM]. "
          .repeat(4)
          .strip();

  @TempDir private Path folder;
  private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer heard;
  private CarrierSimulator carrier;
  private Process bearerbox;
  private Process smsbox;
  private int boxPort;
  private int sendPort;
  private Path settings;

  private static boolean installed(String program) {
    return Arrays.stream(System.getenv("PATH").split(java.io.File.pathSeparator))
        .anyMatch(at -> Files.isExecutable(Path.of(at, program)));
  }

  @BeforeEach
  void start() throws Exception {
    boolean there = installed("bearerbox") && installed("smsbox");
    if (!there) {
      LOG.warn("!!! SKIPPED: no Kannel. Install bearerbox and smsbox (Debian: apt install kannel)");
    }
    Assumptions.assumeTrue(there, "no Kannel: see the log");
    carrier =
        new CarrierSimulator(
            0, "gerbang", "gerbang", Dialects.named("standard"), InstantSource.system());
    carrier.watch(
        PHONE,
        new PhoneNetwork.Handset() {
          @Override
          public void screen(String text, boolean asks) {}

          @Override
          public void sms(String from, String text) {
            shown.add(from + ": " + text);
          }
        });
    heard = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    heard.createContext(
        "/",
        exchange -> {
          calls.add(
              URLDecoder.decode(
                  exchange.getRequestURI().getRawPath()
                      + "?"
                      + exchange.getRequestURI().getRawQuery(),
                  StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    heard.start();
    sendPort = freePort();
    boxPort = freePort();
    settings = Files.writeString(folder.resolve("kannel.conf"), settings());
    boxes();
  }

  @AfterEach
  void end() throws Exception {
    stop(smsbox);
    stop(bearerbox);
    if (heard != null) {
      heard.stop(0);
      carrier.close();
    }
  }

  private static void stop(Process process) throws InterruptedException {
    if (process != null) {
      process.destroy();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  /** A smsbox that finds no bearerbox ends. */
  private void boxes() throws IOException, InterruptedException {
    bearerbox = box("bearerbox");
    await(boxPort);
    smsbox = box("smsbox");
    await(sendPort);
  }

  private Process box(String program) throws IOException {
    return new ProcessBuilder(program, settings.toString())
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(program + ".log").toFile()))
        .start();
  }

  private String settings() throws IOException {
    return """
    group = core
    admin-port = %d
    admin-password = uji
    smsbox-port = %d
    box-allow-ip = "127.0.0.1"

    group = smsc
    smsc = smpp
    host = 127.0.0.1
    port = %d
    transceiver-mode = true
    smsc-username = gerbang
    smsc-password = gerbang
    system-type = ""
    reconnect-delay = 1

    group = smsbox
    bearerbox-host = 127.0.0.1
    sendsms-port = %d
    global-sender = 2757

    group = sendsms-user
    username = uji
    password = uji
    concatenation = true
    max-messages = 5

    group = sms-service
    keyword = default
    get-url = "%s/mo?from=%%p&text=%%a"
    max-messages = 0
    """
        .formatted(freePort(), boxPort, carrier.port(), sendPort, url());
  }

  private String url() {
    return "http://127.0.0.1:" + heard.getAddress().getPort();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void await(int port) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    throw new AssertionError("Kannel did not open its port");
  }

  private void kannelSends(String text) throws Exception {
    String query =
        "username=uji&password=uji&from=2757&to="
            + PHONE.digits()
            + "&dlr-mask=3&dlr-url="
            + URLEncoder.encode(url() + "/receipt?state=%d", StandardCharsets.UTF_8)
            + "&text="
            + URLEncoder.encode(text, StandardCharsets.UTF_8);
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + sendPort + "/cgi-bin/sendsms?" + query))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
  }

  private static String next(BlockingQueue<String> queue) throws InterruptedException {
    return queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void smsBothWaysWithReceipts() throws Exception {
    kannelSends("Halo {1} dari Kannel");
    assertThat(next(shown)).isEqualTo("2757: Halo {1} dari Kannel");
    assertThat(next(calls)).as("delivered").isEqualTo("/receipt?state=1");

    kannelSends(LONG);
    assertThat(next(shown)).isEqualTo("2757: " + LONG);
    assertThat(next(calls)).isEqualTo("/receipt?state=1");

    carrier.sms(PHONE, "2757", "STATUS {x}");
    assertThat(next(calls)).endsWith("text=STATUS {x}").contains(PHONE.digits());
    carrier.sms(PHONE, "2757", LONG);
    assertThat(next(calls)).endsWith("text=" + LONG);
  }

  @Test
  void whatAPhoneSendsWhileItIsAwayComesLater() throws Exception {
    carrier.sms(PHONE, "2757", "sebelum");
    assertThat(next(calls)).endsWith("text=sebelum");
    stop(smsbox);
    stop(bearerbox);
    carrier.sms(PHONE, "2757", "sementara");
    boxes();
    assertThat(next(calls)).endsWith("text=sementara");
    assertThat(calls).isEmpty();
  }
}
