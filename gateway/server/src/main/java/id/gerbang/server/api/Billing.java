package id.gerbang.server.api;

import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.BillDesk;
import id.gerbang.server.billing.Issued;
import id.gerbang.server.record.Page;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Bills; payments come with the ledger, until then there are none. */
final class Billing {
  private static final int MOST_MONTHS = 12;
  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z2-9]{6}");

  private final BillDesk bills;
  private final String actor;
  private final InstantSource clock;

  Billing(BillDesk bills, String actor, InstantSource clock) {
    this.bills = bills;
    this.actor = actor;
    this.clock = clock;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/bills", Set.of("phone", "limit", "after"), this::list),
        Operation.post("/bills", this::issue),
        Operation.get("/payments", Set.of("phone", "limit", "after"), Billing::none));
  }

  private Answer list(Request request) {
    return Answer.ok(
        Answers.page(
            bills.list(request.phone(), request.limit(), request.after(), clock.instant()),
            Answers::bill));
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
      case Issued.Changed(), Issued.TooMany(), Issued.ThroughAgent _, Issued.Gone() ->
          throw Refusal.field("member", "is expected to be a member's reference; none has this");
    };
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
