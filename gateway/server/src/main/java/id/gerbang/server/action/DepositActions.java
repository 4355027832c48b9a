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
import id.gerbang.server.deposit.Deposited;
import id.gerbang.server.deposit.Deposits;
import id.gerbang.server.deposit.Position;
import id.gerbang.server.deposit.Stop;
import id.gerbang.server.deposit.TypedRupiah;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What menus do with daily deposits (R10, R11): an agent takes one and sees the cash that they
 * hold; a member sees what is saved. Savings are never cover.
 */
public final class DepositActions {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH.mm", Locale.ROOT);
  private static final Map<String, Type> DEPOSIT =
      Map.of("reference", Simple.REFERENCE, "amount", Simple.MONEY);
  private static final Map<String, Type> MEMBER =
      Map.of("worker", Simple.TEXT, "savings", Simple.MONEY);
  private static final Map<String, Type> POSITION =
      Map.of("cash", Simple.MONEY, "today", Simple.MONEY, "limit", Simple.MONEY);

  private final Deposits deposits;
  private final ZoneId zone;

  /**
   * @param zone the branch's, in which times of day are shown
   */
  public DepositActions(Deposits deposits, ZoneId zone) {
    this.deposits = deposits;
    this.zone = zone;
  }

  public List<Action> all() {
    return List.of(
        Actions.blocking(
            lists(
                "deposit.members",
                Map.of(),
                new OptionShape(Simple.REFERENCE, Map.of("worker", Simple.TEXT))),
            this::members),
        Actions.blocking(
            does(
                "deposit.find_member",
                Map.of("nik", Simple.NIK),
                Set.of(),
                Map.of("found", Map.of("reference", Simple.REFERENCE), "none", Map.of())),
            this::find),
        Actions.blocking(
            does(
                "deposit.member",
                Map.of("reference", Simple.REFERENCE),
                Set.of(),
                Map.of("found", MEMBER, "gone", Map.of())),
            this::member),
        Actions.immediate(
            does(
                "deposit.amount",
                Map.of("typed", Simple.TEXT),
                Set.of(),
                Map.of("read", Map.of("amount", Simple.MONEY), "unclear", Map.of())),
            DepositActions::amount),
        Actions.blocking(
            take("deposit.take", true), (request, caller) -> take(request, caller, false)),
        Actions.blocking(
            take("deposit.take_another", false), (request, caller) -> take(request, caller, true)),
        Actions.blocking(position(), this::position),
        Actions.blocking(
            does(
                "deposit.savings",
                Map.of("reference", Simple.REFERENCE),
                Set.of(),
                Map.of("saved", Map.of("savings", Simple.MONEY), "none", Map.of())),
            this::savings));
  }

  /** Only {@code saved} and {@code settled} have booked something. */
  private static ActionSignature take(String name, boolean first) {
    Map<String, Map<String, Type>> outcomes =
        new HashMap<>(
            Map.of(
                "saved",
                Map.of("receipt", Simple.REFERENCE, "savings", Simple.MONEY, "cash", Simple.MONEY),
                "settled",
                Map.of(
                    "receipt",
                    Simple.REFERENCE,
                    "paid",
                    Simple.MONEY,
                    "savings",
                    Simple.MONEY,
                    "cash",
                    Simple.MONEY),
                "wrong_amount",
                Map.of("least", Simple.MONEY, "most", Simple.MONEY),
                "day_full",
                Map.of("today", Simple.MONEY, "limit", Simple.MONEY),
                "cash_full",
                Map.of("cash", Simple.MONEY, "limit", Simple.MONEY),
                "ended",
                Map.of(),
                "gone",
                Map.of(),
                "suspended",
                Map.of(),
                "no_mou",
                Map.of(),
                "lapsed",
                Map.of()));
    if (first) {
      outcomes.put("repeated", Map.of("time", Simple.TEXT));
    }
    return does(name, DEPOSIT, Set.of(), outcomes).withConsequence();
  }

  private static ActionSignature position() {
    Map<String, Type> handed = new HashMap<>(POSITION);
    handed.put("last", Simple.MONEY);
    handed.put("at", Simple.MOMENT);
    return does(
        "deposit.position",
        Map.of(),
        Set.of(),
        Map.of("position", POSITION, "handed", handed, "none", Map.of()));
  }

  private ActionResult members(ActionRequest request, Caller caller) {
    return new Options(
        deposits.latest(caller.phone(), Options.LIMIT).stream()
            .map(
                one ->
                    new Option(
                        new Value.Text(one.reference()),
                        Map.of("worker", new Value.Text(one.worker()))))
            .toList());
  }

  private ActionResult find(ActionRequest request, Caller caller) {
    return deposits
        .quote(request.text("nik"))
        .map(one -> new Outcome("found", Map.of("reference", new Value.Text(one.reference()))))
        .orElseGet(() -> Outcome.of("none"));
  }

  private ActionResult member(ActionRequest request, Caller caller) {
    return deposits
        .byReference(request.text("reference"))
        .map(
            one ->
                new Outcome(
                    "found",
                    Map.of(
                        "worker", new Value.Text(one.worker()), "savings", money(one.savings()))))
        .orElseGet(() -> Outcome.of("gone"));
  }

  private static ActionResult amount(ActionRequest request, Caller caller) {
    OptionalLong rupiah = TypedRupiah.read(request.text("typed"));
    return rupiah.isPresent()
        ? new Outcome("read", Map.of("amount", money(rupiah.getAsLong())))
        : Outcome.of("unclear");
  }

  private ActionResult take(ActionRequest request, Caller caller, boolean another) {
    return switch (deposits.take(
        caller.phone(),
        request.text("reference"),
        ((Value.Money) request.inputs().get("amount")).rupiah(),
        another,
        request.intent(),
        caller.at())) {
      case Deposited.Done done -> done(done);
      case Deposited.Repeated repeated ->
          new Outcome(
              "repeated", Map.of("time", new Value.Text(TIME.format(repeated.at().atZone(zone)))));
      case Deposited.WrongAmount(var limits) ->
          new Outcome(
              "wrong_amount", Map.of("least", money(limits.least()), "most", money(limits.most())));
      case Deposited.DayFull(long today, var limits) ->
          new Outcome("day_full", Map.of("today", money(today), "limit", money(limits.mostADay())));
      case Deposited.CashFull(long cash, var limits) ->
          new Outcome("cash_full", Map.of("cash", money(cash), "limit", money(limits.mostCash())));
      case Deposited.MemberEnded() -> Outcome.of("ended");
      case Deposited.NoMember() -> Outcome.of("gone");
      case Deposited.Stopped(Stop stop) -> stopped(stop);
    };
  }

  private static ActionResult done(Deposited.Done done) {
    Map<String, Value> gives =
        new HashMap<>(
            Map.of(
                "receipt", new Value.Text(done.reference()),
                "savings", money(done.savings()),
                "cash", money(done.cash())));
    if (done.paid() == 0) {
      return new Outcome("saved", gives);
    }
    gives.put("paid", money(done.paid()));
    return new Outcome("settled", gives);
  }

  private static ActionResult stopped(Stop stop) {
    return switch (stop) {
      case Stop.NoAgent(), Stop.NotActive() -> Outcome.of("suspended");
      case Stop.Lapsed() -> Outcome.of("lapsed");
      case Stop.NoInstitution(), Stop.NoMou(_) -> Outcome.of("no_mou");
    };
  }

  private ActionResult position(ActionRequest request, Caller caller) {
    Optional<Position> found = deposits.position(caller.phone(), caller.at());
    if (found.isEmpty()) {
      return Outcome.of("none");
    }
    Position position = found.get();
    Map<String, Value> gives =
        new HashMap<>(
            Map.of(
                "cash", money(position.cash()),
                "today", money(position.today()),
                "limit", money(position.limits().mostCash())));
    if (position.last().isEmpty()) {
      return new Outcome("position", gives);
    }
    gives.put("last", money(position.last().get().rupiah()));
    gives.put("at", new Value.Moment(position.last().get().at()));
    return new Outcome("handed", gives);
  }

  private ActionResult savings(ActionRequest request, Caller caller) {
    long saved = deposits.saved(caller.phone(), request.text("reference"));
    return saved > 0 ? new Outcome("saved", Map.of("savings", money(saved))) : Outcome.of("none");
  }

  private static Value money(long rupiah) {
    return new Value.Money(rupiah);
  }
}
