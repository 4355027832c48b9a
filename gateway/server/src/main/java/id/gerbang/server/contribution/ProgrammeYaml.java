package id.gerbang.server.contribution;

import id.gerbang.server.contribution.ProgrammeFile.Mistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/**
 * The YAML of a file of figures, read strictly: what is not expected is a {@link Mistake}, with
 * file:line.
 */
public final class ProgrammeYaml {
  private final Path file;
  private int unconfirmed;

  public ProgrammeYaml(Path file) {
    this.file = file;
  }

  /** The whole of it. */
  public Node root() {
    try {
      Node root =
          new Yaml(new SafeConstructor(new LoaderOptions()))
              .compose(new java.io.StringReader(Files.readString(file)));
      if (root == null) {
        throw new Mistake(file + ":1: the file is empty");
      }
      return root;
    } catch (IOException e) {
      throw new Mistake(
          file + ": cannot be read: " + e.getClass().getSimpleName() + "; the start needs it");
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new Mistake(file + ":" + line + ": not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw new Mistake(file + ":1: not YAML: " + e.getMessage());
    }
  }

  /**
   * @param known the keys that it may have
   * @param needed the keys that it must have
   */
  public Map<String, Node> map(Node node, Set<String> known, Collection<String> needed) {
    if (!(node instanceof MappingNode mapping)) {
      throw mistake(node, "expected a map of " + sorted(known));
    }
    Map<String, Node> parts = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = text(tuple.getKeyNode());
      if (!known.contains(key)) {
        throw mistake(
            tuple.getKeyNode(), "\"" + key + "\" is not known; known are: " + sorted(known));
      }
      if (parts.put(key, tuple.getValueNode()) != null) {
        throw mistake(tuple.getKeyNode(), "\"" + key + "\" is here twice");
      }
    }
    for (String part : needed) {
      if (!parts.containsKey(part)) {
        throw mistake(node, "\"" + part + "\" is missing here");
      }
    }
    return parts;
  }

  private static String sorted(Set<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }

  public List<Node> list(Node node) {
    if (!(node instanceof SequenceNode sequence)) {
      throw mistake(node, "expected a list");
    }
    return sequence.getValue();
  }

  public String text(Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      throw mistake(node, "expected one value");
    }
    return scalar.getValue();
  }

  public boolean truth(Node node) {
    return switch (text(node)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw mistake(node, "expected true or false, not \"" + text(node) + "\"");
    };
  }

  /** A whole number from 0 to {@code most}. */
  public long number(Node node, long most) {
    long number;
    try {
      number = Long.parseLong(text(node).replace("_", ""));
    } catch (NumberFormatException e) {
      throw mistake(node, "expected a whole number, not \"" + text(node) + "\"");
    }
    if (number < 0 || number > most) {
      throw mistake(
          node,
          "expected a number of 0 or more" + (most == Long.MAX_VALUE ? "" : ", at most " + most));
    }
    return number;
  }

  public YearMonth month(Node node) {
    try {
      return YearMonth.parse(text(node));
    } catch (DateTimeException e) {
      throw mistake(node, "expected a month like 2026-04, not \"" + text(node) + "\"");
    }
  }

  /** {@code {value: 10, source: …, verify: true, changes: [{from: 2027-01, value: 12, …}]}}. */
  public Figure figure(Node node, long most) {
    Map<String, Node> parts =
        map(node, Set.of("value", "source", "verify", "changes"), List.of("value", "source"));
    marked(parts);
    List<Figure.Change> changes =
        changes(parts, "value").stream()
            .map(
                change ->
                    new Figure.Change(month(change.get("from")), number(change.get("value"), most)))
            .toList();
    return new Figure(number(parts.get("value"), most), changes);
  }

  /** The changes of a figure, each with its month, its values and its source; in their order. */
  List<Map<String, Node>> changes(Map<String, Node> figure, String... values) {
    if (!figure.containsKey("changes")) {
      return List.of();
    }
    List<String> needed = new ArrayList<>(List.of("from", "source"));
    needed.addAll(List.of(values));
    Set<String> known = new HashSet<>(needed);
    known.add("verify");
    List<Map<String, Node>> changes = new ArrayList<>();
    for (Node node : list(figure.get("changes"))) {
      Map<String, Node> change = map(node, known, needed);
      marked(change);
      if (!changes.isEmpty()
          && !month(change.get("from")).isAfter(month(changes.getLast().get("from")))) {
        throw mistake(node, "from is expected to be later than the change's before");
      }
      changes.add(change);
    }
    return changes;
  }

  /** Notes that a figure says where it is from, and whether anybody has confirmed it. */
  public void marked(Map<String, Node> parts) {
    if (text(parts.get("source")).isBlank()) {
      throw mistake(parts.get("source"), "a figure needs to say who says so");
    }
    if (parts.containsKey("verify") && truth(parts.get("verify"))) {
      unconfirmed++;
    }
  }

  /** How many figures are marked {@code verify}, of those that were read. */
  public int unconfirmed() {
    return unconfirmed;
  }

  /** To be thrown by who reads it. */
  public Mistake mistake(Node node, String what) {
    return new Mistake(file + ":" + (node.getStartMark().getLine() + 1) + ": " + what);
  }
}
