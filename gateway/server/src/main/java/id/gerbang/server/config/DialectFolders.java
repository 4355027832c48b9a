package id.gerbang.server.config;

import id.gerbang.server.channel.smpp.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folders with the dialects, {@code <name>.yaml} each; the first that has a name wins. A file
 * is read once. Confined to one thread.
 */
final class DialectFolders {
  private static final String ENDING = ".yaml";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}\\.yaml");

  private final List<Path> folders;
  private final UnaryOperator<String> environment;
  private final Map<String, Optional<Dialect>> read = new HashMap<>();
  private final List<String> mistakes = new ArrayList<>();

  DialectFolders(List<Path> folders, UnaryOperator<String> environment) {
    this.folders = folders.stream().distinct().toList();
    this.environment = environment;
  }

  /** What is there, in the order of the alphabet. */
  List<String> names() {
    TreeSet<String> names = new TreeSet<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(NAME.asMatchPredicate())
            .forEach(file -> names.add(file.substring(0, file.length() - ENDING.length())));
      } catch (IOException e) {
        continue; // a folder that is not there has no names; a name that is missed is told
      }
    }
    return List.copyOf(names);
  }

  /**
   * The dialect that {@code key} of a link names.
   *
   * @return empty when that is told as a mistake, here or at the link
   */
  Optional<Dialect> named(Section link, String key) {
    List<String> names = names();
    String name = link.text(key, "standard");
    if (!names.contains(name)) {
      link.mistake(
          key,
          names.isEmpty()
              ? "there is no dialect in " + where() + "; expected " + name + ENDING
              : "expected one of "
                  + String.join(", ", names)
                  + " (the files of "
                  + where()
                  + "), not \""
                  + name
                  + "\"");
      return Optional.empty();
    }
    return read.computeIfAbsent(name, this::read);
  }

  private String where() {
    return String.join(" and of ", folders.stream().map(Path::toString).toList());
  }

  private Optional<Dialect> read(String name) {
    Path file =
        folders.stream()
            .map(folder -> folder.resolve(name + ENDING))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow();
    YamlFile yaml = new YamlFile(file, environment);
    try {
      Dialect dialect = DialectFile.read(name, yaml);
      yaml.refuseMistakes();
      return Optional.of(dialect);
    } catch (SettingsFile.Mistakes e) {
      mistakes.add(e.getMessage());
      return Optional.empty();
    }
  }

  /** What is wrong in the files that were read, one mistake a line. */
  List<String> mistakes() {
    return List.copyOf(mistakes);
  }
}
