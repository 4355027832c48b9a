package id.gerbang.server.config;

import id.gerbang.server.carrier.Misbehaviour;
import id.gerbang.server.carrier.Misbehaviour.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code config/rehearsals/<name>.yaml}: what goes wrong at the simulated carrier
 * (docs/integrating.md has the table of its keys). What is absent does not go wrong.
 */
public final class MisbehaviourFile {
  private static final Pattern CHANCE = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,4})?)%");
  private static final Pattern SPAN =
      Pattern.compile("([0-9]{1,6})(ms|s|m)(?:-([0-9]{1,6})(ms|s|m))?");
  private static final int HIGHEST_STATUS = 0xFFFF;
  private static final int MOST_OCTETS = 1_000_000;
  private static final int USUAL_OCTETS = 10;
  private static final double WHOLE = 100;

  private MisbehaviourFile() {}

  /**
   * Reads a file.
   *
   * @throws SettingsFile.Mistakes when anything in it is wrong
   */
  public static Misbehaviour read(Path file) {
    YamlFile yaml = new YamlFile(file, _ -> null);
    Section root = yaml.root("wire", "answers", "receipts", "dialogues", "links");
    Misbehaviour read =
        new Misbehaviour(
            wire(
                root.section("wire", "latency", "lost", "doubled", "overtaken", "held", "garbage")),
            answers(root.section("answers", "throttled", "full", "failing", "lost")),
            receipts(
                root.section(
                    "receipts", "early", "never", "doubled", "late", "lateness", "odd", "failed")),
            dialogues(root.section("dialogues", "dropped", "vanished", "started_twice", "renamed")),
            links(
                root.section(
                    "links",
                    "unbound",
                    "cut",
                    "deaf",
                    "slow",
                    "trouble",
                    "octets_per_second",
                    "refused",
                    "statuses")));
    yaml.refuseMistakes();
    return read;
  }

  private static Misbehaviour.Wire wire(Section section) {
    return new Misbehaviour.Wire(
        span(section, "latency", Span.NONE),
        chance(section, "lost"),
        chance(section, "doubled"),
        chance(section, "overtaken"),
        span(section, "held", new Span(Duration.ofMillis(50), Duration.ofMillis(500))),
        chance(section, "garbage"));
  }

  private static Misbehaviour.Answers answers(Section section) {
    return new Misbehaviour.Answers(
        chance(section, "throttled"),
        chance(section, "full"),
        chance(section, "failing"),
        chance(section, "lost"));
  }

  private static Misbehaviour.Receipts receipts(Section section) {
    return new Misbehaviour.Receipts(
        chance(section, "early"),
        chance(section, "never"),
        chance(section, "doubled"),
        chance(section, "late"),
        span(section, "lateness", new Span(Duration.ofSeconds(2), Duration.ofSeconds(30))),
        chance(section, "odd"),
        chance(section, "failed"));
  }

  private static Misbehaviour.Dialogues dialogues(Section section) {
    return new Misbehaviour.Dialogues(
        chance(section, "dropped"),
        chance(section, "vanished"),
        chance(section, "started_twice"),
        chance(section, "renamed"));
  }

  private static Misbehaviour.Links links(Section section) {
    return new Misbehaviour.Links(
        chance(section, "unbound"),
        chance(section, "cut"),
        chance(section, "deaf"),
        chance(section, "slow"),
        section.time("trouble", Duration.ofSeconds(30)),
        section.number(
            "octets_per_second", USUAL_OCTETS, 1, MOST_OCTETS, "a number of octets a second"),
        chance(section, "refused"),
        List.copyOf(
            section.numbers("statuses", List.of(), HIGHEST_STATUS, "a status (command_status)")));
  }

  private static double chance(Section section, String key) {
    if (!section.parts().containsKey(key)) {
      return 0;
    }
    Matcher matcher = CHANCE.matcher(section.text(key, ""));
    double percent = matcher.matches() ? Double.parseDouble(matcher.group(1)) : -1;
    if (percent < 0 || percent > WHOLE) {
      section.mistake(key, "expected a chance from 0% to 100%, like 5% or 0.5%");
      return 0;
    }
    return percent / WHOLE;
  }

  private static Span span(Section section, String key, Span otherwise) {
    if (!section.parts().containsKey(key)) {
      return otherwise;
    }
    Matcher matcher = SPAN.matcher(section.text(key, ""));
    if (matcher.matches()) {
      Duration least = time(matcher.group(1), matcher.group(2));
      Duration most = matcher.group(3) == null ? least : time(matcher.group(3), matcher.group(4));
      if (most.compareTo(least) >= 0) {
        return new Span(least, most);
      }
    }
    section.mistake(key, "expected a time like 200ms, or two like 50ms-2s, the shorter first");
    return otherwise;
  }

  private static Duration time(String number, String unit) {
    long count = Long.parseLong(number);
    return switch (unit) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      default -> Duration.ofMinutes(count);
    };
  }
}
