package id.gerbang.server.api;

import id.gerbang.server.payment.Payment;
import id.gerbang.server.payment.Till;
import io.vertx.core.json.JsonObject;

/** Payments as JSON; they know nobody. */
final class PaymentAnswers {
  private PaymentAnswers() {}

  static JsonObject payment(Payment payment) {
    JsonObject json =
        new JsonObject()
            .put("reference", payment.reference())
            .put("paymentRequestId", payment.requestId())
            .put("bank", payment.till().isPresent() ? null : payment.bank())
            .put("till", payment.till().map(Till::code).orElse(null))
            .put("source", payment.source())
            .put("virtualAccountNo", payment.virtualAccountNo())
            .put("amount", payment.amount())
            .put("status", payment.status().label())
            .put("bill", payment.bill().orElse(null))
            .put("paidAt", payment.paidAt().toString())
            .put("createdAt", payment.createdAt().toString());
    payment.parked().ifPresent(parked -> parked(json, parked));
    payment.openBill().ifPresent(code -> json.put("openBill", code));
    return json;
  }

  private static void parked(JsonObject json, Payment.Parked parked) {
    json.put("reason", parked.reason().label());
    parked.resolution().ifPresent(what -> json.put("resolution", what));
    parked.why().ifPresent(why -> json.put("resolutionReason", Masked.text(why)));
    parked.resolvedAt().ifPresent(at -> json.put("resolvedAt", at.toString()));
    parked.restOf().ifPresent(other -> json.put("restOf", other));
    parked.rest().ifPresent(other -> json.put("rest", other));
  }
}
