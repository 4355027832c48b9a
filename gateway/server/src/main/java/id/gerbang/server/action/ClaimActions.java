package id.gerbang.server.action;

import static id.gerbang.engine.action.ActionSignature.does;
import static id.gerbang.engine.action.ActionSignature.lists;

import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionResult.Option;
import id.gerbang.engine.action.ActionResult.Options;
import id.gerbang.engine.action.ActionResult.Outcome;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.action.ActionSignature.OptionShape;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Type.Simple;
import id.gerbang.engine.value.Value;
import id.gerbang.server.claim.ClaimLetters;
import id.gerbang.server.claim.NewReport;
import id.gerbang.server.claim.ReportFollowing;
import id.gerbang.server.claim.ReportIntake;
import id.gerbang.server.claim.Reported;
import id.gerbang.server.claim.Risk;
import id.gerbang.server.claim.Stage;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What menus do with reports of an accident or a death (R18, R19). */
public final class ClaimActions {
  private static final Type RISK = new Type.ChoiceOf(ClaimLetters.RISKS);
  private static final Type DAY = new Type.ChoiceOf(ClaimLetters.DAYS);

  /** Only reported, and its clock has run out. */
  private static final String LATE = "late";

  private final ReportIntake intake;
  private final ReportFollowing following;
  private final ZoneId zone;

  /**
   * @param zone the branch's time zone, whose days {@code today} and {@code yesterday} are
   */
  public ClaimActions(ReportIntake intake, ReportFollowing following, ZoneId zone) {
    this.intake = intake;
    this.following = following;
    this.zone = zone;
  }

  public List<Action> all() {
    return List.of(
        Actions.blocking(
            lists(
                "claim.people",
                Map.of(),
                new OptionShape(Simple.NIK, Map.of("worker", Simple.TEXT))),
            this::people),
        Actions.immediate(
            does(
                "claim.day",
                Map.of("said", DAY),
                Set.of(),
                Map.of("day", Map.of("date", Simple.DATE))),
            this::day),
        Actions.blocking(report(), this::report),
        Actions.blocking(
            lists(
                "claim.mine",
                Map.of(),
                new OptionShape(Simple.REFERENCE, Map.of("risk", RISK, "date", Simple.DATE))),
            this::mine),
        Actions.blocking(status(), this::status));
  }

  private static ActionSignature report() {
    return does(
            "claim.report",
            Map.of(
                "risk", RISK,
                "nik", Simple.NIK,
                "village", Simple.VILLAGE,
                "place", Simple.TEXT,
                "date", Simple.DATE,
                "relative", Simple.PHONE),
            Set.of("nik", "place", "relative"),
            Map.of(
                "recorded", Map.of("reference", Simple.REFERENCE, "until", Simple.MOMENT),
                "no_agent", Map.of("reference", Simple.REFERENCE, "until", Simple.MOMENT),
                "already", Map.of("reference", Simple.REFERENCE),
                "too_many", Map.of()))
        .withConsequence();
  }

  private static ActionSignature status() {
    Map<String, Type> come = Map.of("risk", RISK, "note", Simple.TEXT);
    return does(
        "claim.status",
        Map.of("reference", Simple.REFERENCE),
        Set.of(),
        Map.of(
            outcome(Stage.REPORTED),
            Map.of("risk", RISK, "until", Simple.MOMENT),
            LATE,
            Map.of("risk", RISK, "until", Simple.MOMENT),
            outcome(Stage.STAGE_1),
            come,
            outcome(Stage.STAGE_2),
            come,
            outcome(Stage.DECIDED),
            come,
            "gone",
            Map.of()));
  }

  /** As menus name it: outcomes are words, without digits. */
  private static String outcome(Stage stage) {
    return switch (stage) {
      case REPORTED -> "reported";
      case STAGE_1 -> "stage_one";
      case STAGE_2 -> "stage_two";
      case DECIDED -> "decided";
    };
  }

  private ActionResult people(ActionRequest request, Caller caller) {
    return new Options(
        following.people(caller.phone(), Options.LIMIT).stream()
            .map(
                person ->
                    new Option(
                        new Value.Text(person.nik()),
                        Map.of("worker", new Value.Text(person.worker()))))
            .toList());
  }

  /** The day that was meant when it was said: a dialogue may go on tomorrow. */
  private ActionResult day(ActionRequest request, Caller caller) {
    LocalDate today = LocalDate.ofInstant(caller.at(), zone);
    String said = request.choice("said");
    LocalDate day = said.equals(ClaimLetters.YESTERDAY) ? today.minusDays(1) : today;
    return new Outcome("day", Map.of("date", new Value.Day(day)));
  }

  private ActionResult report(ActionRequest request, Caller caller) {
    NewReport report =
        new NewReport(
            caller.phone(),
            risk(request),
            text(request, "nik"),
            request.named("village"),
            text(request, "place"),
            request.day("date"),
            text(request, "relative").map(Msisdn::new),
            caller.channel(),
            request.language(),
            request.intent());
    return switch (intake.report(report, caller.at())) {
      case Reported.Done(String reference, Instant until, boolean agentTold) ->
          new Outcome(
              agentTold ? "recorded" : "no_agent",
              Map.of("reference", new Value.Text(reference), "until", new Value.Moment(until)));
      case Reported.Already(String reference) ->
          new Outcome("already", Map.of("reference", new Value.Text(reference)));
      case Reported.TooMany() -> Outcome.of("too_many");
    };
  }

  private static Risk risk(ActionRequest request) {
    String label = request.choice("risk");
    for (Risk risk : Risk.values()) {
      if (risk.label().equals(label)) {
        return risk;
      }
    }
    throw new IllegalArgumentException("claim.report was asked for the risk \"" + label + "\"");
  }

  private ActionResult mine(ActionRequest request, Caller caller) {
    return new Options(
        following.mine(caller.phone(), Options.LIMIT).stream()
            .map(
                mine ->
                    new Option(
                        new Value.Text(mine.reference()),
                        Map.of(
                            "risk",
                            new Value.Choice(mine.risk().label()),
                            "date",
                            new Value.Day(mine.day()))))
            .toList());
  }

  private ActionResult status(ActionRequest request, Caller caller) {
    Optional<ReportFollowing.Standing> found =
        following.standing(caller.phone(), text(request, "reference").orElseThrow());
    if (found.isEmpty()) {
      return Outcome.of("gone");
    }
    ReportFollowing.Standing standing = found.get();
    Map<String, Value> gives = new HashMap<>();
    gives.put("risk", new Value.Choice(standing.risk().label()));
    switch (standing.stage()) {
      case REPORTED -> gives.put("until", new Value.Moment(standing.until()));
      case STAGE_1, STAGE_2, DECIDED ->
          standing.note().ifPresent(note -> gives.put("note", new Value.Text(note)));
    }
    boolean late = standing.stage() == Stage.REPORTED && !caller.at().isBefore(standing.until());
    return new Outcome(late ? LATE : outcome(standing.stage()), gives);
  }

  private static Optional<String> text(ActionRequest request, String input) {
    return Optional.ofNullable(request.inputs().get(input))
        .map(value -> ((Value.Text) value).text());
  }
}
