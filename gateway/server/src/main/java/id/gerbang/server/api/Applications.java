package id.gerbang.server.api;

import id.gerbang.engine.value.Nik;
import id.gerbang.server.enrolment.BranchDesk;
import id.gerbang.server.enrolment.BranchDesk.Decided;
import id.gerbang.server.enrolment.BranchDesk.Decision;
import id.gerbang.server.record.Page;
import id.gerbang.server.signal.SignalDesk;
import io.vertx.core.json.JsonArray;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Applications and their decision. */
final class Applications {
  private static final int LONGEST_REASON = 160;

  /** Of a village's id or name; the longest official name of a village has half of it. */
  static final int LONGEST_VILLAGE = 60;

  private static final Pattern CARD = Pattern.compile("[A-Za-z0-9-]{5,32}");
  private static final Pattern DECISION = Pattern.compile("approve|reject");
  private static final String STATUSES =
      Arrays.stream(BranchDesk.Status.values())
          .map(BranchDesk.Status::label)
          .collect(Collectors.joining(", "));

  private final BranchDesk branch;
  private final SignalDesk signals;
  private final String actor;
  private final InstantSource clock;

  Applications(BranchDesk branch, SignalDesk signals, String actor, InstantSource clock) {
    this.branch = branch;
    this.signals = signals;
    this.actor = actor;
    this.clock = clock;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get(
            "/applications", Set.of("status", "village", "phone", "limit", "after"), this::list),
        Operation.get("/applications/{reference}", Set.of(), this::one),
        Operation.post("/applications/{reference}/decision", this::decide));
  }

  private Answer list(Request request) {
    Page<BranchDesk.Application> page =
        branch.list(
            new BranchDesk.Filter(
                request.parameter("status").map(Applications::status),
                request.text("village", LONGEST_VILLAGE),
                request.phone(),
                request.limit(),
                request.after()));
    return Answer.ok(Answers.page(page, Answers::application));
  }

  private static BranchDesk.Status status(String label) {
    return Arrays.stream(BranchDesk.Status.values())
        .filter(status -> status.label().equals(label))
        .findFirst()
        .orElseThrow(() -> Refusal.parameter("status", "is expected to be one of " + STATUSES));
  }

  private Answer one(Request request) {
    BranchDesk.Application application =
        branch.find(request.reference()).orElseThrow(Applications::unknownReference);
    JsonArray about = new JsonArray();
    signals.of(application.reference()).forEach(signal -> about.add(Signals.signal(signal)));
    return Answer.ok(Answers.application(application).put("signals", about));
  }

  private static Refusal unknownReference() {
    return Refusal.notFound("no application has this reference");
  }

  private Answer decide(Request request) {
    Decision decision = decision(request.body(Set.of("decision", "cardNumber", "reason")));
    return switch (branch.decide(request.reference(), decision, actor, clock.instant())) {
      case Decided.Done(BranchDesk.Application application) ->
          Answer.ok(Answers.application(application));
      case Decided.Unknown() -> throw unknownReference();
      case Decided.Conflict(BranchDesk.Status status) ->
          throw Refusal.of(
              ProblemType.NOT_AWAITING_BRANCH,
              "the application is "
                  + status.label()
                  + "; the branch decides only in awaiting_branch, and once");
    };
  }

  private static Decision decision(Body body) {
    if (body.text("decision", DECISION, "approve or reject").equals("approve")) {
      body.only(Set.of("decision", "cardNumber"));
      String card = body.text("cardNumber", CARD, "5 to 32 letters, digits or dashes");
      if (Nik.flaw(card.replace("-", "")) == Nik.Flaw.NONE) {
        // it would leave whole, here and in the worker's SMS
        throw Refusal.field("cardNumber", "is expected to be the card's number; this is a NIK");
      }
      return new Decision.Approve(card);
    }
    body.only(Set.of("decision", "reason"));
    return new Decision.Reject(body.text("reason", LONGEST_REASON));
  }
}
