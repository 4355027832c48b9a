package id.gerbang.server.api;

import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.BillDesk;
import id.gerbang.server.billing.QrisOffer;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Bills. */
final class Billing {
  private final BillDesk bills;
  private final InstantSource clock;

  Billing(BillDesk bills, InstantSource clock) {
    this.bills = bills;
    this.clock = clock;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/bills", Set.of("phone", "limit", "after"), this::list),
        Operation.get("/bills/{paymentCode}/qris", Set.of(), this::qris));
  }

  private Answer list(Request request) {
    return Answer.ok(
        Answers.page(
            bills.list(request.phone(), request.limit(), request.after(), clock.instant()),
            Answers::bill));
  }

  private Answer qris(Request request) {
    return switch (bills.qris(request.paymentCode(), clock.instant())) {
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
}
