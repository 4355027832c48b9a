package id.gerbang.server.action;

import id.gerbang.engine.action.ActionResult.Outcome;
import id.gerbang.engine.value.Value;
import id.gerbang.server.contribution.Due;
import id.gerbang.server.contribution.Protection;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a member stands, in a word of the set {@code statuses}. */
enum MemberStatus {
  UNPAID,
  BEGINS,
  ACTIVE,
  STOPPED,
  ARREARS,
  ENDED;

  static MemberStatus of(Protection protection) {
    return switch (protection) {
      case Protection.NotYet _ -> UNPAID;
      case Protection.Begins _ -> BEGINS;
      case Protection.Active _ -> ACTIVE;
      case Protection.Stopped stopped -> stopped.due().arrearsMonths() == 0 ? STOPPED : ARREARS;
      case Protection.Ended _ -> ENDED;
    };
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(MemberStatus::label).toList();
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How a member stands: who has not paid for today is told that they are not protected. */
  static Outcome outcome(String plan, Protection protection) {
    return switch (protection) {
      case Protection.NotYet(Due first) ->
          new Outcome(
              "approved", Map.of("plan", new Value.Choice(plan), "price", money(first.total())));
      case Protection.Begins(LocalDate from, LocalDate until) ->
          new Outcome(
              "begins", Map.of("from", new Value.Day(from), "covered", new Value.Day(until)));
      case Protection.Active(LocalDate until, _) ->
          new Outcome("active", Map.of("covered", new Value.Day(until)));
      case Protection.Stopped(LocalDate since, Due due, LocalDate last) ->
          due.arrearsMonths() == 0
              ? new Outcome(
                  "stopped", Map.of("since", new Value.Day(since), "price", money(due.total())))
              : new Outcome(
                  "arrears",
                  Map.of(
                      "late",
                      new Value.Whole(due.arrearsMonths()),
                      "arrears",
                      money(due.arrears()),
                      "price",
                      money(due.total()),
                      "last",
                      new Value.Day(last)));
      case Protection.Ended(LocalDate since) ->
          new Outcome("ended", Map.of("since", new Value.Day(since)));
    };
  }

  private static Value money(long rupiah) {
    return new Value.Money(rupiah);
  }
}
