package id.gerbang.server.api;

import id.gerbang.server.claim.ReportDesk;
import id.gerbang.server.claim.ReportDesk.Moved;
import id.gerbang.server.claim.Stage;
import id.gerbang.server.record.Page;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reports of accidents and deaths, and how far they have come. */
final class Reports {
  /** What an SMS and a screen show whole. */
  private static final int LONGEST_NOTE = 60;

  private static final Pattern LATER_STAGE = Pattern.compile("stage_1|stage_2|decided");
  private static final String STAGES =
      Arrays.stream(Stage.values()).map(Stage::label).collect(Collectors.joining(", "));

  private final ReportDesk reports;
  private final String actor;
  private final InstantSource clock;

  Reports(ReportDesk reports, String actor, InstantSource clock) {
    this.reports = reports;
    this.actor = actor;
    this.clock = clock;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get(
            "/reports", Set.of("stage", "village", "phone", "limit", "after"), this::list),
        Operation.get("/reports/{reference}", Set.of(), this::one),
        Operation.post("/reports/{reference}/stage", this::move));
  }

  private Answer list(Request request) {
    Page<ReportDesk.Report> page =
        reports.list(
            new ReportDesk.Filter(
                request.parameter("stage").map(Reports::anyStage),
                request.text("village", Applications.LONGEST_VILLAGE),
                request.phone(),
                request.limit(),
                request.after()));
    return Answer.ok(Answers.page(page, Answers::report));
  }

  private static Stage anyStage(String label) {
    return stage(label)
        .orElseThrow(() -> Refusal.parameter("stage", "is expected to be one of " + STAGES));
  }

  private static Optional<Stage> stage(String label) {
    return Arrays.stream(Stage.values()).filter(s -> s.label().equals(label)).findFirst();
  }

  private Answer one(Request request) {
    return Answer.ok(
        Answers.report(reports.find(request.reference()).orElseThrow(Reports::unknownReference)));
  }

  private static Refusal unknownReference() {
    return Refusal.notFound("no report has this reference");
  }

  private Answer move(Request request) {
    Body body = request.body(Set.of("stage", "note"));
    Stage stage =
        stage(body.text("stage", LATER_STAGE, "stage_1, stage_2 or decided")).orElseThrow();
    Optional<String> note =
        body.has("note") ? Optional.of(body.text("note", LONGEST_NOTE)) : Optional.empty();
    return switch (reports.move(request.reference(), stage, note, actor, clock.instant())) {
      case Moved.Done(ReportDesk.Report report) -> Answer.ok(Answers.report(report));
      case Moved.Unknown() -> throw unknownReference();
      case Moved.Conflict(Stage now) ->
          throw Refusal.of(
              ProblemType.STAGE_PASSED,
              "the report is " + now.label() + "; it only goes on: " + STAGES);
    };
  }
}
