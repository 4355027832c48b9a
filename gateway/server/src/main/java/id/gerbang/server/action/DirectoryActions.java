package id.gerbang.server.action;

import static id.gerbang.engine.action.ActionSignature.does;
import static id.gerbang.engine.action.ActionSignature.lists;

import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionResult.Option;
import id.gerbang.engine.action.ActionResult.Options;
import id.gerbang.engine.action.ActionResult.Outcome;
import id.gerbang.engine.action.ActionSignature.OptionShape;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Type.Simple;
import id.gerbang.engine.value.Value;
import id.gerbang.server.agent.AgentDirectory;
import id.gerbang.server.area.Villages;
import id.gerbang.server.contribution.Programme;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What menus look up: villages, agents, and the figures of the programme. All of it is in memory.
 */
public final class DirectoryActions {
  private static final Type OCCUPATION = new Type.ChoiceOf("occupations");
  private static final Type BAND = new Type.ChoiceOf("bands");

  private final Villages villages;
  private final AgentDirectory agents;
  private final Programme programme;
  private final ZoneId zone;

  public DirectoryActions(
      Villages villages, AgentDirectory agents, Programme programme, ZoneId zone) {
    this.villages = villages;
    this.agents = agents;
    this.programme = programme;
    this.zone = zone;
  }

  public List<Action> all() {
    return List.of(
        Actions.immediate(
            lists(
                "area.villages",
                Map.of("search", Simple.TEXT),
                new OptionShape(Simple.VILLAGE, Map.of("district", Simple.TEXT))),
            this::villages),
        Actions.immediate(
            does(
                "area.nik",
                Map.of("nik", Simple.NIK),
                Set.of(),
                Map.of("known", Map.of(), "unknown", Map.of())),
            this::nikArea),
        Actions.immediate(
            choices("occupations"),
            (_, _) ->
                options(programme.occupations().stream().map(Programme.Occupation::id).toList())),
        Actions.immediate(choices("permanences"), (_, _) -> options(programme.permanences())),
        Actions.immediate(
            lists(
                "programme.bands", Map.of(), new OptionShape(BAND, Map.of("upper", Simple.MONEY))),
            (_, caller) -> bands(month(caller))),
        Actions.immediate(
            lists(
                "contribution.plans",
                Map.of("occupation", OCCUPATION, "band", BAND),
                new OptionShape(
                    new Type.ChoiceOf("plans"),
                    Map.of("price", Simple.MONEY, "normal", Simple.MONEY, "until", Simple.TEXT))),
            this::plans),
        Actions.immediate(
            does(
                "agent.check",
                Map.of("code", Simple.AGENT_CODE),
                Set.of(),
                Map.of(
                    "active",
                    Map.of("agent", Simple.AGENT),
                    "unknown",
                    Map.of(),
                    "suspended",
                    Map.of())),
            this::check),
        Actions.immediate(
            does(
                "agent.propose",
                Map.of("village", Simple.VILLAGE),
                Set.of(),
                Map.of("found", Map.of("agent", Simple.AGENT), "none", Map.of())),
            this::propose),
        Actions.immediate(
            lists(
                "agent.in_village",
                Map.of("village", Simple.VILLAGE),
                new OptionShape(Simple.AGENT, Map.of("phone", Simple.PHONE))),
            this::inVillage),
        Actions.immediate(
            does(
                "agent.details",
                Map.of("agent", Simple.AGENT),
                Set.of(),
                Map.of(
                    "active",
                    Map.of("name", Simple.PERSON_NAME, "phone", Simple.PHONE),
                    "suspended",
                    Map.of())),
            this::details));
  }

  private static id.gerbang.engine.action.ActionSignature choices(String set) {
    return lists("programme." + set, Map.of(), new OptionShape(new Type.ChoiceOf(set), Map.of()));
  }

  private static Options options(List<String> ids) {
    return new Options(ids.stream().map(id -> new Option(new Value.Choice(id), Map.of())).toList());
  }

  private ActionResult villages(ActionRequest request, Caller caller) {
    String search = request.text("search");
    return new Options(
        villages.search(search, Options.LIMIT).stream()
            .map(
                offer ->
                    new Option(
                        new Value.Named(offer.village().id(), offer.village().name()),
                        Map.of("district", new Value.Text(offer.where()))))
            .toList());
  }

  /** Where there is no data nothing is unknown. */
  private ActionResult nikArea(ActionRequest request, Caller caller) {
    return switch (villages.nikArea(request.text("nik"))) {
      case KNOWN, UNCHECKED -> Outcome.of("known");
      case UNKNOWN -> Outcome.of("unknown");
    };
  }

  private Options bands(YearMonth month) {
    return new Options(
        programme.bands().stream()
            .map(
                band ->
                    new Option(
                        new Value.Choice(band.id()),
                        Map.of("upper", new Value.Money(band.upper().in(month)))))
            .toList());
  }

  private YearMonth month(Caller caller) {
    return YearMonth.from(caller.at().atZone(zone));
  }

  private ActionResult plans(ActionRequest request, Caller caller) {
    String occupation = request.choice("occupation");
    String band = request.choice("band");
    YearMonth month = month(caller);
    return new Options(
        Programme.PLANS.stream()
            .map(
                plan -> {
                  Programme.Price price = programme.price(plan, band, occupation, month);
                  Map<String, Value> fields = new HashMap<>();
                  fields.put("price", new Value.Money(price.monthly()));
                  fields.put("normal", new Value.Money(price.normal()));
                  fields.put(
                      "until",
                      new Value.Text(
                          price
                              .discountUntil()
                              .map(m -> m.getMonthValue() + "/" + m.getYear())
                              .orElse("")));
                  return new Option(new Value.Choice(plan), fields);
                })
            .toList());
  }

  private static Value named(AgentDirectory.Agent agent) {
    return new Value.Named(agent.code(), agent.name());
  }

  private ActionResult check(ActionRequest request, Caller caller) {
    Optional<AgentDirectory.Agent> agent = agents.byCode(request.text("code"));
    if (agent.isEmpty()) {
      return Outcome.of("unknown");
    }
    return agent.get().takesWorkers(caller.at())
        ? new Outcome("active", Map.of("agent", named(agent.get())))
        : Outcome.of("suspended");
  }

  private ActionResult propose(ActionRequest request, Caller caller) {
    return agents
        .propose(request.named("village"), caller.at())
        .<ActionResult>map(agent -> new Outcome("found", Map.of("agent", named(agent))))
        .orElse(Outcome.of("none"));
  }

  private ActionResult inVillage(ActionRequest request, Caller caller) {
    String village = request.named("village");
    return new Options(
        agents.activeIn(village, caller.at()).stream()
            .limit(Options.LIMIT)
            .map(
                agent ->
                    new Option(
                        named(agent), Map.of("phone", new Value.Text(agent.phone().digits()))))
            .toList());
  }

  private ActionResult details(ActionRequest request, Caller caller) {
    Optional<AgentDirectory.Agent> agent = agents.byCode(request.named("agent"));
    return agent
        .filter(a -> a.takesWork(caller.at()))
        .<ActionResult>map(
            a ->
                new Outcome(
                    "active",
                    Map.of(
                        "name",
                        new Value.Text(a.name()),
                        "phone",
                        new Value.Text(a.phone().digits()))))
        .orElse(Outcome.of("suspended"));
  }
}
