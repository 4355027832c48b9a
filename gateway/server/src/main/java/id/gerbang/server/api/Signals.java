package id.gerbang.server.api;

import id.gerbang.server.record.Page;
import id.gerbang.server.signal.Rule;
import id.gerbang.server.signal.SignalDesk;
import id.gerbang.server.signal.SignalDesk.Conduct;
import id.gerbang.server.signal.SignalDesk.Finding;
import id.gerbang.server.signal.SignalDesk.Signal;
import id.gerbang.server.signal.SignalDesk.State;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What is worth a look, what somebody found, and what came of an agent's work. */
final class Signals {
  /** As a reason of the ledger. */
  private static final int LONGEST_NOTE = 200;

  /** A year: counting reads all of it. */
  private static final int MOST_DAYS = 366;

  private static final Pattern FINDING = Pattern.compile("ok|fraud|unclear");

  private final SignalDesk signals;
  private final String actor;
  private final InstantSource clock;

  Signals(SignalDesk signals, String actor, InstantSource clock) {
    this.signals = signals;
    this.actor = actor;
    this.clock = clock;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/signals", Set.of("status", "rule", "agent", "limit", "after"), this::list),
        Operation.post("/signals/{id}/review", this::review),
        Operation.get("/agents/{code}/statistics", Set.of("from", "to"), this::statistics));
  }

  private Answer list(Request request) {
    Page<Signal> page =
        signals.list(
            new SignalDesk.Filter(
                request.parameter("status").map(Signals::state),
                request.parameter("rule").map(Signals::rule),
                request.agent(),
                request.limit(),
                request.after()));
    return Answer.ok(Answers.page(page, Signals::signal));
  }

  private static State state(String label) {
    return switch (label) {
      case "open" -> State.OPEN;
      case "reviewed" -> State.REVIEWED;
      default -> throw Refusal.parameter("status", "is expected to be one of open, reviewed");
    };
  }

  private static Rule rule(String label) {
    return Rule.labelled(label)
        .orElseThrow(() -> Refusal.parameter("rule", "is expected to be one of " + Rule.labels()));
  }

  private Answer review(Request request) {
    Body body = request.body(Set.of("finding", "note"));
    Finding finding =
        Finding.valueOf(
            body.text("finding", FINDING, "ok, fraud or unclear").toUpperCase(Locale.ROOT));
    Optional<String> note =
        body.has("note") ? Optional.of(body.text("note", LONGEST_NOTE)) : Optional.empty();
    return signals
        .review(request.id("id"), finding, note, actor, clock.instant())
        .map(reviewed -> Answer.ok(signal(reviewed)))
        .orElseThrow(() -> Refusal.notFound("no signal has this number"));
  }

  private Answer statistics(Request request) {
    SignalDesk.Month month = signals.month(clock.instant());
    LocalDate from = request.day("from").orElse(month.first());
    LocalDate until = request.day("to").orElse(month.today());
    if (until.isBefore(from)) {
      throw Refusal.parameter("to", "is expected to be \"from\" or a day after it");
    }
    if (ChronoUnit.DAYS.between(from, until) >= MOST_DAYS) {
      throw Refusal.parameter("to", "is expected to be within " + MOST_DAYS + " days of \"from\"");
    }
    return signals
        .conduct(request.code(), from, until)
        .map(conduct -> Answer.ok(conduct(conduct)))
        .orElseThrow(() -> Refusal.notFound("no agent has this code"));
  }

  static JsonObject signal(Signal signal) {
    JsonObject json =
        new JsonObject()
            .put("id", signal.id())
            .put("rule", signal.rule().label())
            .put("subject", signal.subject())
            .put("status", signal.state().label())
            .put("from", signal.from().toString())
            .put("hours", signal.hours())
            .put("threshold", signal.threshold())
            .put("count", signal.count())
            .put("applications", new JsonArray(signal.applications()))
            .put("createdAt", signal.createdAt().toString())
            .put("updatedAt", signal.updatedAt().toString());
    signal
        .review()
        .ifPresent(
            review -> {
              json.put("finding", review.finding().label())
                  .put("reviewedBy", review.by())
                  .put("reviewedAt", review.at().toString());
              review.note().ifPresent(note -> json.put("note", Masked.text(note)));
            });
    return json;
  }

  private static JsonObject conduct(Conduct conduct) {
    return new JsonObject()
        .put("agent", conduct.agent())
        .put("from", conduct.from().toString())
        .put("to", conduct.until().toString())
        .put("asked", conduct.asked())
        .put("confirmed", conduct.confirmed())
        .put("rejected", conduct.rejected())
        .put("escalated", conduct.escalated())
        .put("waiting", conduct.waiting())
        .put("lapsed", conduct.lapsed())
        .put("medianSeconds", conduct.median().map(Duration::toSeconds).orElse(null))
        .put("quickestSeconds", conduct.quickest().map(Duration::toSeconds).orElse(null))
        .put("entered", conduct.entered())
        .put("approvedByBranch", conduct.approved())
        .put("rejectedByBranch", conduct.refused())
        .put("openSignals", conduct.openSignals());
  }
}
