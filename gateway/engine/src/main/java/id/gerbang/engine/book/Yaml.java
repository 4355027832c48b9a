package id.gerbang.engine.book;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A node of a YAML file that knows where it stands, so that each mistake can be named by file and
 * line. Reading goes on after a mistake: the caller gets something empty, and all mistakes are
 * reported together.
 */
final class Yaml {
  /** A menu file is a few kilobytes; a million characters is no menu. */
  private static final int LONGEST_FILE = 1_000_000;

  private final String file;
  private final Node node;
  private final List<Problem> problems;

  private Yaml(String file, Node node, List<Problem> problems) {
    this.file = file;
    this.node = node;
    this.problems = problems;
  }

  /** Parses {@code text}; a syntax error becomes a problem and an empty result. */
  static Optional<Yaml> parse(String file, String text, List<Problem> problems) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(LONGEST_FILE);
    options.setAllowDuplicateKeys(false);
    try {
      Node root =
          new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      if (root == null) {
        problems.add(
            new Problem(file, 1, 1, "the file is empty", "write a flow, or remove the file"));
        return Optional.empty();
      }
      return Optional.of(new Yaml(file, root, problems));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      problems.add(
          new Problem(
              file,
              mark.getLine() + 1,
              mark.getColumn() + 1,
              "this is not YAML: " + e.getProblem(),
              mend(e.getProblem())));
      return Optional.empty();
    } catch (YAMLException e) {
      problems.add(
          new Problem(
              file, 1, 1, "this is not YAML: " + e.getMessage(), "save the file as UTF-8 text"));
      return Optional.empty();
    }
  }

  private static String mend(String problem) {
    return problem.startsWith("mapping values are not allowed")
        ? "words with a colon in them go between quotes: key: \"Note: like this\"; else look at the"
            + " indentation"
        : "look at the indentation, the colons and the quotes around here";
  }

  /** Where it stands. */
  Places.Place place() {
    Mark mark = node.getStartMark();
    return new Places.Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Reports something wrong with this node. */
  void problem(String what, String mend) {
    problems.add(at(node.getStartMark(), what, mend));
  }

  private Problem at(Mark mark, String what, String mend) {
    return new Problem(file, mark.getLine() + 1, mark.getColumn() + 1, what, mend);
  }

  boolean isText() {
    return node instanceof ScalarNode;
  }

  boolean isMap() {
    return node instanceof MappingNode;
  }

  /** The scalar as it was written. */
  String text() {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    problem("a word is expected here, not a list or a map", "write one value after the colon");
    return "";
  }

  boolean truth() {
    String text = text();
    if (!text.equals("true") && !text.equals("false")) {
      problem("true or false is expected here, not \"" + text + "\"", "write true or false");
    }
    return text.equals("true");
  }

  /** A whole number from 1; 1 when it is none. */
  int whole() {
    String text = text();
    if (!text.matches("[1-9][0-9]{0,5}")) {
      problem(
          "a whole number from 1 is expected here, not \"" + text + "\"", "write 14, for example");
      return 1;
    }
    return Integer.parseInt(text);
  }

  List<Yaml> list() {
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue().stream().map(item -> new Yaml(file, item, problems)).toList();
    }
    problem("a list is expected here", "write [a, b], or one item a line behind dashes");
    return List.of();
  }

  /** Entries in the order of the file. A key twice is a problem; the first one counts. */
  Map<String, Yaml> map() {
    if (!(node instanceof MappingNode mapping)) {
      problem("a map is expected here", "write key: value, one a line and indented");
      return Map.of();
    }
    Map<String, Yaml> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      if (entries.putIfAbsent(key, new Yaml(file, tuple.getValueNode(), problems)) != null) {
        problems.add(
            at(
                tuple.getKeyNode().getStartMark(),
                "\"" + key + "\" stands here a second time",
                "keep one of the two"));
      }
    }
    return entries;
  }

  /** Entries, of which only {@code known} ones may be. */
  Map<String, Yaml> map(Set<String> known) {
    Map<String, Yaml> entries = map();
    entries.forEach(
        (key, value) -> {
          if (!known.contains(key)) {
            value.problem(
                "\"" + key + "\" is not known here",
                "known are: " + String.join(", ", known.stream().sorted().toList()));
          }
        });
    return entries;
  }

  /**
   * What stands behind these keys, one inside the other; this node where there is no such thing.
   */
  Yaml at(String... keys) {
    Yaml found = this;
    for (String key : keys) {
      Yaml inner = found.isMap() ? found.map().get(key) : null;
      if (inner == null) {
        return this;
      }
      found = inner;
    }
    return found;
  }

  /** A map of words to words, in order. */
  Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    map().forEach((key, value) -> words.put(key, value.text()));
    return words;
  }

  /** A list of single pairs, {@code [{agree: nik}, {refuse: refused}]}, in order. */
  Map<String, String> pairs() {
    Map<String, String> pairs = new LinkedHashMap<>();
    List<Yaml> items = new ArrayList<>(list());
    for (Yaml item : items) {
      Map<String, String> pair = item.words();
      if (pair.size() != 1) {
        item.problem("one option is expected here", "write {option: step}");
      }
      pairs.putAll(pair);
    }
    return pairs;
  }
}
