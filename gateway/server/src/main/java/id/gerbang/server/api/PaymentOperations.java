package id.gerbang.server.api;

import id.gerbang.server.billing.PaymentCode;
import id.gerbang.server.payment.Payment;
import id.gerbang.server.payment.PaymentDesk;
import id.gerbang.server.payment.PaymentDesk.Told;
import id.gerbang.server.payment.PaymentOrder;
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
  private final InstantSource clock;

  PaymentOperations(PaymentDesk desk, InstantSource clock) {
    this.desk = desk;
    this.clock = clock;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/payments", Set.of("phone", "status", "limit", "after"), this::list),
        Operation.post("/payments", this::tell));
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
