package id.gerbang.server.cli;

import id.gerbang.server.bank.BankIdentity;
import id.gerbang.server.channel.ussdhttp.AddressList;
import id.gerbang.server.config.BankCalls;
import id.gerbang.server.config.Secret;
import id.gerbang.server.config.Settings;
import id.gerbang.server.payment.SnapSignature;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;

/**
 * The bank of a demonstration: keys made on its data folder, its own and the gateway's, so that
 * {@code gerbang bank} signs for real. The demo knows the bank's public one, like of any bank.
 *
 * @param who the bank to the gateway, and the gateway to it
 * @param publicKey the bank's
 * @param gatewayKey with which the gateway proves itself to the bank
 */
record DemoBank(BankIdentity who, PublicKey publicKey, PrivateKey gatewayKey) {
  private static final String FILE = "bank.properties";
  private static final String OF_THE_GATEWAY = "gateway_private_key";
  private static final int RSA_BITS = 2048;
  private static final int SECRET_BYTES = 24;
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
  private static final int PER_SECOND = 50;

  /** The bank of a data folder, made when there is none, or one of an earlier version. */
  static DemoBank made(Path data, String serviceId) {
    Path file = data.resolve(FILE);
    if (!Files.exists(file) || !read(file).containsKey(OF_THE_GATEWAY)) {
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
    Properties kept = read(file);
    Optional<PrivateKey> key = SnapSignature.privateKey(kept.getProperty("private_key", ""));
    Optional<PublicKey> publicKey = SnapSignature.publicKey(kept.getProperty("public_key", ""));
    Optional<PrivateKey> gateway = SnapSignature.privateKey(kept.getProperty(OF_THE_GATEWAY, ""));
    Optional<PublicKey> gatewayPublic =
        SnapSignature.publicKey(kept.getProperty("gateway_public_key", ""));
    if (key.isEmpty() || publicKey.isEmpty() || gateway.isEmpty() || gatewayPublic.isEmpty()) {
      throw new IllegalArgumentException(file + " lacks RSA keys; delete it");
    }
    return new DemoBank(
        new BankIdentity(
            kept.getProperty("client_id"),
            kept.getProperty("client_secret"),
            kept.getProperty("partner_id"),
            kept.getProperty("service_id"),
            key.get(),
            kept.getProperty("gateway_id"),
            kept.getProperty("gateway_secret"),
            gatewayPublic.get()),
        publicKey.get(),
        gateway.get());
  }

  /** The bank of a data folder, when a gateway's settings know it. */
  static Optional<DemoBank> known(Path data, Settings settings) {
    if (!Files.exists(data.resolve(FILE))) {
      return Optional.empty();
    }
    DemoBank bank = on(data);
    return settings.billing().banks().stream()
        .filter(one -> one.clientId().equals(bank.who.clientId()))
        .filter(one -> one.clientSecret().value().equals(bank.who.secret()))
        .findFirst()
        .map(_ -> bank);
  }

  private static Properties read(Path file) {
    Properties kept = new Properties();
    try {
      kept.load(new StringReader(Files.readString(file)));
      return kept;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String secret() {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }

  private static void write(Path file, String serviceId) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS);
      KeyPair own = generator.generateKeyPair();
      KeyPair gateway = generator.generateKeyPair();
      Properties made = new Properties();
      made.setProperty("client_id", "demo-bank");
      made.setProperty("client_secret", secret());
      made.setProperty("partner_id", "demo-partner");
      made.setProperty("service_id", serviceId);
      made.setProperty("gateway_id", "demo-gateway");
      made.setProperty("gateway_secret", secret());
      Base64.Encoder base64 = Base64.getEncoder();
      made.setProperty("private_key", base64.encodeToString(own.getPrivate().getEncoded()));
      made.setProperty("public_key", base64.encodeToString(own.getPublic().getEncoded()));
      made.setProperty(OF_THE_GATEWAY, base64.encodeToString(gateway.getPrivate().getEncoded()));
      made.setProperty(
          "gateway_public_key", base64.encodeToString(gateway.getPublic().getEncoded()));
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

  /** As the gateway's settings know it: it asks for each bill. */
  Settings.Bank settings() {
    return new Settings.Bank(
        "bri",
        who.clientId(),
        new Secret(who.secret()),
        who.partnerId(),
        publicKey,
        false,
        Duration.ofMinutes(5),
        AddressList.NONE);
  }

  /**
   * As the gateway's settings know it when it is called, too.
   *
   * @param ordered whether it keeps accounts that are ordered
   */
  Settings.Bank settings(String url, boolean ordered) {
    return settings()
        .called(
            ordered,
            new BankCalls(
                URI.create(url),
                who.gatewayId(),
                new Secret(who.gatewaySecret()),
                who.partnerId(),
                "00009",
                gatewayKey,
                true,
                ANSWER_WITHIN,
                PER_SECOND,
                Optional.of(new BankCalls.Qris("ID1026000000001", "1"))));
  }

  /** Its secrets do not belong in a log. */
  @Override
  public String toString() {
    return "DemoBank[" + who.clientId() + "]";
  }
}
