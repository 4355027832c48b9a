package id.gerbang.server.cli;

import id.gerbang.server.channel.ussdhttp.AddressList;
import id.gerbang.server.config.Secret;
import id.gerbang.server.config.Settings;
import id.gerbang.server.payment.SnapSignature;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Properties;

/**
 * The bank of a demonstration: keys made on its data folder, so that {@code gerbang bank} signs for
 * real. The demo knows the public one, like of any bank.
 *
 * @param key the bank's own, with which it asks for tokens
 * @param serviceId its number for us, before payment codes
 */
record DemoBank(
    String clientId,
    String secret,
    String partnerId,
    String serviceId,
    PrivateKey key,
    PublicKey publicKey) {
  private static final String FILE = "bank.properties";
  private static final int RSA_BITS = 2048;
  private static final int SECRET_BYTES = 24;

  /** The bank of a data folder, made when there is none. */
  static DemoBank made(Path data, String serviceId) {
    Path file = data.resolve(FILE);
    if (!Files.exists(file)) {
      write(file, serviceId);
    }
    return on(data);
  }

  /**
   * The bank of a data folder.
   *
   * @throws IllegalArgumentException when it has none
   */
  static DemoBank on(Path data) {
    Path file = data.resolve(FILE);
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "there is no bank on " + data + "; start a demo first, or give its --data");
    }
    Properties kept = new Properties();
    try {
      kept.load(new StringReader(Files.readString(file)));
      return new DemoBank(
          kept.getProperty("client_id"),
          kept.getProperty("client_secret"),
          kept.getProperty("partner_id"),
          kept.getProperty("service_id"),
          KeyFactory.getInstance("RSA")
              .generatePrivate(
                  new PKCS8EncodedKeySpec(
                      Base64.getDecoder().decode(kept.getProperty("private_key")))),
          SnapSignature.publicKey(kept.getProperty("public_key")).orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(file + " holds no RSA key; delete it", e);
    }
  }

  private static void write(Path file, String serviceId) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS);
      KeyPair keys = generator.generateKeyPair();
      byte[] secret = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(secret);
      Properties made = new Properties();
      made.setProperty("client_id", "demo-bank");
      made.setProperty("client_secret", HexFormat.of().formatHex(secret));
      made.setProperty("partner_id", "demo-partner");
      made.setProperty("service_id", serviceId);
      Base64.Encoder base64 = Base64.getEncoder();
      made.setProperty("private_key", base64.encodeToString(keys.getPrivate().getEncoded()));
      made.setProperty("public_key", base64.encodeToString(keys.getPublic().getEncoded()));
      StringWriter text = new StringWriter();
      made.store(text, "The bank of this demonstration");
      Files.createDirectories(file.getParent());
      Path fresh =
          Files.createTempFile(
              file.getParent(),
              FILE,
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, text.toString());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("each JDK has RSA", e);
    }
  }

  /** As the gateway's settings know it. */
  Settings.Bank settings() {
    return new Settings.Bank(
        "bri",
        clientId,
        new Secret(secret),
        partnerId,
        publicKey,
        false,
        Duration.ofMinutes(5),
        AddressList.NONE);
  }

  /** Its secrets do not belong in a log. */
  @Override
  public String toString() {
    return "DemoBank[" + clientId + "]";
  }
}
