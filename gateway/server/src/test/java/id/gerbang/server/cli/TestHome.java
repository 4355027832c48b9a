package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The shipped project in a folder of its own, with some of its menus changed. */
final class TestHome {
  private TestHome() {}

  /**
   * @param changes by path below {@code flows}
   */
  static Home changed(Path folder, Map<String, UnaryOperator<String>> changes) {
    Home shipped = RunningServer.home();
    copy(shipped.path().resolve("config"), folder.resolve("config"));
    copy(shipped.flows(), folder.resolve("flows"));
    changes.forEach((path, change) -> change(folder.resolve("flows").resolve(path), change));
    return new Home(folder);
  }

  private static void change(Path file, UnaryOperator<String> change) {
    try {
      String before = Files.readString(file);
      String after = change.apply(before);
      assertThat(after).as("%s changes", file).isNotEqualTo(before);
      Files.writeString(file, after);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
