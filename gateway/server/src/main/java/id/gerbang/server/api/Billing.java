package id.gerbang.server.api;

import id.gerbang.server.billing.BillDesk;
import id.gerbang.server.record.Page;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Bills; payments come with the ledger, until then there are none. */
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
        Operation.get("/payments", Set.of("phone", "limit", "after"), Billing::none));
  }

  private Answer list(Request request) {
    return Answer.ok(
        Answers.page(
            bills.list(request.phone(), request.limit(), request.after(), clock.instant()),
            Answers::bill));
  }

  private static Answer none(Request request) {
    request.phone();
    request.limit();
    if (request.parameter("after").isPresent()) {
      throw Refusal.parameter("after", "is expected to be the \"next\" of a page; there was none");
    }
    return Answer.ok(Answers.page(Page.whole(List.of()), _ -> new JsonObject()));
  }
}
