package id.gerbang.server.api;

import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.BillDesk;
import id.gerbang.server.billing.Issued;
import id.gerbang.server.billing.QrisOffer;
import id.gerbang.server.billing.QrisOffers;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Bills. */
final class Billing {
  private static final int MOST_MONTHS = 12;
  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z2-9]{6}");

  private final BillDesk bills;
  private final QrisOffers qris;
  private final String actor;
  private final InstantSource clock;

  Billing(BillDesk bills, QrisOffers qris, String actor, InstantSource clock) {
    this.bills = bills;
    this.qris = qris;
    this.actor = actor;
    this.clock = clock;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/bills", Set.of("phone", "limit", "after"), this::list),
        Operation.post("/bills", this::issue),
        Operation.get("/bills/{paymentCode}/qris", Set.of(), this::qris));
  }

  private Answer list(Request request) {
    return Answer.ok(
        Answers.page(
            bills.list(request.phone(), request.limit(), request.after(), clock.instant()),
            Answers::bill));
  }

  private Answer qris(Request request) {
    return switch (qris.of(request.paymentCode(), clock.instant())) {
      case QrisOffer.Made(Bill bill, String content) ->
          Answer.ok(
              new JsonObject()
                  .put("paymentCode", bill.paymentCode())
                  .put("amount", bill.amount())
                  .put("expiresAt", bill.expiresAt().toString())
                  .put("content", content));
      case QrisOffer.NoBill() -> throw Refusal.notFound("no bill has this payment code");
      case QrisOffer.NotOpen(Bill bill) ->
          throw Refusal.notFound(
              "the bill is " + bill.status().label() + "; only one that is issued has a QRIS");
      case QrisOffer.NotOffered() ->
          throw Refusal.notFound("no bank makes QRIS for us: snap.calls.qris in gateway.yaml");
      case QrisOffer.Away() ->
          throw Refusal.of(ProblemType.UNAVAILABLE, "the bank made no QRIS; try again in a minute");
    };
  }

  /** One that the branch collects itself: no SMS leaves. */
  private Answer issue(Request request) {
    Body body = request.body(Set.of("member", "months"));
    String member = body.text("member", REFERENCE, "a member's reference of six characters");
    int months = (int) body.number("months", 1, MOST_MONTHS);
    if (!bills.months().contains(months)) {
      throw Refusal.field("months", "is expected to be one of " + bills.months());
    }
    return switch (bills.issue(member.toUpperCase(Locale.ROOT), months, actor, clock.instant())) {
      case Issued.Done(Bill bill) -> Answer.created(Answers.bill(bill));
      case Issued.StillOpen(Bill bill) -> Answer.created(Answers.bill(bill));
      case Issued.Ended() ->
          throw Refusal.of(
              ProblemType.MEMBERSHIP_ENDED, "too many months are unpaid: enrol the worker anew");
      case Issued.TooFar(LocalDate until) ->
          throw Refusal.of(
              ProblemType.PAID_AHEAD, "paid until " + until + "; no more can be paid ahead yet");
      case Issued.Changed(), Issued.TooMany(), Issued.ThroughAgent _, Issued.Gone() ->
          throw Refusal.field("member", "is expected to be a member's reference; none has this");
    };
  }
}
