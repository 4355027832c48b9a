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
import id.gerbang.server.contribution.Benefits;
import id.gerbang.server.contribution.Figure;
import id.gerbang.server.contribution.Programme;
import id.gerbang.server.enrolment.Enrolment;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What menus tell about contributions: what they cost, what is due, what is paid for them. */
public final class ContributionActions {
  private static final Type OCCUPATION = new Type.ChoiceOf("occupations");
  private static final Type BAND = new Type.ChoiceOf("bands");
  private static final Type PLAN = new Type.ChoiceOf("plans");

  private final Enrolment enrolment;
  private final Programme programme;
  private final ZoneId zone;

  /**
   * @param zone the branch's: its months are those of cover
   */
  public ContributionActions(Enrolment enrolment, Programme programme, ZoneId zone) {
    this.enrolment = enrolment;
    this.programme = programme;
    this.zone = zone;
  }

  public List<Action> all() {
    return List.of(
        Actions.blocking(
            lists(
                "contribution.members",
                Map.of(),
                new OptionShape(Simple.REFERENCE, Map.of("worker", Simple.TEXT))),
            this::members),
        // before there were bills; a dialogue on an older book may still ask it
        Actions.blocking(due(), this::due),
        Actions.immediate(quote(), this::quote),
        Actions.immediate(
            does("programme.benefits", Map.of(), Set.of(), Map.of("told", benefits())),
            (_, caller) -> told(month(caller))));
  }

  private static ActionSignature due() {
    return does(
        "contribution.due",
        Map.of("reference", Simple.REFERENCE),
        Set.of(),
        Map.of(
            "due",
            Map.of("plan", PLAN, "price", Simple.MONEY),
            "discounted",
            Map.of(
                "plan", PLAN, "price", Simple.MONEY, "normal", Simple.MONEY, "until", Simple.DATE),
            "gone",
            Map.of()));
  }

  /** Prices without JHT ({@code risk}) and with it ({@code all}). */
  private static ActionSignature quote() {
    return does(
        "contribution.quote",
        Map.of("occupation", OCCUPATION, "band", BAND),
        Set.of(),
        Map.of(
            "normal",
            Map.of("risk", Simple.MONEY, "all", Simple.MONEY),
            "discounted",
            Map.of(
                "risk",
                Simple.MONEY,
                "all",
                Simple.MONEY,
                "risk_later",
                Simple.MONEY,
                "all_later",
                Simple.MONEY,
                "until",
                Simple.DATE)));
  }

  private static Map<String, Type> benefits() {
    return Map.ofEntries(
        Map.entry("death", Simple.MONEY),
        Map.entry("early_death", Simple.MONEY),
        Map.entry("early_months", Simple.WHOLE),
        Map.entry("scholarships", Simple.MONEY),
        Map.entry("scholarship_years", Simple.WHOLE),
        Map.entry("full_pay_months", Simple.WHOLE),
        Map.entry("later_pay_percent", Simple.WHOLE),
        Map.entry("death_bases", Simple.WHOLE),
        Map.entry("old_age", Simple.WHOLE),
        Map.entry("arrears_months", Simple.WHOLE),
        Map.entry("partial_years", Simple.WHOLE));
  }

  private YearMonth month(Caller caller) {
    return YearMonth.from(caller.at().atZone(zone));
  }

  private ActionResult members(ActionRequest request, Caller caller) {
    return new Options(
        enrolment.members(caller.phone(), Options.LIMIT).stream()
            .map(
                mine ->
                    new Option(
                        new Value.Text(mine.reference()),
                        Map.of("worker", new Value.Text(mine.worker()))))
            .toList());
  }

  private ActionResult due(ActionRequest request, Caller caller) {
    String reference = request.text("reference");
    Optional<Enrolment.Cover> found = enrolment.cover(caller.phone(), reference);
    if (found.isEmpty()) {
      return Outcome.of("gone");
    }
    Enrolment.Cover cover = found.get();
    Programme.Price price =
        programme.price(cover.plan(), cover.band(), cover.occupation(), month(caller));
    Map<String, Value> gives = new HashMap<>();
    gives.put("plan", new Value.Choice(cover.plan()));
    gives.put("price", new Value.Money(price.monthly()));
    if (price.discountUntil().isEmpty()) {
      return new Outcome("due", gives);
    }
    gives.put("normal", new Value.Money(price.normal()));
    gives.put("until", lastDay(price.discountUntil().get()));
    return new Outcome("discounted", gives);
  }

  private ActionResult quote(ActionRequest request, Caller caller) {
    String occupation = request.choice("occupation");
    String band = request.choice("band");
    Programme.Price risk = programme.price("jkk_jkm", band, occupation, month(caller));
    Programme.Price all = programme.price("jkk_jkm_jht", band, occupation, month(caller));
    Map<String, Value> gives = new HashMap<>();
    gives.put("risk", new Value.Money(risk.monthly()));
    gives.put("all", new Value.Money(all.monthly()));
    if (risk.discountUntil().isEmpty()) {
      return new Outcome("normal", gives);
    }
    gives.put("risk_later", new Value.Money(risk.normal()));
    gives.put("all_later", new Value.Money(all.normal()));
    gives.put("until", lastDay(risk.discountUntil().get()));
    return new Outcome("discounted", gives);
  }

  private static Value lastDay(YearMonth month) {
    return new Value.Day(month.atEndOfMonth());
  }

  private Outcome told(YearMonth month) {
    Benefits paid = programme.benefits();
    return new Outcome(
        "told",
        Map.ofEntries(
            Map.entry("death", money(paid.death(), month)),
            Map.entry("early_death", money(paid.earlyDeath(), month)),
            Map.entry("early_months", whole(paid.earlyMonths(), month)),
            Map.entry("scholarships", money(paid.scholarships(), month)),
            Map.entry("scholarship_years", whole(paid.scholarshipYears(), month)),
            Map.entry("full_pay_months", whole(paid.fullPayMonths(), month)),
            Map.entry("later_pay_percent", whole(paid.laterPayPercent(), month)),
            Map.entry("death_bases", whole(paid.deathBases(), month)),
            Map.entry("old_age", whole(paid.oldAge(), month)),
            Map.entry("arrears_months", whole(paid.arrearsMonths(), month)),
            Map.entry("partial_years", whole(paid.partialYears(), month))));
  }

  private static Value money(Figure figure, YearMonth month) {
    return new Value.Money(figure.in(month));
  }

  private static Value whole(Figure figure, YearMonth month) {
    return new Value.Whole(figure.in(month));
  }
}
