import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Formats every Java source of the house by google-java-format; with {@code --check} it only says which are not. */
class Format {
  public static void main(String[] arguments) throws IOException {
    boolean checks = List.of(arguments).contains("--check");
    List<String> options = new ArrayList<>(checks ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace"));
    try (Stream<Path> files = Files.walk(Path.of("gateway"))) {
      files
          .filter(file -> file.toString().endsWith(".java") && !file.toString().contains("/target/"))
          .sorted()
          .map(Path::toString)
          .forEach(options::add);
    }
    ToolProvider formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
    int exit = formatter.run(System.out, System.err, options.toArray(String[]::new));
    if (exit != 0 && checks) {
      System.err.println("The files above are not formatted. Run: ./mvnw -q -N process-sources -Dformat");
    }
    System.exit(exit);
  }
}
