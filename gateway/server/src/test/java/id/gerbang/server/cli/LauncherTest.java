package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./gerbang} in a folder with spaces, with a Java and a Maven that only write down. */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "..", "gerbang");

  @TempDir private Path folder;
  private Path home;
  private Path jdk;

  @BeforeEach
  void layOut() throws IOException {
    home = Files.createDirectories(folder.resolve("my own projects/ger bang"));
    jdk = folder.resolve("a jdk");
    Files.createDirectories(home.resolve("gateway/server/src/main"));
    Files.createDirectories(home.resolve("gateway/bench"));
    Files.createFile(home.resolve("pom.xml"));
    Files.createFile(home.resolve("gateway/server/pom.xml"));
    Files.createFile(home.resolve("gateway/bench/pom.xml"));
    script(home.resolve("gerbang"), Files.readString(LAUNCHER));
    script(
        jdk.resolve("bin/java"),
        """
        #!/bin/sh
        case "$*" in
          -version) echo 'openjdk version "25.0.1" 2025-10-21' >&2 ;;
          -XshowSettings*) printf '    java.home = %s\\n' "$FAKE_JDK" >&2 ;;
          *) printf '%s\\n' "$@" ;;
        esac
        """);
    script(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    script(
        home.resolve("mvnw"),
        """
        #!/bin/sh
        printf '%s\\n' "$PWD" "$JAVA_HOME" "$@" > maven.txt
        mkdir -p gateway/server/target gateway/bench/target
        touch gateway/server/target/gerbang-server.jar gateway/bench/target/gerbang-bench.jar
        """);
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> run(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(home.resolve("gerbang").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("FAKE_JDK", jdk.toString());
    builder.environment().put("JAVA_HOME", jdk.toString());
    return finished(builder);
  }

  private List<String> finished(ProcessBuilder builder) throws IOException, InterruptedException {
    builder.environment().put("GERBANG_JAVA_OPTS", "-Xmx64m -Da=b");
    Path out = folder.resolve("out.txt");
    Path errors = folder.resolve("errors.txt");
    Process process = builder.redirectOutput(out.toFile()).redirectError(errors.toFile()).start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    return Files.readAllLines(out);
  }

  @Test
  void everyArgumentArrivesWhole() throws Exception {
    assertThat(run("serve", "--config", "my settings.yaml"))
        .containsExactly(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dgerbang.home=" + home.toRealPath(),
            "-Xmx64m",
            "-Da=b",
            "-jar",
            home.toRealPath() + "/gateway/server/target/gerbang-server.jar",
            "serve",
            "--config",
            "my settings.yaml");
  }

  @Test
  void theBenchHasItsLibraries() throws Exception {
    String bench = home.toRealPath() + "/gateway/bench/target/";
    assertThat(run("bench", "turns"))
        .endsWith(
            "-cp",
            bench + "gerbang-bench.jar:" + bench + "lib/*",
            "id.gerbang.bench.Main",
            "bench",
            "turns");
  }

  /** Maven may find no Java, or a Java 17, by itself. */
  @Test
  void theBuildGetsTheJdkThatWasFound() throws Exception {
    ProcessBuilder builder = new ProcessBuilder(home.resolve("gerbang").toString(), "check");
    Path shims = folder.resolve("shims");
    script(shims.resolve("java"), "#!/bin/sh\nexec \"$FAKE_JDK/bin/java\" \"$@\"\n");
    builder.environment().put("FAKE_JDK", jdk.toString());
    builder.environment().remove("JAVA_HOME");
    builder.environment().merge("PATH", shims.toString(), (old, first) -> first + ":" + old);
    finished(builder);
    assertThat(Files.readAllLines(home.resolve("maven.txt")))
        .startsWith(home.toRealPath().toString(), jdk.toString())
        .contains("gateway/server", "package");
  }

  @Test
  void whatIsBuiltIsNotBuiltAgain() throws Exception {
    run("check");
    Files.delete(home.resolve("maven.txt"));
    run("check");
    assertThat(home.resolve("maven.txt")).doesNotExist();
  }
}
