package id.gerbang.server.crypt;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * The keys that personal data is sealed and looked up with: two Tink keysets as JSON, the AEAD's on
 * the first line and the look-up's on the second. It never prints itself.
 */
public final class Keyset {
  private static final String FILE = "keyset";

  private final KeysetHandle aead;
  private final KeysetHandle lookup;

  static {
    try {
      AeadConfig.register();
      PrfConfig.register();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink's own algorithms are missing", e);
    }
  }

  private Keyset(KeysetHandle aead, KeysetHandle lookup) {
    this.aead = aead;
    this.lookup = lookup;
  }

  /** Fresh keys: AES-256-GCM and HMAC-SHA-256. */
  public static Keyset generate() {
    try {
      return new Keyset(
          KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM),
          KeysetHandle.generateNew(PredefinedPrfParameters.HMAC_SHA256_PRF));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink could not make keys", e);
    }
  }

  /**
   * Reads what {@link #secret} wrote.
   *
   * @throws IllegalArgumentException when it is no keyset; the message does not repeat it
   */
  public static Keyset parse(String secret) {
    String[] lines = secret.strip().split("\\R", 2);
    if (lines.length != 2) {
      throw new IllegalArgumentException(
          "GERBANG_KEYSET: expected two lines of JSON, as `gerbang key` prints them");
    }
    try {
      return new Keyset(
          TinkJsonProtoKeysetFormat.parseKeyset(lines[0], InsecureSecretKeyAccess.get()),
          TinkJsonProtoKeysetFormat.parseKeyset(lines[1], InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "GERBANG_KEYSET: not a keyset; make one with `gerbang key`");
    }
  }

  /**
   * The keyset of a data folder, made at the first call and readable by its owner only. For {@code
   * demo}.
   */
  public static Keyset onFolder(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      Files.createDirectories(folder);
      try {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
            file, generate().secret(), StandardCharsets.US_ASCII, StandardOpenOption.SYNC);
      } catch (FileAlreadyExistsException e) {
        if (Files.size(file)
            == 0) { // killed between the two lines above: nothing was ever sealed with it
          Files.writeString(
              file, generate().secret(), StandardCharsets.US_ASCII, StandardOpenOption.SYNC);
        }
      }
      return parse(Files.readString(file, StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read or make " + file, e);
    }
  }

  /** The keyset of a data folder; empty when {@link #onFolder} never made one there. */
  public static Optional<Keyset> foundOn(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      return Files.exists(file) && Files.size(file) > 0
          ? Optional.of(parse(Files.readString(file, StandardCharsets.US_ASCII)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** The keys in clear. Keep them where secrets are kept. */
  public String secret() {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeyset(aead, InsecureSecretKeyAccess.get())
          + "\n"
          + TinkJsonProtoKeysetFormat.serializeKeyset(lookup, InsecureSecretKeyAccess.get())
          + "\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink could not write its own keyset", e);
    }
  }

  KeysetHandle aead() {
    return aead;
  }

  KeysetHandle lookup() {
    return lookup;
  }

  @Override
  public String toString() {
    return "Keyset[***]";
  }
}
