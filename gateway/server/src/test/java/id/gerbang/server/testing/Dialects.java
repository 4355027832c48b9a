package id.gerbang.server.testing;

import id.gerbang.server.channel.smpp.Dialect;
import id.gerbang.server.config.SettingsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Dialects as operators' files describe them. */
public final class Dialects {
  /** All that are shipped. */
  public static final List<String> SHIPPED =
      List.of("msisdn", "sixdee", "standard", "umr", "vendor-1501");

  private static final Path SETTINGS = Path.of("..", "..", "config", "gateway.yaml");

  private Dialects() {}

  /** A shipped one. */
  public static Dialect named(String name) {
    return SettingsFile.read(SETTINGS, Map.of("GERBANG_SMPP_DIALECT", name)::get)
        .smpp()
        .getFirst()
        .dialect();
  }

  /** One of a test's own. */
  public static Dialect described(String yaml) {
    try {
      Path folder = Files.createTempDirectory("dialect");
      Path settings = Files.writeString(folder.resolve("gateway.yaml"), "smpp: [{dialect: own}]\n");
      Path carriers = Files.createDirectory(folder.resolve("carriers"));
      Path file = Files.writeString(carriers.resolve("own.yaml"), yaml);
      try {
        return SettingsFile.read(settings, _ -> null).smpp().getFirst().dialect();
      } finally {
        Files.delete(file);
        Files.delete(carriers);
        Files.delete(settings);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
