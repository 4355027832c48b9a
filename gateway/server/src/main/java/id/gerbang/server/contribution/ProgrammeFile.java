package id.gerbang.server.contribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads {@code config/programme.yaml}. A mistake stops the start with file:line and what was
 * expected.
 */
public final class ProgrammeFile {
  private static final Set<String> PARTS =
      Set.of(
          "jkk_per_mille",
          "jkk_least",
          "jkk_most",
          "jkm",
          "jht_per_mille",
          "bands",
          "occupations",
          "permanences",
          "discounts");

  private final Path file;
  private int unconfirmed;

  private ProgrammeFile(Path file) {
    this.file = file;
  }

  /** The file is not what it should be. Its message is for the operator. */
  public static final class Mistake extends RuntimeException {
    Mistake(String message) {
      super(message);
    }
  }

  /**
   * @throws Mistake when the file is missing or wrong
   */
  public static Programme read(Path file) {
    return new ProgrammeFile(file).read();
  }

  private Programme read() {
    Map<String, Node> root = map(parse(), PARTS);
    for (String part : PARTS) {
      if (!root.containsKey(part)) {
        throw new Mistake(file + ":1: \"" + part + "\" is missing");
      }
    }
    long jkkPerMille = figure(root.get("jkk_per_mille"));
    long jkkLeast = figure(root.get("jkk_least"));
    long jkkMost = figure(root.get("jkk_most"));
    long jkm = figure(root.get("jkm"));
    long jhtPerMille = figure(root.get("jht_per_mille"));
    List<Programme.Band> bands = new ArrayList<>();
    for (Node node : list(root.get("bands"))) {
      Map<String, Node> band =
          whole(
              node,
              Set.of("id", "upper", "base", "source", "verify"),
              Set.of("id", "upper", "base", "source"));
      marked(band);
      bands.add(
          new Programme.Band(
              text(band.get("id")), number(band.get("upper")), number(band.get("base"))));
    }
    List<Programme.Occupation> occupations = new ArrayList<>();
    for (Node node : list(root.get("occupations"))) {
      Map<String, Node> occupation = whole(node, Set.of("id", "group"), Set.of("id", "group"));
      occupations.add(
          new Programme.Occupation(text(occupation.get("id")), text(occupation.get("group"))));
    }
    List<Programme.Discount> discounts = new ArrayList<>();
    for (Node node : list(root.get("discounts"))) {
      Set<String> keys = Set.of("group", "from", "until", "percent", "source");
      Map<String, Node> discount =
          whole(node, Set.of("group", "from", "until", "percent", "source", "verify"), keys);
      marked(discount);
      discounts.add(
          new Programme.Discount(
              text(discount.get("group")),
              month(discount.get("from")),
              month(discount.get("until")),
              (int) number(discount.get("percent"))));
    }
    List<String> permanences = list(root.get("permanences")).stream().map(this::text).toList();
    return new Programme(
        jkkPerMille,
        jkkLeast,
        jkkMost,
        jkm,
        jhtPerMille,
        bands,
        occupations,
        permanences,
        discounts,
        unconfirmed);
  }

  private Node parse() {
    try {
      Node root =
          new Yaml(new SafeConstructor(new LoaderOptions())).compose(Files.newBufferedReader(file));
      if (root == null) {
        throw new Mistake(file + ":1: the file is empty");
      }
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    } catch (YAMLException e) {
      throw new Mistake(file + ": not YAML: " + e.getMessage());
    }
  }

  /** {@code {value: 10, source: …, verify: true}}. */
  private long figure(Node node) {
    Map<String, Node> parts =
        whole(node, Set.of("value", "source", "verify"), Set.of("value", "source"));
    marked(parts);
    return number(parts.get("value"));
  }

  private void marked(Map<String, Node> parts) {
    if (parts.containsKey("verify") && text(parts.get("verify")).equals("true")) {
      unconfirmed++;
    }
  }

  private Map<String, Node> whole(Node node, Set<String> known, Set<String> needed) {
    Map<String, Node> parts = map(node, known);
    for (String part : needed) {
      if (!parts.containsKey(part)) {
        throw mistake(node, "\"" + part + "\" is missing here");
      }
    }
    return parts;
  }

  private Map<String, Node> map(Node node, Set<String> known) {
    if (!(node instanceof MappingNode mapping)) {
      throw mistake(
          node, "expected a map of " + String.join(", ", known.stream().sorted().toList()));
    }
    Map<String, Node> parts = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = text(tuple.getKeyNode());
      if (!known.contains(key)) {
        throw mistake(
            tuple.getKeyNode(),
            "\""
                + key
                + "\" is not known; known are: "
                + String.join(", ", known.stream().sorted().toList()));
      }
      parts.put(key, tuple.getValueNode());
    }
    return parts;
  }

  private List<Node> list(Node node) {
    if (!(node instanceof SequenceNode sequence)) {
      throw mistake(node, "expected a list");
    }
    return sequence.getValue();
  }

  private String text(Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      throw mistake(node, "expected one value");
    }
    return scalar.getValue();
  }

  private long number(Node node) {
    try {
      long number = Long.parseLong(text(node).replace("_", ""));
      if (number < 0) {
        throw mistake(node, "expected a number of 0 or more");
      }
      return number;
    } catch (NumberFormatException e) {
      throw mistake(node, "expected a whole number, not \"" + text(node) + "\"");
    }
  }

  private YearMonth month(Node node) {
    try {
      return YearMonth.parse(text(node));
    } catch (DateTimeException e) {
      throw mistake(node, "expected a month like 2026-04, not \"" + text(node) + "\"");
    }
  }

  private Mistake mistake(Node node, String what) {
    return new Mistake(file + ":" + (node.getStartMark().getLine() + 1) + ": " + what);
  }
}
