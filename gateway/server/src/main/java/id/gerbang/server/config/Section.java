package id.gerbang.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A map of a {@link YamlFile}: its values by key, each as what it should be. A value that is absent
 * is the default; one that is wrong is told to the file, and the default goes on in its place.
 *
 * @param at where it stands, or null when it is not in the file
 */
record Section(YamlFile file, Node at, Map<String, Node> parts) {
  /** Nine digits of any unit fit a {@link Duration}. */
  private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  /** Nothing here is meant to last longer; and the database's times end. */
  private static final Duration LONGEST_TIME = Duration.ofDays(366);

  Section section(String key, String... known) {
    return file.section(parts.get(key), known);
  }

  /** The maps of a list, {@code what} they are. */
  List<Section> list(String key, String what, String... known) {
    return file.items(parts.get(key), what).stream()
        .map(item -> file.section(item, known))
        .toList();
  }

  /** The maps of a list, {@code what} they are; one map alone is a list of one. */
  List<Section> oneOrList(String key, String what, String... known) {
    return parts.get(key) instanceof MappingNode
        ? List.of(section(key, known))
        : list(key, what, known);
  }

  /** The values of a list, {@code what} they are, each of a form. */
  List<String> texts(String key, String what, Pattern form) {
    List<String> texts = new ArrayList<>();
    for (Node item : file.items(parts.get(key), what)) {
      String text = file.filled(item);
      if (form.matcher(text).matches()) {
        texts.add(text);
      } else {
        file.mistake(item, "expected " + what);
      }
    }
    return texts;
  }

  String text(String key, String otherwise) {
    Node node = parts.get(key);
    return node == null ? otherwise : file.filled(node);
  }

  /**
   * A text of a form.
   *
   * @param expected the form in words; a wrong value is not repeated, since it may hold a password
   */
  String text(String key, String otherwise, Pattern form, String expected) {
    String text = text(key, otherwise);
    if (!form.matcher(text).matches()) {
      mistake(key, "expected " + expected);
      return otherwise;
    }
    return text;
  }

  /** One of some names. */
  String choice(String key, String otherwise, List<String> names) {
    String text = text(key, otherwise);
    if (!names.contains(text)) {
      mistake(key, "expected one of " + String.join(", ", names) + ", not \"" + text + "\"");
      return otherwise;
    }
    return text;
  }

  Secret secret(String key) {
    String text = text(key, "");
    if (!text.startsWith("file:")) {
      return new Secret(text);
    }
    try {
      return new Secret(Files.readString(Path.of(text.substring("file:".length()))).strip());
    } catch (IOException | InvalidPathException e) {
      mistake(key, "the secret's file cannot be read; expected file:/path of a readable file");
      return new Secret("");
    }
  }

  boolean truth(String key) {
    return truth(key, false);
  }

  boolean truth(String key, boolean otherwise) {
    String text = text(key, Boolean.toString(otherwise));
    if (!text.equals("true") && !text.equals("false")) {
      mistake(key, "expected true or false, not \"" + text + "\"");
    }
    return text.equals("true");
  }

  int number(String key, int otherwise, int least, int most, String what) {
    String text = text(key, Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, together with a number out of bounds
    }
    mistake(key, "expected " + what + " from " + least + " to " + most + ", not \"" + text + "\"");
    return otherwise;
  }

  /** A number from 0 that is written as 18 or as 0x12. */
  int whole(String key, int otherwise, int most, String what) {
    return (int) bits(key, otherwise, most, what);
  }

  /**
   * A number from 0 that is written as 18 or as 0x12.
   *
   * @param most unsigned, so that it may be a mask of 64 bits
   */
  long bits(String key, long otherwise, long most, String what) {
    Node node = parts.get(key);
    return node == null ? otherwise : file.whole(node, most, what).orElse(otherwise);
  }

  /** A list of numbers from 0, each written as 18 or as 0x12. */
  Set<Integer> numbers(String key, List<Integer> otherwise, int most, String what) {
    if (!parts.containsKey(key)) {
      return new TreeSet<>(otherwise);
    }
    List<Node> items = file.items(parts.get(key), "numbers like [1, 0x12]");
    Set<Integer> numbers = new TreeSet<>();
    boolean good = true;
    for (Node item : items) {
      OptionalLong number = file.whole(item, most, what);
      number.ifPresent(found -> numbers.add((int) found));
      good &= number.isPresent();
    }
    return good ? numbers : new TreeSet<>(otherwise);
  }

  Duration time(String key, Duration otherwise) {
    if (!parts.containsKey(key)) {
      return otherwise;
    }
    String text = text(key, "");
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      mistake(key, "expected a time like 15s, 30m or 72h, not \"" + text + "\"");
      return otherwise;
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration time =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        };
    if (time.isZero() || time.compareTo(LONGEST_TIME) > 0) {
      mistake(
          key, "expected a time from 1ms to " + LONGEST_TIME.toDays() + "d, not \"" + text + "\"");
      return otherwise;
    }
    return time;
  }

  ZoneId zone(String key, String otherwise) {
    String text = text(key, otherwise);
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      mistake(key, "expected a time zone like Asia/Makassar, not \"" + text + "\"");
      return ZoneId.of(otherwise);
    }
  }

  /** Tells a mistake at the value of {@code key}, or at this map where it has none. */
  void mistake(String key, String what) {
    file.mistake(parts.getOrDefault(key, at), what);
  }
}
