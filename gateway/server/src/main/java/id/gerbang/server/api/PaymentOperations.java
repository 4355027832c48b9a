package id.gerbang.server.api;

import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.PaymentCode;
import id.gerbang.server.payment.Payment;
import id.gerbang.server.payment.PaymentDesk;
import id.gerbang.server.payment.PaymentDesk.Told;
import id.gerbang.server.payment.PaymentOrder;
import id.gerbang.server.payment.Resolution;
import id.gerbang.server.payment.Resolved;
import id.gerbang.server.payment.SuspenseCursor;
import id.gerbang.server.payment.Till;
import id.gerbang.server.payment.TillPayment;
import id.gerbang.server.payment.TillPayment.PaidFor;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What came in, and what tills tell of it. */
final class PaymentOperations {
  private static final Pattern CODE = Pattern.compile("[1-9][0-9]{11}");
  private static final Pattern ACCOUNT = Pattern.compile(" {0,7}[0-9]{1,28}");
  private static final Pattern RESOLUTION = Pattern.compile("returned|applied");
  private static final Pattern TILL = Pattern.compile("[A-Za-z0-9_]{2,16}(-[A-Za-z0-9]{1,8})?");

  /** RFC 3339 with its offset; years of four digits are those that a calendar has. */
  private static final Pattern MOMENT =
      Pattern.compile(
          "[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
              + "(Z|[+-][0-9]{2}:[0-9]{2})");

  private static final String STATUSES =
      Arrays.stream(Payment.Status.values())
          .map(Payment.Status::label)
          .collect(Collectors.joining(", "));

  private final PaymentDesk desk;
  private final String actor;
  private final InstantSource clock;

  PaymentOperations(PaymentDesk desk, String actor, InstantSource clock) {
    this.desk = desk;
    this.actor = actor;
    this.clock = clock;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/payments", Set.of("phone", "status", "limit", "after"), this::list),
        Operation.post("/payments", this::tell),
        Operation.get("/payments/suspense", Set.of("limit", "after"), this::suspense),
        Operation.post("/payments/{reference}/resolution", this::resolve));
  }

  private Answer list(Request request) {
    return Answer.ok(
        Answers.page(
            desk.list(
                request.phone(),
                request.parameter("status").map(PaymentOperations::status),
                request.limit(),
                request.after(),
                clock.instant()),
            PaymentAnswers::payment));
  }

  private Answer suspense(Request request) {
    return Answer.ok(
        Answers.page(
            desk.suspense(request.limit(), request.after(SuspenseCursor::read), clock.instant()),
            PaymentAnswers::payment));
  }

  private Answer resolve(Request request) {
    String reference = request.reference();
    Resolution resolution = resolution(request);
    return switch (desk.resolve(reference, resolution, actor, clock.instant())) {
      case Resolved.Done _ ->
          Answer.ok(PaymentAnswers.payment(desk.find(reference, clock.instant()).orElseThrow()));
      case Resolved.Unknown() -> throw Refusal.notFound("no payment has this reference");
      case Resolved.NotParked(Payment.Status status) ->
          throw Refusal.of(
              ProblemType.NOT_IN_SUSPENSE,
              "the payment is "
                  + status.label()
                  + "; what is in suspense is listed by GET /api/v1/payments/suspense");
      case Resolved.NoBill() -> throw Refusal.field("paymentCode", "is expected to be a bill's");
      case Resolved.BillNotOpen(Bill.Status status) ->
          throw Refusal.of(
              ProblemType.BILL_NOT_OPEN,
              "the bill is "
                  + status.label()
                  + "; the member asks for a new one in the menu, and this money pays that");
      case Resolved.TooLittle(long missing) ->
          throw Refusal.of(
              ProblemType.TOO_LITTLE,
              "Rp"
                  + missing
                  + " are missing, and nothing of exactly that is parked for the same account;"
                  + " nothing was changed");
    };
  }

  private static Resolution resolution(Request request) {
    Body body = request.body(Set.of("resolution", "reason", "paymentCode"));
    boolean returned =
        body.text("resolution", RESOLUTION, "returned or applied").equals("returned");
    body.only(
        returned ? Set.of("resolution", "reason") : Set.of("resolution", "reason", "paymentCode"));
    if (returned) {
      return new Resolution.Returned(reason(body));
    }
    return new Resolution.Applied(
        body.text("paymentCode", CODE, "the 12 digits of a bill"),
        body.has("reason") ? Optional.of(reason(body)) : Optional.empty());
  }

  /** It goes into the ledger, from which nothing is erased: nobody's number may be in it. */
  private static String reason(Body body) {
    String reason = body.text("reason", Resolution.LONGEST_REASON);
    if (!Masked.text(reason).equals(reason)) {
      throw Refusal.field(
          "reason", "is expected without a phone or a NIK: nothing is erased from the ledger");
    }
    return reason;
  }

  private static Payment.Status status(String label) {
    return Arrays.stream(Payment.Status.values())
        .filter(status -> status.label().equals(label))
        .findFirst()
        .orElseThrow(() -> Refusal.parameter("status", "is expected to be one of " + STATUSES));
  }

  private Answer tell(Request request) {
    Body body =
        request.body(
            Set.of("virtualAccountNo", "paymentCode", "amount", "receiptNo", "paidAt", "till"));
    TillPayment payment =
        new TillPayment(
            Till.parse(
                    body.text(
                        "till", TILL, "a branch's code, like DPS, or one of its tills, DPS-2"))
                .orElseThrow(),
            body.text(
                "receiptNo",
                TillPayment.RECEIPT_NO,
                "the till's own number of it: up to 64 letters, digits and . / _ -"),
            paidFor(body),
            body.number("amount", 1, PaymentOrder.MOST_RUPIAH),
            paidAt(body));
    return switch (desk.tell(payment, clock.instant())) {
      case Told.Done(Payment booked, boolean first) ->
          new Answer(first ? 201 : 200, PaymentAnswers.payment(booked));
      case Told.UnknownBranch() ->
          throw Refusal.field("till", "is expected to begin with the code of a branch, like DPS");
      case Told.ReceiptTaken(Payment before) ->
          throw Refusal.of(
              ProblemType.RECEIPT_TAKEN,
              "this till's receipt number is payment "
                  + before.reference()
                  + ", of another amount or account; other money has its own receipt number");
    };
  }

  private static PaidFor paidFor(Body body) {
    if (body.has("paymentCode") == body.has("virtualAccountNo")) {
      throw Refusal.field("paymentCode", "or \"virtualAccountNo\" is expected, one of both");
    }
    if (body.has("virtualAccountNo")) {
      return new PaidFor.Account(
          body.text("virtualAccountNo", ACCOUNT, "up to 28 digits, spaces before them").strip());
    }
    String code = body.text("paymentCode", CODE, "the 12 digits of a bill");
    if (!PaymentCode.isOne(code)) {
      throw Refusal.field(
          "paymentCode",
          "is mistyped: its digits do not fit one another. Read it from the bill again; money that"
              + " was taken for a number that no bill has is told by its \"virtualAccountNo\"");
    }
    return new PaidFor.Code(code);
  }

  private static Instant paidAt(Body body) {
    String written = body.text("paidAt", MOMENT, "a time like 2026-11-21T10:30:00+08:00");
    return moment(written)
        .orElseThrow(() -> Refusal.field("paidAt", "is expected to be a time that there was"));
  }

  private static Optional<Instant> moment(String written) {
    try {
      return Optional.of(OffsetDateTime.parse(written).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
