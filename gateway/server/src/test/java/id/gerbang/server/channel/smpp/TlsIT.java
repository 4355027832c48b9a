package id.gerbang.server.channel.smpp;

import static id.gerbang.server.channel.smpp.Recorded.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.server.testing.Dialects;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A link over TLS: the right certificate binds, any other is refused with what is wrong. */
class TlsIT {
  private static final String PASSWORD = "rahasia";
  private final Recorded rooms = new Recorded();
  @TempDir private Path folder;
  private SSLServerSocket server;
  private SmppLink link;

  @AfterEach
  void end() throws IOException {
    server.close();
    if (link != null) {
      link.close();
    }
  }

  @Test
  void aTrustedCertificateOfTheHostBinds() throws Exception {
    serve("operator", "dns:localhost,ip:127.0.0.1");
    start(Tls.trusting(pem("operator")));
    until(link::ready);
  }

  @Test
  void aCertificateOfAnotherHostIsRefusedAndSaysSo() throws Exception {
    serve("operator", "dns:smsc.operator.example");
    start(Tls.trusting(pem("operator")));
    until(() -> link.report().detail().contains("localhost"));
    assertThat(link.report().detail())
        .startsWith("SSLHandshakeException")
        .contains("No subject alternative DNS name matching localhost found");
    assertThat(link.ready()).isFalse();
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsRefusedAndSaysSo() throws Exception {
    serve("operator", "dns:localhost");
    keys("another", "dns:localhost");
    start(Tls.trusting(pem("another")));
    until(() -> link.report().detail().contains("certification path"));
    assertThat(link.ready()).isFalse();
  }

  @Test
  void aFileWithoutACertificateIsToldBeforeAnyConnection() throws Exception {
    serve("operator", "dns:localhost");
    Path nothing = Files.writeString(folder.resolve("nothing.pem"), "no certificate");
    assertThatThrownBy(() -> Tls.trusting(nothing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing.pem");
  }

  private void start(Tls tls) {
    link =
        new SmppLink(
            SmppLinkSettings.of(
                    "aman",
                    "localhost",
                    server.getLocalPort(),
                    "gerbang",
                    PASSWORD,
                    Dialects.named("standard"))
                .withTimes(Duration.ofSeconds(2), Duration.ofMillis(50))
                .withTls(tls),
            rooms,
            rooms,
            rooms,
            rooms.meters,
            RandomGenerator.getDefault(),
            InstantSource.system());
    link.start();
  }

  /** An SMSC that takes every bind, by a certificate for {@code hosts}. */
  private void serve(String name, String hosts) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(keys(name, hosts))) {
      keys.load(file, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        Thread.ofVirtual().start(() -> bind(connection));
      } catch (IOException e) {
        return; // the test is over
      }
    }
  }

  private static void bind(Socket connection) {
    try (connection) {
      DataInputStream in = new DataInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      while (true) {
        byte[] pdu = new byte[in.readInt()];
        in.readFully(pdu, 4, pdu.length - 4);
        boolean asksToBind = pdu[7] == 9;
        byte[] answer =
            RawSmsc.pdu(
                asksToBind
                    ? "80000009 00000000 00000000 736d736300 02100001 34"
                    : "800000%02x 00000000 00000000".formatted(pdu[7]));
        ByteBuffer.wrap(answer).putInt(12, ByteBuffer.wrap(pdu).getInt(12));
        out.write(answer);
      }
    } catch (IOException e) {
      Thread.currentThread().interrupt(); // refused, or gone: what the tests are about
    }
  }

  private Path keys(String name, String hosts) throws Exception {
    Path store = folder.resolve(name + ".p12");
    keytool(
        List.of(
            "-genkeypair",
            "-alias",
            name,
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-validity",
            "2",
            "-ext",
            "san=" + hosts,
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString()));
    return store;
  }

  private Path pem(String name) throws Exception {
    Path certificate = folder.resolve(name + ".pem");
    keytool(
        List.of(
            "-exportcert",
            "-rfc",
            "-alias",
            name,
            "-file",
            certificate.toString(),
            "-keystore",
            folder.resolve(name + ".p12").toString()));
    return certificate;
  }

  private static void keytool(List<String> arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    command.addAll(List.of("-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }
}
