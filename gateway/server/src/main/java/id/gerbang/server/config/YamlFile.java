package id.gerbang.server.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * A YAML file whose values are filled from the environment. It collects what is wrong, by line;
 * what it says of a value never repeats a secret. Confined to one thread.
 */
final class YamlFile {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::([^}]*))?}");

  private final Path file;
  private final UnaryOperator<String> environment;
  private final List<Mistake> mistakes = new ArrayList<>();
  private final Set<Node> told = Collections.newSetFromMap(new IdentityHashMap<>());

  private record Mistake(int line, String what) {}

  YamlFile(Path file, UnaryOperator<String> environment) {
    this.file = file;
    this.environment = environment;
  }

  /**
   * The whole file as one map.
   *
   * @throws SettingsFile.Mistakes when it is no YAML
   */
  Section root(String... known) {
    Node root = parse(source());
    if (root == null) {
      throw refusal(1, "the file is empty; start from a shipped one in config/");
    }
    return section(root, known);
  }

  private String source() {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw refusal(1, "the file is not UTF-8; save it as UTF-8");
    } catch (IOException e) {
      throw new SettingsFile.Mistakes(
          List.of(file + ": cannot be read; give the settings by --config"));
    }
  }

  private Node parse(String source) {
    try {
      return new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(source));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw refusal(line, "is not YAML: " + e.getProblem());
    } catch (ReaderException e) {
      String before = source.substring(0, Math.min(e.getPosition(), source.length()));
      int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
      throw refusal(line, "is not YAML: it has a character that YAML does not allow");
    } catch (YAMLException e) {
      throw refusal(1, "is not YAML: " + e.getMessage().lines().findFirst().orElse(""));
    }
  }

  private SettingsFile.Mistakes refusal(int line, String what) {
    return new SettingsFile.Mistakes(List.of(file + ":" + line + ": " + what));
  }

  /** A map of the file; its keys are checked here, since composing alone does not. */
  Section section(Node node, String... known) {
    Map<String, Node> parts = new LinkedHashMap<>();
    Section section = new Section(this, node, parts);
    String expected = String.join(", ", new TreeSet<>(Set.of(known)));
    if (node == null) {
      return section;
    }
    if (!(node instanceof MappingNode mapping)) {
      mistake(node, "expected a map with " + expected);
      return section;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      Node at = tuple.getKeyNode();
      String key = at instanceof ScalarNode scalar ? scalar.getValue() : "";
      if (!Set.of(known).contains(key)) {
        mistake(at, "\"" + key + "\" is not known; expected one of " + expected);
      } else if (parts.putIfAbsent(key, tuple.getValueNode()) != null) {
        mistake(at, "\"" + key + "\" is here twice; expected each key once");
      }
    }
    return section;
  }

  /** The items of a list, {@code what} they are. */
  List<Node> items(Node node, String what) {
    if (node == null) {
      return List.of();
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    mistake(node, "expected a list of " + what);
    return List.of();
  }

  /** The scalar with its variables filled in. A default may hold anything but a closing brace. */
  String filled(Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      mistake(node, "expected one value");
      return "";
    }
    Matcher matcher = VARIABLE.matcher(scalar.getValue());
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      String given = environment.apply(matcher.group(1));
      String value = given != null && !given.isEmpty() ? given : matcher.group(2);
      if (value == null) {
        mistake(node, matcher.group(1) + " is not set, and there is no default");
        value = "";
      }
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    matcher.appendTail(filled);
    return filled.toString();
  }

  /**
   * A number from 0 to {@code most} (both unsigned), written as 18 or as 0x12; a leading zero is
   * refused, since YAML 1.1 reads it as octal and people do not.
   */
  OptionalLong whole(Node node, long most, String what) {
    String text = filled(node);
    try {
      long number =
          text.startsWith("0x")
              ? Long.parseUnsignedLong(text.substring(2), 16)
              : Long.parseUnsignedLong(text);
      boolean octal = text.length() > 1 && text.startsWith("0") && !text.startsWith("0x");
      if (!octal && Long.compareUnsigned(number, most) <= 0) {
        return OptionalLong.of(number);
      }
    } catch (NumberFormatException e) {
      // told below, together with a number out of bounds
    }
    mistake(
        node,
        "expected "
            + what
            + " from 0 to "
            + Long.toUnsignedString(most)
            + " (0x"
            + Long.toHexString(most)
            + "), written like 18 or 0x12, not \""
            + text
            + "\"");
    return OptionalLong.empty();
  }

  /** Tells what is wrong at {@code node}; what follows from its first mistake is not told. */
  void mistake(Node node, String what) {
    if (node == null) {
      mistakes.add(new Mistake(1, what));
    } else if (told.add(node)) {
      mistakes.add(new Mistake(node.getStartMark().getLine() + 1, what));
    }
  }

  /**
   * @throws SettingsFile.Mistakes when anything was wrong, in the order of the lines
   */
  void refuseMistakes() {
    refuseMistakes(List.of());
  }

  /**
   * @param others what is wrong in files that this one names, told after its own
   * @throws SettingsFile.Mistakes when anything was wrong, in the order of the lines
   */
  void refuseMistakes(List<String> others) {
    if (!mistakes.isEmpty() || !others.isEmpty()) {
      throw new SettingsFile.Mistakes(
          Stream.concat(
                  mistakes.stream()
                      .sorted(Comparator.comparingInt(Mistake::line))
                      .map(mistake -> file + ":" + mistake.line() + ": " + mistake.what()),
                  others.stream())
              .toList());
    }
  }
}
