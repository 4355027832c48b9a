package id.gerbang.server.action;

import static id.gerbang.engine.action.ActionSignature.does;
import static id.gerbang.engine.action.ActionSignature.lists;

import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionResult.Option;
import id.gerbang.engine.action.ActionResult.Options;
import id.gerbang.engine.action.ActionResult.Outcome;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.action.ActionSignature.OptionShape;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Type.Simple;
import id.gerbang.engine.value.Value;
import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.BillIssue;
import id.gerbang.server.billing.Issued;
import id.gerbang.server.billing.NewBill;
import id.gerbang.server.contribution.Assessment;
import id.gerbang.server.contribution.Due;
import id.gerbang.server.contribution.Programme;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What menus do to pay a contribution: what is due, for how many months, and a bill for it. */
public final class BillingActions {
  private static final Map<String, Type> MEMBER = Map.of("reference", Simple.REFERENCE);
  private static final Map<String, Type> AGENT =
      Map.of("agent_name", Simple.PERSON_NAME, "agent_phone", Simple.PHONE);
  private static final Map<String, Type> BILL =
      Map.of(
          "code", Simple.KEYWORD,
          "account", Simple.KEYWORD,
          "price", Simple.MONEY,
          "expires", Simple.MOMENT);

  private final BillIssue bills;
  private final Programme programme;

  public BillingActions(BillIssue bills, Programme programme) {
    this.bills = bills;
    this.programme = programme;
  }

  public List<Action> all() {
    return List.of(
        Actions.blocking(standing(), this::standing),
        Actions.blocking(
            lists(
                "billing.months",
                MEMBER,
                new OptionShape(Simple.WHOLE, Map.of("price", Simple.MONEY, "until", Simple.DATE))),
            this::months),
        Actions.blocking(quote(), this::quote),
        Actions.blocking(issue(), this::issue));
  }

  private static ActionSignature standing() {
    return does(
        "billing.standing",
        MEMBER,
        Set.of(),
        Map.of(
            "due", Map.of(),
            "arrears", Map.of("arrears", Simple.MONEY, "late", Simple.WHOLE),
            "open", BILL,
            "ahead", Map.of("covered", Simple.DATE),
            "ended", Map.of("since", Simple.DATE),
            "through_agent", AGENT,
            "gone", Map.of()));
  }

  private static ActionSignature quote() {
    Map<String, Type> price =
        Map.of("price", Simple.MONEY, "from", Simple.DATE, "until", Simple.DATE);
    return does(
        "billing.quote",
        Map.of("reference", Simple.REFERENCE, "months", Simple.WHOLE),
        Set.of(),
        Map.of("quoted", price, "gone", Map.of()));
  }

  private static ActionSignature issue() {
    return does(
            "billing.issue",
            Map.of("reference", Simple.REFERENCE, "months", Simple.WHOLE, "price", Simple.MONEY),
            Set.of(),
            Map.of(
                "issued",
                BILL,
                "open",
                BILL,
                "changed",
                Map.of(),
                "too_many",
                Map.of(),
                "ahead",
                Map.of("covered", Simple.DATE),
                "through_agent",
                AGENT,
                "gone",
                Map.of()))
        .withConsequence();
  }

  private ActionResult standing(ActionRequest request, Caller caller) {
    String reference = request.text("reference");
    Optional<Assessment> assessed = bills.due(caller.phone(), reference, 1, caller.at());
    if (assessed.isEmpty()) {
      return Outcome.of("gone");
    }
    Optional<Issued.ThroughAgent> through = bills.through(caller.phone(), reference);
    if (through.isPresent()) {
      return through(through.get());
    }
    return switch (assessed.get()) {
      case Assessment.Ended(LocalDate since) ->
          new Outcome("ended", Map.of("since", new Value.Day(since)));
      case Due due ->
          bills
              .open(caller.phone(), reference, caller.at())
              .map(open -> new Outcome("open", values(open)))
              .orElseGet(() -> standing(due, bills.mayBePaid(due, caller.at())));
    };
  }

  private static Outcome standing(Due due, boolean mayBePaid) {
    if (!mayBePaid) {
      return ahead(due.cover().from().minusDays(1));
    }
    return due.arrearsMonths() == 0
        ? Outcome.of("due")
        : new Outcome(
            "arrears",
            Map.of(
                "arrears", new Value.Money(due.arrears()),
                "late", new Value.Whole(due.arrearsMonths())));
  }

  private static Outcome ahead(LocalDate paidUntil) {
    return new Outcome("ahead", Map.of("covered", new Value.Day(paidUntil)));
  }

  /** Each choice with its price; none when nothing can be paid. */
  private ActionResult months(ActionRequest request, Caller caller) {
    List<Option> options = new ArrayList<>();
    for (int months : programme.months()) {
      bills
          .due(caller.phone(), request.text("reference"), months, caller.at())
          .filter(Due.class::isInstance)
          .map(Due.class::cast)
          .filter(due -> bills.mayBePaid(due, caller.at()))
          .ifPresent(
              due ->
                  options.add(
                      new Option(
                          new Value.Whole(months),
                          Map.of(
                              "price", new Value.Money(due.total()),
                              "until", new Value.Day(due.cover().until())))));
    }
    return new Options(options);
  }

  private ActionResult quote(ActionRequest request, Caller caller) {
    return bills
        .due(caller.phone(), request.text("reference"), count(request), caller.at())
        .filter(Due.class::isInstance)
        .map(Due.class::cast)
        .map(
            due ->
                new Outcome(
                    "quoted",
                    Map.of(
                        "price", new Value.Money(due.total()),
                        "from", new Value.Day(due.cover().from()),
                        "until", new Value.Day(due.cover().until()))))
        .orElseGet(() -> Outcome.of("gone"));
  }

  private ActionResult issue(ActionRequest request, Caller caller) {
    NewBill wanted =
        new NewBill(
            caller.phone(),
            request.text("reference"),
            count(request),
            ((Value.Money) request.inputs().get("price")).rupiah(),
            request.language(),
            request.intent());
    return switch (bills.issue(wanted, caller.at())) {
      case Issued.Done(Bill bill) -> new Outcome("issued", values(bill));
      case Issued.StillOpen(Bill bill) -> new Outcome("open", values(bill));
      case Issued.Changed() -> Outcome.of("changed");
      case Issued.TooMany() -> Outcome.of("too_many");
      case Issued.ThroughAgent through -> through(through);
      case Issued.TooFar(LocalDate until) -> ahead(until);
      case Issued.Ended(), Issued.Gone() -> Outcome.of("gone");
    };
  }

  private static Outcome through(Issued.ThroughAgent agent) {
    return new Outcome(
        "through_agent",
        Map.of(
            "agent_name", new Value.Text(agent.name()),
            "agent_phone", new Value.Text(agent.phone())));
  }

  private static int count(ActionRequest request) {
    return Math.toIntExact(((Value.Whole) request.inputs().get("months")).number());
  }

  private static Map<String, Value> values(Bill bill) {
    return Map.of(
        "code", new Value.Text(bill.paymentCode()),
        "account", new Value.Text(bill.account().digits()),
        "price", new Value.Money(bill.amount()),
        "expires", new Value.Moment(bill.expiresAt()));
  }
}
