package id.gerbang.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The kept corpus, without the fuzzer: what it once found stays mended. A failure names its file.
 */
class CorpusTest {
  private static final Path CORPUS = Path.of("src/test/resources/corpus");

  private static List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.walk(CORPUS)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @TestFactory
  List<DynamicTest> everyKeptInputKeepsItsProperties() throws IOException {
    return kept().stream()
        .map(
            file ->
                dynamicTest(
                    file.getFileName().toString(),
                    () -> FuzzTargets.fuzzerTestOneInput(Files.readAllBytes(file))))
        .toList();
  }

  @Test
  void everyTargetHasAnInput() throws IOException {
    Set<FuzzTargets> reached =
        kept().stream().map(CorpusTest::read).map(FuzzTargets::of).collect(Collectors.toSet());
    assertThat(reached).isEqualTo(EnumSet.allOf(FuzzTargets.class));
    assertThat(Arrays.stream(FuzzTargets.values()).toList()).hasSizeGreaterThan(10);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
