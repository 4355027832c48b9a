package id.gerbang.server.book;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder of menus, as it is written and before it is checked. */
public final class FlowFolder {
  private FlowFolder() {}

  /**
   * The texts of its YAML files by their path below it, parted by {@code /} on every machine.
   *
   * @throws UncheckedIOException when it cannot be read
   */
  public static Map<String, String> sources(Path folder) {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        sources.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the menus from " + folder, e);
    }
    return sources;
  }
}
