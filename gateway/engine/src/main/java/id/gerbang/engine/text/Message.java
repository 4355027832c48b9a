package id.gerbang.engine.text;

import com.ibm.icu.text.MessagePattern;
import com.ibm.icu.text.MessagePattern.ArgType;
import com.ibm.icu.text.MessagePattern.Part;
import com.ibm.icu.text.PluralRules;
import com.ibm.icu.util.ULocale;
import id.gerbang.engine.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One text of one language: an ICU message pattern, parsed once. ICU parses and selects; our types
 * print themselves, because ICU's own Indonesian formats hold characters that would force UCS-2.
 * Immutable and safe for any thread.
 */
public final class Message {
  private static final String MASKED = "masked";

  private final String source;
  private final List<Segment> segments;
  private final TreeSet<String> variables;

  private Message(String source, List<Segment> segments, TreeSet<String> variables) {
    this.source = source;
    this.segments = List.copyOf(segments);
    this.variables = variables;
  }

  /** Gives the printed values of a message. */
  public interface Arguments {
    /** The variable as it is printed; masked where the text asks for it. */
    String printed(String variable, boolean masked);

    /** What a {@code select} on the variable decides by: a choice's id, or nothing when unset. */
    String selector(String variable);

    /** The variable as a number, for plurals. */
    long number(String variable);

    /** The usual {@link #selector}: the id of a choice or a thing, the words of anything else. */
    static String selector(Value value) {
      return switch (value) {
        case null -> "";
        case Value.Choice(String id) -> id;
        case Value.Named(String id, _) -> id;
        case Value.Text(String text) -> text;
        case Value.Whole(long number) -> Long.toString(number);
        case Value.Money(long rupiah) -> Long.toString(rupiah);
        case Value.Flag(boolean holds) -> Boolean.toString(holds);
        case Value.Day(var date) -> date.toString();
        case Value.Moment(var instant) -> instant.toString();
      };
    }

    /**
     * The usual {@link #number(String)}; nothing counts as 0.
     *
     * @throws IllegalStateException when it is no number: the book was not checked
     */
    static long number(String variable, Value value) {
      return switch (value) {
        case null -> 0;
        case Value.Whole(long number) -> number;
        case Value.Money(long rupiah) -> rupiah;
        case Value.Text _,
            Value.Day _,
            Value.Moment _,
            Value.Flag _,
            Value.Choice _,
            Value.Named _ ->
            throw new IllegalStateException("{" + variable + "} is no number");
      };
    }
  }

  private sealed interface Segment {
    record Literal(String text) implements Segment {}

    record Argument(String variable, boolean masked) implements Segment {}

    record Plural(String variable, PluralRules rules, Map<String, List<Segment>> cases)
        implements Segment {}

    record Select(String variable, Map<String, List<Segment>> cases) implements Segment {}
  }

  /**
   * Parses a pattern.
   *
   * @throws IllegalArgumentException when it is no message; the message says what is wrong, for the
   *     author
   */
  public static Message parse(String pattern, String language) {
    MessagePattern parsed = pattern(pattern);
    Reader reader = new Reader(parsed, PluralRules.forLocale(ULocale.forLanguageTag(language)));
    List<Segment> segments = reader.message(0);
    return new Message(pattern, segments, reader.variables);
  }

  private static MessagePattern pattern(String pattern) {
    try {
      return new MessagePattern(pattern);
    } catch (
        IndexOutOfBoundsException
            e) { // how ICU says that a name, a number or a nesting is too long
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The pattern as its author wrote it. */
  public String source() {
    return source;
  }

  /** The variables that it prints or counts. */
  public Set<String> variables() {
    return java.util.Collections.unmodifiableSet(variables);
  }

  /** Whether it prints {@code variable} unmasked somewhere. */
  public boolean showsWhole(String variable) {
    return shows(segments, variable);
  }

  private static boolean shows(List<Segment> segments, String variable) {
    return segments.stream()
        .anyMatch(
            segment ->
                switch (segment) {
                  case Segment.Literal(_) -> false;
                  case Segment.Argument(String name, boolean masked) ->
                      name.equals(variable) && !masked;
                  case Segment.Plural(_, _, var cases) ->
                      cases.values().stream().anyMatch(c -> shows(c, variable));
                  case Segment.Select(_, var cases) ->
                      cases.values().stream().anyMatch(c -> shows(c, variable));
                });
  }

  /** The variables that decide between wordings, each with the cases that are written for it. */
  public Map<String, Set<String>> decisions() {
    Map<String, Set<String>> decisions = new TreeMap<>();
    decisions(segments, decisions);
    return decisions;
  }

  private static void decisions(List<Segment> segments, Map<String, Set<String>> decisions) {
    for (Segment segment : segments) {
      switch (segment) {
        case Segment.Literal _, Segment.Argument _ -> {}
        case Segment.Plural(String variable, _, var cases) -> decides(variable, cases, decisions);
        case Segment.Select(String variable, var cases) -> decides(variable, cases, decisions);
      }
    }
  }

  private static void decides(
      String variable, Map<String, List<Segment>> cases, Map<String, Set<String>> decisions) {
    decisions.computeIfAbsent(variable, _ -> new TreeSet<>()).addAll(cases.keySet());
    cases.values().forEach(more -> decisions(more, decisions));
  }

  /** All that is written in it, without what its variables print. */
  public String literals() {
    StringBuilder out = new StringBuilder();
    literals(segments, out);
    return out.toString();
  }

  private static void literals(List<Segment> segments, StringBuilder out) {
    for (Segment segment : segments) {
      switch (segment) {
        case Segment.Literal(String text) -> out.append(text);
        case Segment.Argument _ -> out.append(' ');
        case Segment.Plural(_, _, var cases) ->
            cases.values().forEach(c -> literals(c, out.append(' ')));
        case Segment.Select(_, var cases) ->
            cases.values().forEach(c -> literals(c, out.append(' ')));
      }
    }
  }

  /** Prints it with these arguments. What a person typed is data here: it is never parsed. */
  public String print(Arguments arguments) {
    if (segments.size() == 1 && segments.getFirst() instanceof Segment.Literal(String text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(160);
    print(segments, arguments, "", out);
    return out.toString();
  }

  private static void print(
      List<Segment> segments, Arguments arguments, String count, StringBuilder out) {
    for (Segment segment : segments) {
      switch (segment) {
        case Segment.Literal(String text) ->
            out.append(text.equals("#") && !count.isEmpty() ? count : text);
        case Segment.Argument(String variable, boolean masked) ->
            out.append(arguments.printed(variable, masked));
        case Segment.Plural(String variable, PluralRules rules, var cases) -> {
          long number = arguments.number(variable);
          List<Segment> exact = cases.get("=" + number);
          List<Segment> chosen =
              exact != null ? exact : cases.getOrDefault(rules.select(number), cases.get("other"));
          print(chosen, arguments, Long.toString(number), out);
        }
        case Segment.Select(String variable, var cases) ->
            print(
                cases.getOrDefault(arguments.selector(variable), cases.get("other")),
                arguments,
                count,
                out);
      }
    }
  }

  /** Walks ICU's parts into segments. */
  private static final class Reader {
    private final MessagePattern pattern;
    private final PluralRules rules;
    private final TreeSet<String> variables = new TreeSet<>();

    Reader(MessagePattern pattern, PluralRules rules) {
      this.pattern = pattern;
      this.rules = rules;
    }

    /**
     * The segments of the message whose MSG_START is part {@code start}. An INSERT_CHAR is for
     * those who write the pattern anew, quoted; in what is printed a lone apostrophe stays one.
     */
    List<Segment> message(int start) {
      List<Segment> segments = new ArrayList<>();
      int limit = pattern.getLimitPartIndex(start);
      int from = pattern.getPart(start).getLimit();
      for (int i = start + 1; i <= limit; i++) {
        Part part = pattern.getPart(i);
        switch (part.getType()) {
          case MSG_LIMIT, SKIP_SYNTAX, INSERT_CHAR, REPLACE_NUMBER, ARG_START -> {
            literal(segments, pattern.getPatternString().substring(from, part.getIndex()));
            from = part.getLimit();
            if (part.getType() == Part.Type.REPLACE_NUMBER) {
              segments.add(new Segment.Literal("#"));
            } else if (part.getType() == Part.Type.ARG_START) {
              segments.add(argument(i));
              i = pattern.getLimitPartIndex(i);
              from = pattern.getPart(i).getLimit();
            }
          }
          default -> {} // ICU has more kinds of parts than a message of ours can hold
        }
      }
      return segments;
    }

    private static void literal(List<Segment> segments, String text) {
      if (!text.isEmpty()) {
        segments.add(new Segment.Literal(text));
      }
    }

    private Segment argument(int start) {
      ArgType type = pattern.getPart(start).getArgType();
      String variable = pattern.getSubstring(pattern.getPart(start + 1));
      variables.add(variable);
      return switch (type) {
        case NONE -> new Segment.Argument(variable, false);
        case SIMPLE -> {
          String format = pattern.getSubstring(pattern.getPart(start + 2));
          if (!format.equals(MASKED)) {
            throw new IllegalArgumentException(
                "{"
                    + variable
                    + ", "
                    + format
                    + "} is not known; only {"
                    + variable
                    + "} and {"
                    + variable
                    + ", masked} are");
          }
          yield new Segment.Argument(variable, true);
        }
        case PLURAL ->
            new Segment.Plural(variable, rules, cases(start + 2, pattern.getLimitPartIndex(start)));
        case SELECT ->
            new Segment.Select(variable, cases(start + 2, pattern.getLimitPartIndex(start)));
        case SELECTORDINAL, CHOICE ->
            throw new IllegalArgumentException(
                "{" + variable + ", …}: only plural and select are known");
      };
    }

    private Map<String, List<Segment>> cases(int from, int limit) {
      Map<String, List<Segment>> cases = new LinkedHashMap<>();
      for (int i = from; i < limit; i++) {
        if (pattern.getPartType(i) != Part.Type.ARG_SELECTOR) {
          continue;
        }
        String selector = pattern.getSubstring(pattern.getPart(i));
        while (pattern.getPartType(i) != Part.Type.MSG_START) {
          i++;
        }
        cases.put(selector, message(i));
        i = pattern.getLimitPartIndex(i);
      }
      return cases;
    }
  }
}
