package id.gerbang.server.api;

import id.gerbang.server.deposit.DepositDesk;
import id.gerbang.server.deposit.Position;
import io.vertx.core.json.JsonObject;

/** Deposits and cash as JSON. Nothing of it is personal: people are references and codes. */
final class DepositAnswers {
  private DepositAnswers() {}

  static JsonObject deposit(DepositDesk.Item item) {
    JsonObject json =
        new JsonObject()
            .put("reference", item.reference())
            .put("member", item.member())
            .put("agent", item.agent())
            .put("institution", item.institution())
            .put("amount", item.amount())
            .put("channel", item.channel())
            .put("at", item.at().toString());
    item.reversal()
        .ifPresent(
            reversal ->
                json.put(
                    "reversal",
                    new JsonObject()
                        .put("reason", Masked.text(reversal.reason()))
                        .put("at", reversal.at().toString())));
    return json;
  }

  static JsonObject handOver(DepositDesk.HandOver handOver) {
    return new JsonObject()
        .put("reference", handOver.reference())
        .put("agent", handOver.agent())
        .put("branch", handOver.branch())
        .put("amount", handOver.amount())
        .put("receiptNo", handOver.receiptNo())
        .put("who", handOver.who())
        .put("at", handOver.at().toString());
  }

  static JsonObject position(String agent, Position position) {
    JsonObject json =
        new JsonObject()
            .put("agent", agent)
            .put("cash", position.cash())
            .put("today", position.today())
            .put("mostADay", position.limits().mostADay())
            .put("mostCash", position.limits().mostCash());
    position
        .last()
        .ifPresent(
            last ->
                json.put(
                    "lastHandover",
                    new JsonObject().put("amount", last.rupiah()).put("at", last.at().toString())));
    return json;
  }

  static JsonObject saved(DepositDesk.Saved saved) {
    return new JsonObject()
        .put("member", saved.member())
        .put("status", saved.status())
        .put("ended", saved.ended())
        .put("savings", saved.savings())
        .put("since", saved.since().toString());
  }

  static JsonObject paidOut(String reference, DepositDesk.NewPayOut payOut, long savings) {
    return new JsonObject()
        .put("reference", reference)
        .put("member", payOut.member())
        .put("amount", payOut.amount())
        .put("receiptNo", payOut.receiptNo())
        .put("savings", savings);
  }
}
