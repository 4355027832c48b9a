package id.gerbang.server.api;

import id.gerbang.server.billing.BillDesk;
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
    return List.of(Operation.get("/bills", Set.of("phone", "limit", "after"), this::list));
  }

  private Answer list(Request request) {
    return Answer.ok(
        Answers.page(
            bills.list(request.phone(), request.limit(), request.after(), clock.instant()),
            Answers::bill));
  }
}
