package id.gerbang.server.transcript;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A conversation as people read it, to be played and compared to the letter (flow-language.md,
 * "Transcripts").
 *
 * @param name its file's name
 */
public record Transcript(String name, List<Line> lines) {
  private static final Pattern AT =
      Pattern.compile(
          "at (\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2})\\s+surface (\\w+)\\s+from (\\d{8,15})");
  private static final Pattern LATER = Pattern.compile("later (\\d+)([smhd])");
  private static final Pattern SMS = Pattern.compile("sms (to|from) (\\d{8,15})");
  private static final Pattern GIVEN = Pattern.compile("given ([a-z_.]+): ([a-z_]+)");
  private static final Pattern BRANCH =
      Pattern.compile("branch (?:approves ([A-Z2-9]{6})|rejects ([A-Z2-9]{6}): (.+))");
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  /** One thing that is done or expected. */
  public sealed interface Line {
    /** Its line in the file, from 1. */
    int number();

    /** A phone is taken up, at a time of the branch. */
    record At(int number, LocalDateTime time, String surface, String phone) implements Line {}

    /** Time goes by. */
    record Later(int number, Duration time) implements Line {}

    /** The call drops. */
    record Drops(int number) implements Line {}

    /** Something is typed: a service code dials. */
    record Typed(int number, String text) implements Line {}

    /** An SMS is sent from a phone. */
    record SmsFrom(int number, String phone, String text) implements Line {}

    /** An SMS reaches a phone. */
    record SmsTo(int number, String phone, List<String> expected) implements Line {}

    /** A screen is shown. */
    record Shown(int number, List<String> expected) implements Line {}

    /** An action answers this from now on. */
    record Given(int number, String action, String outcome) implements Line {}

    /**
     * The branch decides an application.
     *
     * @param reason why it is rejected; empty when it is approved
     */
    record Branch(int number, String reference, String reason) implements Line {}
  }

  /** The file is no transcript. */
  public static final class Mistake extends RuntimeException {
    Mistake(String file, int line, String what) {
      super(file + ":" + line + ": " + what);
    }
  }

  /**
   * Reads a transcript.
   *
   * @throws Mistake with file and line when a line cannot be understood
   */
  public static Transcript parse(String name, String text) {
    List<String> source = text.lines().toList();
    List<Line> lines = new ArrayList<>();
    String smsFrom = null;
    String smsTo = null;
    for (int i = 0; i < source.size(); i++) {
      String line = source.get(i);
      int number = i + 1;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      Matcher sms = SMS.matcher(line);
      if (sms.matches()) {
        smsFrom = sms.group(1).equals("from") ? sms.group(2) : null;
        smsTo = sms.group(1).equals("to") ? sms.group(2) : null;
      } else if (line.startsWith("> ") || line.equals(">")) {
        String typed = line.length() < 2 ? "" : line.substring(2);
        lines.add(
            smsFrom == null
                ? new Line.Typed(number, typed)
                : new Line.SmsFrom(number, smsFrom, typed));
        smsFrom = null;
      } else if (line.startsWith("< ")) {
        List<String> expected = new ArrayList<>(List.of(unescaped(line.substring(2))));
        while (i + 1 < source.size() && source.get(i + 1).startsWith("  ")) {
          expected.add(unescaped(source.get(++i).substring(2)));
        }
        lines.add(
            smsTo == null
                ? new Line.Shown(number, expected)
                : new Line.SmsTo(number, smsTo, expected));
        smsTo = null;
      } else {
        lines.add(word(name, number, line.strip()));
      }
    }
    return new Transcript(name, lines);
  }

  /** Whether a screen is written down between line {@code index} and the next thing done. */
  public boolean showsAfter(int index) {
    for (Line line : lines.subList(index + 1, lines.size())) {
      switch (line) {
        case Line.Shown _ -> {
          return true;
        }
        case Line.SmsTo _, Line.Given _ -> {} // may stand between
        case Line.Typed _, Line.At _, Line.Later _, Line.Drops _, Line.SmsFrom _, Line.Branch _ -> {
          return false;
        }
      }
    }
    return false;
  }

  private static String unescaped(String line) {
    return line.startsWith("\\") ? line.substring(1) : line;
  }

  private static Line word(String name, int number, String line) {
    Matcher at = AT.matcher(line);
    if (at.matches()) {
      try {
        return new Line.At(
            number, LocalDateTime.parse(at.group(1), MINUTE), at.group(2), at.group(3));
      } catch (DateTimeParseException e) {
        throw new Mistake(name, number, "this time does not exist; expected 2026-05-04 09:00");
      }
    }
    Matcher later = LATER.matcher(line);
    if (later.matches()) {
      long amount = Long.parseLong(later.group(1));
      return new Line.Later(
          number,
          switch (later.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
          });
    }
    Matcher given = GIVEN.matcher(line);
    if (given.matches()) {
      return new Line.Given(number, given.group(1), given.group(2));
    }
    Matcher branch = BRANCH.matcher(line);
    if (branch.matches()) {
      return branch.group(1) != null
          ? new Line.Branch(number, branch.group(1), "")
          : new Line.Branch(number, branch.group(2), branch.group(3));
    }
    if (line.equals("-- drops")) {
      return new Line.Drops(number);
    }
    throw new Mistake(
        name,
        number,
        "expected at …, later 2m, given action: outcome, branch approves …, > input, < screen, sms"
            + " to …, sms from …, -- drops or # comment");
  }

  /**
   * Whether what was shown is what was expected: {@code …} stands for the rest of its line, alone
   * at the end for all that follows.
   */
  public static boolean matches(List<String> expected, List<String> shown) {
    for (int i = 0; i < expected.size(); i++) {
      String line = expected.get(i);
      if (line.equals("…") && i == expected.size() - 1) {
        return shown.size() >= i;
      }
      if (i >= shown.size()) {
        return false;
      }
      boolean fits =
          line.endsWith("…")
              ? shown.get(i).startsWith(line.substring(0, line.length() - 1))
              : shown.get(i).equals(line);
      if (!fits) {
        return false;
      }
    }
    return expected.size() == shown.size();
  }
}
