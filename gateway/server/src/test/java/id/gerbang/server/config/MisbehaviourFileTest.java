package id.gerbang.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.server.carrier.Misbehaviour;
import id.gerbang.server.carrier.Misbehaviour.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MisbehaviourFileTest {
  @TempDir private Path folder;

  private Path file(String yaml) throws Exception {
    return Files.writeString(folder.resolve("bad.yaml"), yaml);
  }

  @Test
  void whatIsAbsentDoesNotGoWrong() throws Exception {
    Misbehaviour read = MisbehaviourFile.read(file("wire: {lost: 2.5%, latency: 50ms-2s}\n"));
    assertThat(read.wire().lost()).isEqualTo(0.025);
    assertThat(read.wire().latency())
        .isEqualTo(new Span(Duration.ofMillis(50), Duration.ofSeconds(2)));
    assertThat(read.wire().doubled()).isZero();
    assertThat(read.answers()).isEqualTo(Misbehaviour.NONE.answers());
    assertThat(read.dialogues()).isEqualTo(Misbehaviour.NONE.dialogues());
    assertThat(read.links().statuses()).isEmpty();
  }

  @Test
  void eachMistakeIsToldWithItsLine() throws Exception {
    Path file =
        file(
            """
            wire:
              lost: 3
              latency: 2s-50ms
              doubled: 101%
            links: {statuses: [0x05, many], octets_per_second: 0}
            weather: bad
            """);
    assertThatThrownBy(() -> MisbehaviourFile.read(file))
        .isInstanceOf(SettingsFile.Mistakes.class)
        .hasMessageContaining("bad.yaml:2: expected a chance from 0% to 100%")
        .hasMessageContaining("bad.yaml:3: expected a time like 200ms")
        .hasMessageContaining("bad.yaml:4: expected a chance")
        .hasMessageContaining("bad.yaml:5: expected a status")
        .hasMessageContaining("expected a number of octets a second")
        .hasMessageContaining("bad.yaml:6: \"weather\" is not known");
  }

  @Test
  void everyShippedRehearsalIsRead() throws Exception {
    List<Path> shipped;
    try (Stream<Path> files = Files.list(Path.of("..", "..", "config", "rehearsals"))) {
      shipped = files.toList();
    }
    assertThat(shipped).hasSizeGreaterThan(5);
    assertThat(shipped)
        .allSatisfy(
            file -> assertThat(MisbehaviourFile.read(file)).isNotEqualTo(Misbehaviour.NONE));
  }
}
