package id.gerbang.engine.book;

import id.gerbang.engine.book.FlowGrammar.StepKind;
import id.gerbang.engine.value.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads one flow's file into its types. What the flow points at is checked later, by {@link
 * BookCheck}.
 */
final class FlowReader {
  private static final String NOWHERE = "";

  private final Yaml root;
  private final Written places = new Written();
  private Map<String, Variable> learns = Map.of();

  FlowReader(Yaml root) {
    this.root = root;
  }

  /** Where the flow and each of its steps are written, for problems found later. */
  static final class Written {
    private final Map<String, Yaml> byStep = new HashMap<>();
    private Yaml flow;

    Yaml of(String step) {
      return byStep.getOrDefault(step, flow);
    }

    Yaml flow() {
      return flow;
    }

    Map<String, Yaml> steps() {
      return byStep;
    }
  }

  record Read(Flow flow, Written places) {}

  /** The flow, or empty when it has not even a name. */
  Optional<Read> read() {
    Map<String, Yaml> parts = FlowGrammar.FLOW.read(root);
    places.flow = root;
    List<String> missing =
        FlowGrammar.FLOW.needed().stream().filter(key -> !parts.containsKey(key)).toList();
    missing.forEach(key -> root.problem("the flow has no \"" + key + "\"", "add " + key + ": …"));
    if (!missing.isEmpty()) {
      return Optional.empty();
    }
    learns = parts.containsKey("learns") ? learns(parts.get("learns")) : Map.of();
    Map<String, Step> steps = new LinkedHashMap<>();
    parts
        .get("steps")
        .map()
        .forEach((name, node) -> step(name, node).ifPresent(step -> steps.put(name, step)));
    Flow flow =
        new Flow(
            parts.get("flow").text(),
            parts.containsKey("about") ? parts.get("about").text() : "",
            learns,
            names(parts.get("takes")),
            names(parts.get("gives")),
            parts.get("start").text(),
            steps,
            Optional.ofNullable(parts.get("budget")).map(FlowReader::budget),
            parts.containsKey("moves") ? parts.get("moves").words() : Map.of(),
            parts.containsKey("remind") && parts.get("remind").truth());
    return Optional.of(new Read(flow, places));
  }

  private static Flow.Budget budget(Yaml node) {
    Map<String, Yaml> parts = FlowGrammar.BUDGET.read(node);
    return new Flow.Budget(
        whole(parts.get("screens")),
        whole(parts.get("seconds")),
        Optional.ofNullable(parts.get("to")).map(Yaml::text));
  }

  private static OptionalInt whole(Yaml node) {
    return node == null ? OptionalInt.empty() : OptionalInt.of(node.whole());
  }

  private static List<String> names(Yaml list) {
    return list == null ? List.of() : list.list().stream().map(Yaml::text).toList();
  }

  private static Map<String, Variable> learns(Yaml node) {
    Map<String, Variable> learns = new LinkedHashMap<>();
    node.map().forEach((name, variable) -> learns.put(name, variable(name, variable)));
    return learns;
  }

  private static Variable variable(String name, Yaml node) {
    Map<String, Yaml> parts = FlowGrammar.VARIABLE.read(node);
    Type type =
        parts.containsKey("type") ? type(parts.get("type"), parts.get("of")) : Type.Simple.TEXT;
    if (!parts.containsKey("type")) {
      node.problem("\"" + name + "\" has no type", "add type: text, or another of the types");
    }
    return new Variable(
        name,
        type,
        parts.containsKey("personal") && parts.get("personal").truth(),
        parts.containsKey("optional") && parts.get("optional").truth());
  }

  private static Type type(Yaml type, Yaml of) {
    String name = type.text();
    if (name.equals(FlowGrammar.CHOICE)) {
      if (of == null) {
        type.problem("a choice needs to say of what", "write {type: choice, of: plans}");
      }
      return new Type.ChoiceOf(of == null ? "" : of.text());
    }
    Type.Simple simple = FlowGrammar.types().get(name);
    if (simple == null) {
      type.problem(
          "no type is called \"" + name + "\"",
          "known are: " + String.join(", ", FlowGrammar.typeNames()));
      return Type.Simple.TEXT;
    }
    return simple;
  }

  private Optional<Step> step(String name, Yaml node) {
    places.byStep.put(name, node);
    List<StepKind> kinds =
        node.map().keySet().stream().flatMap(key -> StepKind.of(key).stream()).toList();
    if (kinds.size() != 1) {
      node.problem(
          "step \""
              + name
              + "\" is "
              + (kinds.isEmpty() ? "of no kind" : "of " + kinds.size() + " kinds"),
          "write exactly one of: " + String.join(", ", StepKind.names()));
      return Optional.empty();
    }
    StepKind kind = kinds.getFirst();
    Part part = new Part(node, kind.keys(), kind.keys().read(node));
    return Optional.of(
        switch (kind) {
          case MENU -> menu(name, part);
          case LIST -> listing(name, part);
          case ASK -> ask(name, part);
          case SAY -> say(name, part);
          case DO -> act(name, part);
          case WHEN -> when(name, part);
          case RUN -> run(name, part);
          case END -> end(name, part);
        });
  }

  /** A map of the file, read by the keys that may stand in it. */
  private record Part(Yaml node, Key.Group group, Map<String, Yaml> entries) {
    boolean has(String key) {
      return entries.containsKey(key);
    }

    Yaml get(String key) {
      return entries.get(key);
    }

    Optional<String> text(String key) {
      return Optional.ofNullable(entries.get(key)).map(Yaml::text);
    }

    Map<String, String> words(String key) {
      return has(key) ? get(key).words() : Map.of();
    }

    /** What stands behind a key that must be there. */
    String needed(String key) {
      if (!has(key)) {
        node.problem("\"" + key + "\" is missing: " + group.meaning(key), "add " + key + ": …");
        return NOWHERE;
      }
      return get(key).text();
    }
  }

  private static Step menu(String name, Part part) {
    Map<String, String> options = part.get("menu").pairs();
    if (options.isEmpty()) {
      part.node().problem("the menu \"" + name + "\" has no options", "add menu: [{option: step}]");
    }
    return new Step.Menu(name, options, part.text("into"));
  }

  private static Step listing(String name, Part part) {
    String none = part.needed("none");
    return new Step.Listing(
        name,
        part.needed("list"),
        part.words("with"),
        part.needed("into"),
        part.needed("then"),
        none,
        part.text("single"),
        part.text("unavailable").orElse(none),
        part.has("or") ? part.get("or").pairs() : Map.of());
  }

  private static Step ask(String name, Part part) {
    Map<String, String> or = part.has("or") ? part.get("or").pairs() : Map.of();
    return new Step.Ask(name, part.needed("ask"), part.needed("then"), or);
  }

  private static Step say(String name, Part part) {
    part.get("say").truth();
    return new Step.Say(name, part.needed("then"));
  }

  private static Step act(String name, Part part) {
    if (!part.has("on")) {
      part.node()
          .problem(
              "step \"" + name + "\" does not say where its outcomes lead",
              "add on: {outcome: step}");
    }
    return new Step.Do(
        name, part.needed("do"), part.words("with"), part.words("gives"), part.words("on"));
  }

  private Step when(String name, Part part) {
    List<Step.When.Branch> branches = new ArrayList<>();
    for (Yaml branch : part.get("when").list()) {
      branches.add(branch(branch));
    }
    if (branches.isEmpty() || branches.getLast().condition().isPresent()) {
      part.node()
          .problem(
              "the last branch of \"" + name + "\" has a condition",
              "end with {else: step}, so that every case leads somewhere");
    }
    return new Step.When(name, branches);
  }

  private Step.When.Branch branch(Yaml node) {
    boolean last = node.isMap() && node.map().containsKey("else");
    Key.Group group = last ? FlowGrammar.LAST_BRANCH : FlowGrammar.BRANCH;
    Part part = new Part(node, group, group.read(node));
    Optional<String> notice = part.text("notice");
    List<String> forgets = names(part.get("forgets"));
    if (last) {
      return new Step.When.Branch(Optional.empty(), part.needed("else"), notice, forgets);
    }
    String then = part.needed("then");
    if (!part.has("if")) {
      node.problem(
          "this branch has neither \"if\" nor \"else\"",
          "write {if: \"…\", then: step} or {else: step}");
      return new Step.When.Branch(Optional.empty(), then, notice, forgets);
    }
    return switch (Condition.compile(part.needed("if"), learns)) {
      case Condition.Compiled.Good(Condition condition) ->
          new Step.When.Branch(Optional.of(condition), then, notice, forgets);
      case Condition.Compiled.Bad(String why) -> {
        part.get("if")
            .problem(
                "this condition cannot be understood: " + why,
                "look at the names and types under learns:");
        yield new Step.When.Branch(Optional.empty(), then, notice, forgets);
      }
    };
  }

  private static Step run(String name, Part part) {
    return new Step.Run(
        name, part.needed("run"), part.words("with"), part.words("gives"), part.needed("then"));
  }

  private static Step end(String name, Part part) {
    String how = part.needed("end");
    boolean known =
        Arrays.stream(FlowGrammar.Ending.values()).anyMatch(end -> end.written().equals(how));
    if (!known) {
      part.get("end")
          .problem(
              "an end is \"true\" or \"return\", not \"" + how + "\"",
              "true ends the conversation with words, return goes back to the caller");
    }
    return new Step.End(name, how.equals(FlowGrammar.Ending.RETURN.written()));
  }
}
