package id.gerbang.engine.book;

import id.gerbang.engine.value.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads one flow's file into its types. What the flow points at is checked later, by {@link
 * BookCheck}.
 */
final class FlowReader {
  private static final Set<String> KINDS =
      Set.of("menu", "list", "ask", "say", "do", "when", "run", "end");
  private static final String NOWHERE = "";

  private final Yaml root;
  private final Places places = new Places();
  private Map<String, Variable> learns = Map.of();

  FlowReader(Yaml root) {
    this.root = root;
  }

  /** Where the flow and each of its steps are written, for problems found later. */
  static final class Places {
    private final Map<String, Yaml> byStep = new HashMap<>();
    private Yaml flow;

    Yaml of(String step) {
      return byStep.getOrDefault(step, flow);
    }

    Yaml flow() {
      return flow;
    }
  }

  record Read(Flow flow, Places places) {}

  /** The flow, or empty when it has not even a name. */
  Optional<Read> read() {
    Map<String, Yaml> parts =
        root.map(Set.of("flow", "about", "budget", "learns", "takes", "gives", "start", "steps"));
    places.flow = root;
    for (String needed : List.of("flow", "start", "steps")) {
      if (!parts.containsKey(needed)) {
        root.problem("the flow has no \"" + needed + "\"", "add " + needed + ": …");
      }
    }
    if (!parts.containsKey("flow") || !parts.containsKey("start") || !parts.containsKey("steps")) {
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
            steps);
    return Optional.of(new Read(flow, places));
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
    Map<String, Yaml> parts = node.map(Set.of("type", "of", "personal", "optional"));
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
    if (name.equals("choice")) {
      if (of == null) {
        type.problem("a choice needs to say of what", "write {type: choice, of: plans}");
      }
      return new Type.ChoiceOf(of == null ? "" : of.text());
    }
    for (Type.Simple simple : Type.Simple.values()) {
      if (simple.name().toLowerCase(Locale.ROOT).equals(name)) {
        return simple;
      }
    }
    Set<String> known = new TreeSet<>(Set.of("choice"));
    for (Type.Simple simple : Type.Simple.values()) {
      known.add(simple.name().toLowerCase(Locale.ROOT));
    }
    type.problem("no type is called \"" + name + "\"", "known are: " + String.join(", ", known));
    return Type.Simple.TEXT;
  }

  private Optional<Step> step(String name, Yaml node) {
    places.byStep.put(name, node);
    List<String> kinds = node.map().keySet().stream().filter(KINDS::contains).toList();
    if (kinds.size() != 1) {
      node.problem(
          "step \""
              + name
              + "\" is "
              + (kinds.isEmpty() ? "of no kind" : "of " + kinds.size() + " kinds"),
          "write exactly one of: " + String.join(", ", new TreeSet<>(KINDS)));
      return Optional.empty();
    }
    return Optional.of(
        switch (kinds.getFirst()) {
          case "menu" -> menu(name, node);
          case "list" -> listing(name, node);
          case "ask" -> ask(name, node);
          case "say" -> say(name, node);
          case "do" -> act(name, node);
          case "when" -> when(name, node);
          case "run" -> run(name, node);
          default -> end(name, node);
        });
  }

  private static Step menu(String name, Yaml node) {
    Map<String, Yaml> parts = node.map(Set.of("menu", "into"));
    Map<String, String> options = parts.get("menu").pairs();
    if (options.isEmpty()) {
      node.problem("the menu \"" + name + "\" has no options", "add menu: [{option: step}]");
    }
    return new Step.Menu(name, options, Optional.ofNullable(parts.get("into")).map(Yaml::text));
  }

  private static Step listing(String name, Yaml node) {
    Map<String, Yaml> parts =
        node.map(Set.of("list", "with", "into", "then", "none", "single", "unavailable"));
    String none = needed(node, parts, "none", "where an empty list leads");
    return new Step.Listing(
        name,
        parts.get("list").text(),
        words(parts.get("with")),
        needed(node, parts, "into", "the variable that takes what is chosen"),
        needed(node, parts, "then", "the next step"),
        none,
        Optional.ofNullable(parts.get("single")).map(Yaml::text),
        parts.containsKey("unavailable") ? parts.get("unavailable").text() : none);
  }

  private static Step ask(String name, Yaml node) {
    Map<String, Yaml> parts = node.map(Set.of("ask", "then", "or"));
    Map<String, String> or = parts.containsKey("or") ? parts.get("or").pairs() : Map.of();
    return new Step.Ask(
        name, parts.get("ask").text(), needed(node, parts, "then", "the next step"), or);
  }

  private static Step say(String name, Yaml node) {
    Map<String, Yaml> parts = node.map(Set.of("say", "then"));
    parts.get("say").truth();
    return new Step.Say(name, needed(node, parts, "then", "the next step"));
  }

  private static Step act(String name, Yaml node) {
    Map<String, Yaml> parts = node.map(Set.of("do", "with", "gives", "on"));
    if (!parts.containsKey("on")) {
      node.problem(
          "step \"" + name + "\" does not say where its outcomes lead", "add on: {outcome: step}");
    }
    return new Step.Do(
        name,
        parts.get("do").text(),
        words(parts.get("with")),
        words(parts.get("gives")),
        words(parts.get("on")));
  }

  private Step when(String name, Yaml node) {
    Map<String, Yaml> parts = node.map(Set.of("when"));
    List<Step.When.Branch> branches = new ArrayList<>();
    for (Yaml branch : parts.get("when").list()) {
      branches.add(branch(branch));
    }
    if (branches.isEmpty() || branches.getLast().condition().isPresent()) {
      node.problem(
          "the last branch of \"" + name + "\" has a condition",
          "end with {else: step}, so that every case leads somewhere");
    }
    return new Step.When(name, branches);
  }

  private Step.When.Branch branch(Yaml node) {
    Map<String, Yaml> parts = node.map(Set.of("if", "then", "else", "notice"));
    Optional<String> notice = Optional.ofNullable(parts.get("notice")).map(Yaml::text);
    if (parts.containsKey("else")) {
      return new Step.When.Branch(Optional.empty(), parts.get("else").text(), notice);
    }
    String then = needed(node, parts, "then", "the step when it holds");
    if (!parts.containsKey("if")) {
      node.problem(
          "this branch has neither \"if\" nor \"else\"",
          "write {if: \"…\", then: step} or {else: step}");
      return new Step.When.Branch(Optional.empty(), then, notice);
    }
    return switch (Condition.compile(parts.get("if").text(), learns)) {
      case Condition.Compiled.Good(Condition condition) ->
          new Step.When.Branch(Optional.of(condition), then, notice);
      case Condition.Compiled.Bad(String why) -> {
        parts
            .get("if")
            .problem(
                "this condition cannot be understood: " + why,
                "look at the names and types under learns:");
        yield new Step.When.Branch(Optional.empty(), then, notice);
      }
    };
  }

  private static Step run(String name, Yaml node) {
    Map<String, Yaml> parts = node.map(Set.of("run", "with", "gives", "then"));
    return new Step.Run(
        name,
        parts.get("run").text(),
        words(parts.get("with")),
        words(parts.get("gives")),
        needed(node, parts, "then", "the step after the flow returns"));
  }

  private static Step end(String name, Yaml node) {
    Map<String, Yaml> parts = node.map(Set.of("end"));
    String how = parts.get("end").text();
    if (!how.equals("true") && !how.equals("return")) {
      parts
          .get("end")
          .problem(
              "an end is \"true\" or \"return\", not \"" + how + "\"",
              "true ends the conversation with words, return goes back to the caller");
    }
    return new Step.End(name, how.equals("return"));
  }

  private static Map<String, String> words(Yaml node) {
    return node == null ? Map.of() : node.words();
  }

  private static String needed(Yaml node, Map<String, Yaml> parts, String key, String what) {
    if (parts.containsKey(key)) {
      return parts.get(key).text();
    }
    node.problem("\"" + key + "\" is missing: " + what, "add " + key + ": …");
    return NOWHERE;
  }
}
