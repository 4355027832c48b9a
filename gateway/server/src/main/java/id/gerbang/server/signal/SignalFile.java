package id.gerbang.server.signal;

import id.gerbang.server.contribution.ProgrammeYaml;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads {@code config/signals.yaml}: from when on each rule flags, and why. A mistake stops the
 * start with file:line and what was expected.
 */
public final class SignalFile {
  /** As many as a look reads ({@link LookOut}). */
  private static final int MOST_COUNT = 1_000;

  /** Two years: longer than any work is looked back at. */
  private static final int MOST_HOURS = 17_520;

  private static final int MOST_SECONDS = 3_600;

  /** One is no repetition, and two of a name are the fewest. */
  private static final int LEAST_COUNT = 2;

  private final ProgrammeYaml yaml;

  private SignalFile(Path file) {
    this.yaml = new ProgrammeYaml(file);
  }

  /**
   * @throws id.gerbang.server.contribution.ProgrammeFile.Mistake when the file is missing or wrong
   */
  public static Map<Rule, Threshold> read(Path file) {
    return new SignalFile(file).read();
  }

  private Map<Rule, Threshold> read() {
    Set<String> labels =
        Arrays.stream(Rule.values()).map(Rule::label).collect(Collectors.toUnmodifiableSet());
    Map<String, Node> root = yaml.map(yaml.root(), labels, labels);
    Map<Rule, Threshold> thresholds = new EnumMap<>(Rule.class);
    for (Rule rule : Rule.values()) {
      thresholds.put(rule, threshold(rule, root.get(rule.label())));
    }
    return Map.copyOf(thresholds);
  }

  private Threshold threshold(Rule rule, Node node) {
    List<String> needed =
        switch (rule) {
          case QUICK_ANSWERS -> List.of("count", "hours", "seconds", "source");
          case MANY_FROM_PHONE, BURST_PHONE, BURST_AGENT, SAME_PERSON ->
              List.of("count", "hours", "source");
        };
    Set<String> known =
        java.util.stream.Stream.concat(needed.stream(), java.util.stream.Stream.of("verify"))
            .collect(Collectors.toUnmodifiableSet());
    Map<String, Node> parts = yaml.map(node, known, needed);
    yaml.marked(parts);
    return new Threshold(
        number(parts.get("count"), LEAST_COUNT, MOST_COUNT),
        Duration.ofHours(number(parts.get("hours"), 1, MOST_HOURS)),
        Duration.ofSeconds(
            parts.containsKey("seconds") ? number(parts.get("seconds"), 1, MOST_SECONDS) : 0));
  }

  private int number(Node node, int least, int most) {
    long number = yaml.number(node, most);
    if (number < least) {
      throw yaml.mistake(node, "expected a number from " + least + " to " + most);
    }
    return (int) number;
  }
}
