package id.gerbang.server.config;

import id.gerbang.server.outreach.CallingHours;
import id.gerbang.server.outreach.OutreachLimits;
import id.gerbang.server.outreach.ReminderPlan;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The reminders: {@code outreach:}. */
final class OutreachSection {
  private static final Pattern CLOCK = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
  private static final String NEVER = "never";

  /** Half of the shortest membership that can end for arrears. */
  private static final int MOST_DAYS = 90;

  /** As many as a watch can write with transactions that are short. */
  private static final int MOST_PER_MINUTE = 1_200;

  private static final int MOST_RUPIAH_A_PART = 10_000;
  private static final int MOST_RUPIAH_A_DAY = 2_000_000_000;

  private OutreachSection() {}

  static Settings.Outreach read(Section root) {
    Section section =
        root.section(
            "outreach",
            "reminders",
            "before",
            "on_the_day",
            "after",
            "last",
            "first",
            "agents",
            "from",
            "until",
            "per_minute",
            "rupiah_per_part",
            "most_rupiah_a_day");
    ReminderPlan plan =
        new ReminderPlan(
            days(section, "before", List.of(5)),
            section.truth("on_the_day", true),
            days(section, "after", List.of(7, 21, 45)),
            Optional.of(section.number("last", 7, 0, MOST_DAYS, "days")).filter(days -> days > 0),
            days(section, "first", List.of(3, 14)),
            weekday(section));
    OutreachLimits limits =
        new OutreachLimits(
            hours(section),
            section.number("per_minute", 30, 1, MOST_PER_MINUTE, "reminders a minute"),
            section.number("rupiah_per_part", 350, 1, MOST_RUPIAH_A_PART, "rupiah"),
            section.number("most_rupiah_a_day", 1_000_000, 0, MOST_RUPIAH_A_DAY, "rupiah"));
    return new Settings.Outreach(
        section.truth("reminders", true) ? plan : ReminderPlan.NONE, limits);
  }

  private static List<Integer> days(Section section, String key, List<Integer> otherwise) {
    Set<Integer> days = section.numbers(key, otherwise, MOST_DAYS, "a number of days");
    if (days.contains(0)) {
      section.mistake(key, "expected 1 day or more");
      return otherwise;
    }
    return List.copyOf(days);
  }

  private static Optional<DayOfWeek> weekday(Section section) {
    List<String> names =
        Stream.concat(
                Arrays.stream(DayOfWeek.values()).map(day -> day.name().toLowerCase(Locale.ROOT)),
                Stream.of(NEVER))
            .toList();
    String name = section.choice("agents", "monday", names);
    return name.equals(NEVER) || !names.contains(name)
        ? Optional.empty()
        : Optional.of(DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT)));
  }

  private static CallingHours hours(Section section) {
    LocalTime from = LocalTime.parse(section.text("from", "08:00", CLOCK, "a time like \"08:00\""));
    LocalTime until =
        LocalTime.parse(section.text("until", "19:00", CLOCK, "a time like \"19:00\""));
    if (!from.isBefore(until)) {
      section.mistake("until", "expected a time after from: people are written to within one day");
      return new CallingHours(LocalTime.MIN, LocalTime.MAX);
    }
    return new CallingHours(from, until);
  }
}
