package id.gerbang.server.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script that runs on one key.
 *
 * @param source its text
 * @param sha the SHA-1 that Redis knows it by, in ASCII hex
 */
record RedisScript(String source, byte[] sha) {

  /** Reads a script that stands beside this class. */
  static RedisScript named(String name) {
    try (InputStream in = RedisScript.class.getResourceAsStream(name + ".lua")) {
      byte[] bytes = in.readAllBytes();
      String sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
      return new RedisScript(
          new String(bytes, StandardCharsets.UTF_8), sha.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
