package id.gerbang.engine;

import static id.gerbang.engine.action.ActionSignature.does;
import static id.gerbang.engine.action.ActionSignature.lists;
import static id.gerbang.engine.value.Type.Simple.*;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.action.ActionSignature.OptionShape;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.value.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A book of our own, as large as a real one: the shipped menus may change without these tests. */
final class SampleBook {
  private static final Type OCCUPATION = new Type.ChoiceOf("occupations");
  private static final Type PERMANENCE = new Type.ChoiceOf("permanences");
  private static final Type BAND = new Type.ChoiceOf("bands");
  private static final Type PLAN = new Type.ChoiceOf("plans");

  private SampleBook() {}

  static FlowBook book() {
    return switch (FlowBook.load(sources(), catalog())) {
      case FlowBook.Loaded.Good(FlowBook book) -> book;
      case FlowBook.Loaded.Bad(var problems) ->
          throw new AssertionError(
              String.join("\n", problems.stream().map(Object::toString).toList()));
    };
  }

  static Map<String, String> sources() {
    Path folder = Path.of("src", "test", "resources", "book");
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        sources.put(folder.relativize(file).toString(), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }

  static ActionCatalog catalog() {
    List<ActionSignature> actions =
        List.of(
            does(
                "consent.record",
                Map.of(),
                Set.of(),
                Map.of("recorded", Map.of("consent", CONSENT))),
            does("consent.send_details", Map.of(), Set.of(), Map.of("sent", Map.of()))
                .withConsequence(),
            does(
                "enrolment.look_up",
                Map.of("nik", NIK),
                Set.of(),
                Map.of("new", Map.of(), "registered", Map.of(), "pending", Map.of())),
            lists(
                "area.villages",
                Map.of("search", TEXT),
                new OptionShape(VILLAGE, Map.of("district", TEXT))),
            does(
                "area.nik",
                Map.of("nik", NIK),
                Set.of(),
                Map.of("known", Map.of(), "unknown", Map.of())),
            lists("programme.occupations", Map.of(), new OptionShape(OCCUPATION, Map.of())),
            lists("programme.permanences", Map.of(), new OptionShape(PERMANENCE, Map.of())),
            lists("programme.bands", Map.of(), new OptionShape(BAND, Map.of("upper", MONEY))),
            lists(
                "contribution.plans",
                Map.of("occupation", OCCUPATION, "band", BAND),
                new OptionShape(PLAN, Map.of("price", MONEY, "normal", MONEY, "until", TEXT))),
            does(
                "agent.check",
                Map.of("code", AGENT_CODE),
                Set.of(),
                Map.of(
                    "active", Map.of("agent", AGENT), "unknown", Map.of(), "suspended", Map.of())),
            does(
                "agent.propose",
                Map.of("village", VILLAGE),
                Set.of(),
                Map.of("found", Map.of("agent", AGENT), "none", Map.of())),
            lists(
                "agent.in_village",
                Map.of("village", VILLAGE),
                new OptionShape(AGENT, Map.of("phone", PHONE))),
            does(
                "agent.details",
                Map.of("agent", AGENT),
                Set.of(),
                Map.of(
                    "active", Map.of("name", PERSON_NAME, "phone", PHONE), "suspended", Map.of())),
            does(
                    "enrolment.register",
                    Map.of(
                        "nik",
                        NIK,
                        "name",
                        PERSON_NAME,
                        "birth_date",
                        DATE,
                        "village",
                        VILLAGE,
                        "occupation",
                        OCCUPATION,
                        "permanence",
                        PERMANENCE,
                        "band",
                        BAND,
                        "plan",
                        PLAN,
                        "agent",
                        AGENT,
                        "consent",
                        CONSENT),
                    Set.of("name", "agent"),
                    Map.of(
                        "registered",
                        Map.of("reference", REFERENCE, "agent_name", PERSON_NAME),
                        "unassigned",
                        Map.of("reference", REFERENCE),
                        "pending",
                        Map.of(),
                        "already",
                        Map.of()))
                .withConsequence(),
            lists("enrolment.mine", Map.of(), new OptionShape(REFERENCE, Map.of("worker", TEXT))),
            does(
                "enrolment.status",
                Map.of("reference", REFERENCE),
                Set.of(),
                Map.of(
                    "awaiting_consent",
                    Map.of("until", MOMENT),
                    "awaiting_agent",
                    Map.of("agent_name", PERSON_NAME, "until", MOMENT),
                    "awaiting_branch",
                    Map.of(),
                    "approved",
                    Map.of("plan", PLAN),
                    "rejected",
                    Map.of("reason", TEXT),
                    "withdrawn",
                    Map.of(),
                    "expired",
                    Map.of(),
                    "gone",
                    Map.of())));
    Map<String, ActionSignature> byName = new HashMap<>();
    actions.forEach(action -> byName.put(action.name(), action));
    return new ActionCatalog(
        byName,
        Map.of(
            "occupations",
                List.of(
                    "farmer",
                    "fisher",
                    "trader",
                    "ojek",
                    "home_industry",
                    "day_labourer",
                    "craft",
                    "other"),
            "permanences", List.of("stall", "season", "daily", "mobile", "home"),
            "bands", List.of("b1", "b2"),
            "plans", List.of("jkk_jkm", "jkk_jkm_jht")));
  }
}
