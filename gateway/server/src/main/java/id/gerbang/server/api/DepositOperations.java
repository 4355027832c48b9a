package id.gerbang.server.api;

import id.gerbang.server.deposit.DepositDesk;
import id.gerbang.server.deposit.DepositDesk.HandOver;
import id.gerbang.server.deposit.DepositDesk.HandedOver;
import id.gerbang.server.deposit.DepositDesk.Item;
import id.gerbang.server.deposit.DepositDesk.PaidOut;
import id.gerbang.server.deposit.DepositDesk.Reversed;
import id.gerbang.server.deposit.Position;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Daily deposits, collectors' cash, and what members have saved (R10, R11). */
final class DepositOperations {
  /** What an SMS tells whole. */
  private static final int LONGEST_REASON = 60;

  /** Nine digits: more cash than anybody carries. */
  private static final long MOST_RUPIAH = 999_999_999;

  private static final Pattern AGENT = Pattern.compile("[A-Z]{3}[0-9]{3}");
  private static final Pattern MEMBER = Pattern.compile("[A-Z2-9]{6}");
  private static final Pattern BRANCH = Pattern.compile("[A-Z0-9_]{2,16}");
  private static final Pattern RECEIPT_NO = Pattern.compile("[A-Za-z0-9./_-]{1,20}");
  private static final Pattern WHO = Pattern.compile("[A-Za-z0-9._-]{1,40}");

  /** RFC 3339 with its offset; years of four digits are those that a calendar has. */
  private static final Pattern MOMENT =
      Pattern.compile(
          "[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
              + "(Z|[+-][0-9]{2}:[0-9]{2})");

  private static final String A_BRANCH = "the code of a branch, like DPS";
  private static final String A_RECEIPT =
      "the branch's own number of it: up to 20 letters, digits and . / _ -";
  private static final String AN_OFFICER = "the officer's account, no name: letters, digits . _ -";

  private final DepositDesk desk;
  private final String actor;
  private final InstantSource clock;

  DepositOperations(DepositDesk desk, String actor, InstantSource clock) {
    this.desk = desk;
    this.actor = actor;
    this.clock = clock;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get(
            "/deposits", Set.of("agent", "member", "from", "to", "limit", "after"), this::list),
        Operation.post("/deposits/{reference}/reversal", this::reverse),
        Operation.get("/handovers", Set.of("agent", "limit", "after"), this::handOvers),
        Operation.post("/handovers", this::handOver),
        Operation.get("/agents/{code}/cash", Set.of(), this::cash),
        Operation.post("/agents/{code}/cash/limits", this::limit),
        Operation.get("/savings", Set.of("limit", "after"), this::saved),
        Operation.post("/savings/{reference}/payout", this::payOut));
  }

  private Answer list(Request request) {
    return Answer.ok(
        Answers.page(
            desk.list(
                new DepositDesk.Filter(
                    of(request, "agent", AGENT, "an agent's code, PRS001"),
                    of(request, "member", MEMBER, "the reference of a member's application"),
                    moment(request, "from"),
                    moment(request, "to"),
                    request.limit(),
                    request.after())),
            DepositAnswers::deposit));
  }

  private static Optional<String> of(Request request, String name, Pattern form, String expected) {
    Optional<String> written = request.parameter(name);
    if (written.isPresent() && !form.matcher(written.get()).matches()) {
      throw Refusal.parameter(name, "is expected to be " + expected);
    }
    return written;
  }

  private static Optional<Instant> moment(Request request, String name) {
    return of(request, name, MOMENT, "a time like 2026-11-21T10:30:00Z")
        .map(
            written -> {
              try {
                return OffsetDateTime.parse(written).toInstant();
              } catch (DateTimeException e) {
                throw Refusal.parameter(name, "is expected to be a time that there was");
              }
            });
  }

  private Answer reverse(Request request) {
    String reference = request.reference();
    String reason = request.body(Set.of("reason")).text("reason", LONGEST_REASON);
    return switch (desk.reverse(reference, reason, actor, clock.instant())) {
      case Reversed.Done(Item item) -> Answer.ok(DepositAnswers.deposit(item));
      case Reversed.Unknown() -> throw Refusal.notFound("no deposit has this reference");
      case Reversed.Before() ->
          throw Refusal.of(ProblemType.DEPOSIT_REVERSED, "a deposit is taken back once");
      case Reversed.Settled() ->
          throw Refusal.of(
              ProblemType.DEPOSIT_SETTLED,
              "the member's savings became a contribution or were paid out since; what is left can"
                  + " be paid out: POST /savings/{reference}/payout");
      case Reversed.CashGone(long cash) ->
          throw notEnough(
              "the collector holds Rp"
                  + cash
                  + ", less than the deposit: its cash was handed over. If the money is the"
                  + " member's, pay it out of their savings; if it never was, book the hand-over's"
                  + " mistake first");
    };
  }

  private static Refusal notEnough(String detail) {
    return Refusal.of(ProblemType.NOT_ENOUGH, detail);
  }

  private Answer handOvers(Request request) {
    return Answer.ok(
        Answers.page(
            desk.handOvers(
                of(request, "agent", AGENT, "an agent's code, PRS001"),
                request.limit(),
                request.after()),
            DepositAnswers::handOver));
  }

  private Answer handOver(Request request) {
    Body body = request.body(Set.of("agent", "amount", "branch", "receiptNo", "who"));
    DepositDesk.NewHandOver handOver =
        new DepositDesk.NewHandOver(
            body.text("agent", AGENT, "an agent's code, PRS001"),
            body.number("amount", 1, MOST_RUPIAH),
            body.has("branch")
                ? Optional.of(body.text("branch", BRANCH, A_BRANCH))
                : Optional.empty(),
            body.text("receiptNo", RECEIPT_NO, A_RECEIPT),
            body.text("who", WHO, AN_OFFICER));
    return switch (desk.handOver(handOver, clock.instant())) {
      case HandedOver.Done(HandOver done, boolean first, long cash) ->
          new Answer(first ? 201 : 200, DepositAnswers.handOver(done).put("cash", cash));
      case HandedOver.UnknownAgent() ->
          throw Refusal.field("agent", "is expected to be the code of an agent; none has this one");
      case HandedOver.UnknownBranch() ->
          throw Refusal.field("branch", "is expected to be " + A_BRANCH);
      case HandedOver.ReceiptTaken(HandOver other) ->
          throw Refusal.of(
              ProblemType.RECEIPT_OF_ANOTHER,
              "this receipt number is hand-over "
                  + other.reference()
                  + " of Rp"
                  + other.amount()
                  + " by "
                  + other.agent()
                  + "; another act has its own number");
      case HandedOver.TooMuch(long cash) ->
          throw notEnough(
              "the collector holds Rp"
                  + cash
                  + ", you counted Rp"
                  + handOver.amount()
                  + "; book what is held, and ask for the deposits that were not told");
    };
  }

  private Answer cash(Request request) {
    String code = request.code();
    return Answer.ok(
        DepositAnswers.position(
            code, desk.cash(code, clock.instant()).orElseThrow(DepositOperations::unknownAgent)));
  }

  private static Refusal unknownAgent() {
    return Refusal.notFound("no agent has this code; GET /agents lists them");
  }

  private Answer limit(Request request) {
    String code = request.code();
    Body body = request.body(Set.of("mostADay", "mostCash", "reason"));
    Position position =
        desk.limit(
                code,
                body.number("mostADay", 0, MOST_RUPIAH),
                body.number("mostCash", 0, MOST_RUPIAH),
                body.text("reason", LONGEST_REASON),
                actor,
                clock.instant())
            .orElseThrow(DepositOperations::unknownAgent);
    return Answer.ok(DepositAnswers.position(code, position));
  }

  private Answer saved(Request request) {
    return Answer.ok(
        Answers.page(
            desk.saved(request.limit(), request.after(), clock.instant()), DepositAnswers::saved));
  }

  private Answer payOut(Request request) {
    String member = request.reference();
    Body body = request.body(Set.of("amount", "branch", "receiptNo", "reason", "who"));
    DepositDesk.NewPayOut payOut =
        new DepositDesk.NewPayOut(
            member,
            body.number("amount", 1, MOST_RUPIAH),
            body.text("branch", BRANCH, A_BRANCH),
            body.text("receiptNo", RECEIPT_NO, A_RECEIPT),
            body.text("reason", LONGEST_REASON),
            body.text("who", WHO, AN_OFFICER));
    return switch (desk.payOut(payOut, clock.instant())) {
      case PaidOut.Done(String reference, boolean first, long savings) ->
          new Answer(first ? 201 : 200, DepositAnswers.paidOut(reference, payOut, savings));
      case PaidOut.UnknownMember() -> throw Refusal.notFound("no member has this reference");
      case PaidOut.UnknownBranch() ->
          throw Refusal.field("branch", "is expected to be " + A_BRANCH);
      case PaidOut.ReceiptTaken() ->
          throw Refusal.of(
              ProblemType.RECEIPT_OF_ANOTHER,
              "this receipt number is another payout's; another act has its own number");
      case PaidOut.TooMuch(long savings) ->
          throw notEnough("Rp" + savings + " are saved; pay out that or less");
    };
  }
}
