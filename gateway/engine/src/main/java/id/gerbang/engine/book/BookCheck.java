package id.gerbang.engine.book;

import id.gerbang.engine.Engine;
import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.value.Answers;
import id.gerbang.engine.value.Type;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks that everything a book points at is there and fits: steps, flows, variables, actions,
 * outcomes.
 */
final class BookCheck {
  private final Map<String, FlowReader.Read> flows;
  private final Map<String, BookReader.Words> words;
  private final ActionCatalog catalog;
  private final List<Problem> problems;

  BookCheck(
      Map<String, FlowReader.Read> flows,
      Map<String, BookReader.Words> words,
      ActionCatalog catalog,
      List<Problem> problems) {
    this.flows = flows;
    this.words = words;
    this.catalog = catalog;
    this.problems = problems;
  }

  void check() {
    if (!flows.containsKey(FlowBook.ENTRY)) {
      problems.add(
          new Problem(
              "main.yaml", 1, 1, "there is no flow \"main\", where everybody begins", "add it"));
    }
    if (!words.containsKey(FlowBook.DEFAULT_LANGUAGE)) {
      problems.add(
          new Problem("messages/id.yaml", 1, 1, "there are no Indonesian texts", "add the file"));
    }
    flows.values().forEach(this::flow);
    new WordCheck(flows, words, catalog).check();
  }

  private void flow(FlowReader.Read read) {
    Flow flow = read.flow();
    Set<String> named = new HashSet<>(flow.takes());
    named.addAll(flow.gives());
    for (String variable : named) {
      known(flow, variable, read.places().flow());
    }
    if (!flow.steps().containsKey(flow.start())) {
      read.places()
          .flow()
          .problem(
              "the flow starts at \"" + flow.start() + "\", which is no step of it",
              "name one of its steps");
    }
    flow.steps().values().forEach(step -> step(flow, step, read.places().of(step.name())));
    if (flow.steps().containsKey(flow.start())) {
      reachable(flow, read.places());
    }
    moves(flow, read.places().flow());
    flow.budget().flatMap(Flow.Budget::to).ifPresent(to -> budget(flow, to, read.places().flow()));
  }

  /** A move never acts: where it leads, a person reads a screen first (docs/adr/0006). */
  private static void moves(Flow flow, Yaml place) {
    flow.moves()
        .forEach(
            (old, target) -> {
              if (!flow.steps().containsKey(target)) {
                place
                    .at("moves", old)
                    .problem(
                        "\"moves\" leads from \""
                            + old
                            + "\" to \""
                            + target
                            + "\", which is no step of "
                            + flow.name(),
                        "name one of its steps");
              } else if (!(flow.steps().get(target) instanceof Step.Waiting)) {
                place
                    .at("moves", old)
                    .problem(
                        "\"moves\" leads from \""
                            + old
                            + "\" to \""
                            + target
                            + "\", which shows no screen",
                        "name a step of the kind menu, list, ask or say");
              }
            });
  }

  private static void budget(Flow flow, String to, Yaml place) {
    if (!flow.steps().containsKey(to)) {
      place
          .at("budget", "to")
          .problem(
              "the budget counts to \"" + to + "\", which is no step of " + flow.name(),
              "name the step where a way is complete");
    }
  }

  private void step(Flow flow, Step step, Yaml place) {
    for (String target : targets(step)) {
      if (!flow.steps().containsKey(target)) {
        place.problem(
            "step \""
                + step.name()
                + "\" leads to \""
                + target
                + "\", which is no step of "
                + flow.name(),
            "add the step, or name another");
      }
    }
    switch (step) {
      case Step.Menu menu ->
          menu.into().ifPresent(variable -> menuInto(flow, menu, variable, place));
      case Step.Listing list -> listing(flow, list, place);
      case Step.Ask ask -> ask(flow, ask, place);
      case Step.Do act -> act(flow, act, place);
      case Step.Run run -> run(flow, run, place);
      case Step.When when ->
          when.branches().stream()
              .flatMap(branch -> branch.forgets().stream())
              .forEach(variable -> forgets(flow, variable, place));
      case Step.Say _, Step.End _ -> {}
    }
  }

  private static void forgets(Flow flow, String variable, Yaml place) {
    if (!flow.learns().containsKey(variable) || !flow.learns().get(variable).optional()) {
      place.problem(
          "\"forgets\" names \"" + variable + "\", which is no optional variable of " + flow.name(),
          "name one of learns: that says optional: true");
    }
  }

  private void menuInto(Flow flow, Step.Menu menu, String variable, Yaml place) {
    if (variable.equals(Engine.LANGUAGE)) {
      menu.options().keySet().stream()
          .filter(language -> !words.containsKey(language))
          .forEach(
              language ->
                  place.problem(
                      "there are no texts in \"" + language + "\"",
                      "add messages/" + language + ".yaml"));
      return;
    }
    known(flow, variable, place);
  }

  private void ask(Flow flow, Step.Ask ask, Yaml place) {
    Variable variable = known(flow, ask.variable(), place);
    if (variable == null) {
      return;
    }
    if (!Answers.canBeAsked(variable.type())) {
      place.problem(
          "a person cannot type a " + typeName(variable.type()),
          "let them choose it with list:, or ask for another type");
    } else if (!ask.or().isEmpty() && !Answers.refusesKeys((Type.Simple) variable.type())) {
      place.problem(
          "\"1\" would be an answer and an option of \"" + ask.name() + "\"",
          "remove or:, or ask for another type");
    }
  }

  private void listing(Flow flow, Step.Listing list, Yaml place) {
    ActionSignature action = action(list.action(), place);
    if (action == null) {
      return;
    }
    if (action.options() == null) {
      place.problem(list.action() + " gives no options", "use do: for it");
      return;
    }
    inputs(flow, action, list.with(), place);
    fits(flow, list.into(), action.options().value(), list.action() + " gives", place);
  }

  private void act(Flow flow, Step.Do act, Yaml place) {
    ActionSignature action = action(act.action(), place);
    if (action == null) {
      return;
    }
    if (action.options() != null) {
      place.problem(act.action() + " gives options to choose from", "use list: for it");
      return;
    }
    inputs(flow, action, act.with(), place);
    Set<String> outcomes = new TreeSet<>(action.outcomes().keySet());
    outcomes.add(ActionSignature.UNAVAILABLE);
    for (String outcome : outcomes) {
      if (!act.on().containsKey(outcome)) {
        place.problem(
            "step \""
                + act.name()
                + "\" does not say what follows when "
                + act.action()
                + " answers \""
                + outcome
                + "\"",
            "add " + outcome + ": step under on:");
      }
    }
    for (String outcome : act.on().keySet()) {
      if (!outcomes.contains(outcome)) {
        place.problem(
            act.action() + " never answers \"" + outcome + "\"",
            "it answers: " + String.join(", ", outcomes));
      }
    }
    act.gives().forEach((output, variable) -> output(flow, action, output, variable, place));
  }

  private void output(
      Flow flow, ActionSignature action, String output, String variable, Yaml place) {
    List<Type> types =
        action.outcomes().values().stream()
            .filter(o -> o.containsKey(output))
            .map(o -> o.get(output))
            .distinct()
            .toList();
    if (types.isEmpty()) {
      place.problem(
          action.name() + " gives no \"" + output + "\"", "look at what the action gives");
    }
    if (variable.equals(Engine.LANGUAGE)) {
      types.stream()
          .filter(type -> !type.equals(new Type.ChoiceOf(Engine.LANGUAGES)))
          .forEach(
              type ->
                  place.problem(
                      action.name() + " gives a " + typeName(type) + ", which is no language",
                      "the menus' language comes from a choice of " + Engine.LANGUAGES));
      return;
    }
    types.forEach(type -> fits(flow, variable, type, action.name() + " gives", place));
  }

  private void inputs(Flow flow, ActionSignature action, Map<String, String> with, Yaml place) {
    action
        .inputs()
        .forEach(
            (input, type) -> {
              if (with.containsKey(input)) {
                fits(flow, with.get(input), type, action.name() + " takes", place);
              } else if (!action.optional().contains(input)) {
                place.problem(
                    action.name() + " needs \"" + input + "\"",
                    "add " + input + ": variable under with:");
              }
            });
    with.keySet().stream()
        .filter(input -> !action.inputs().containsKey(input))
        .forEach(
            input ->
                place.problem(
                    action.name() + " takes no \"" + input + "\"",
                    "it takes: " + String.join(", ", new TreeSet<>(action.inputs().keySet()))));
  }

  private void run(Flow flow, Step.Run run, Yaml place) {
    FlowReader.Read called = flows.get(run.flow());
    if (called == null) {
      place.problem(
          "there is no flow \"" + run.flow() + "\"",
          "add " + run.flow() + ".yaml, or name another");
      return;
    }
    passed(flow, called.flow(), run.with(), called.flow().takes(), "takes", place);
    run.gives()
        .forEach(
            (variable, source) -> {
              if (!called.flow().gives().contains(source)) {
                place.problem(
                    "the flow " + run.flow() + " does not give \"" + source + "\"",
                    "add it to its gives:");
              } else if (called.flow().learns().containsKey(source)) {
                fits(
                    flow,
                    variable,
                    called.flow().learns().get(source).type(),
                    run.flow() + " gives",
                    place);
              }
            });
    if (runsItself(run.flow(), flow.name(), new HashSet<>())) {
      place.problem(
          "the flow " + flow.name() + " runs itself through " + run.flow(),
          "a flow cannot recurse; lead back with then:");
    }
  }

  private void passed(
      Flow flow,
      Flow called,
      Map<String, String> with,
      List<String> takes,
      String verb,
      Yaml place) {
    for (String taken : takes) {
      if (!with.containsKey(taken)) {
        place.problem(
            "the flow " + called.name() + " " + verb + " \"" + taken + "\"",
            "add " + taken + ": variable under with:");
      }
    }
    with.forEach(
        (taken, variable) -> {
          if (called.learns().containsKey(taken) && takes.contains(taken)) {
            fits(
                flow,
                variable,
                called.learns().get(taken).type(),
                called.name() + " " + verb,
                place);
          } else {
            place.problem(
                "the flow " + called.name() + " does not take \"" + taken + "\"",
                "add it to its takes:");
          }
        });
  }

  private boolean runsItself(String from, String sought, Set<String> seen) {
    if (from.equals(sought)) {
      return true;
    }
    if (!seen.add(from) || !flows.containsKey(from)) {
      return false;
    }
    return flows.get(from).flow().steps().values().stream()
        .anyMatch(step -> step instanceof Step.Run run && runsItself(run.flow(), sought, seen));
  }

  private void fits(Flow flow, String name, Type type, String verb, Yaml place) {
    Variable variable = known(flow, name, place);
    if (variable != null && !variable.type().equals(type)) {
      place.problem(
          "\""
              + name
              + "\" is a "
              + typeName(variable.type())
              + ", but "
              + verb
              + " a "
              + typeName(type),
          "change its type under learns:");
    }
  }

  private static Variable known(Flow flow, String name, Yaml place) {
    Variable variable = flow.learns().get(name);
    if (variable == null) {
      place.problem(
          "the flow " + flow.name() + " does not learn \"" + name + "\"",
          "add it under learns:, or correct the name");
    }
    return variable;
  }

  private ActionSignature action(String name, Yaml place) {
    ActionSignature action = catalog.actions().get(name);
    if (action == null) {
      place.problem(
          "there is no action \"" + name + "\"",
          "known are: " + String.join(", ", new TreeSet<>(catalog.actions().keySet())));
    }
    return action;
  }

  static String typeName(Type type) {
    return switch (type) {
      case Type.Simple simple -> simple.name().toLowerCase(java.util.Locale.ROOT);
      case Type.ChoiceOf(String set) -> "choice of " + set;
    };
  }

  private static void reachable(Flow flow, FlowReader.Written places) {
    Set<String> reached = new HashSet<>();
    List<String> open = new java.util.ArrayList<>(List.of(flow.start()));
    while (!open.isEmpty()) {
      String name = open.removeLast();
      if (flow.steps().containsKey(name) && reached.add(name)) {
        open.addAll(targets(flow.steps().get(name)));
      }
    }
    flow.steps().keySet().stream()
        .filter(step -> !reached.contains(step))
        .forEach(
            step ->
                places
                    .of(step)
                    .problem(
                        "no path leads to step \"" + step + "\"",
                        "lead to it from another step, or remove it"));
  }

  /** Where a step can lead. */
  static Collection<String> targets(Step step) {
    Set<String> targets = new TreeSet<>();
    switch (step) {
      case Step.Menu menu -> targets.addAll(menu.options().values());
      case Step.Listing list -> {
        targets.addAll(Set.of(list.then()));
        targets.add(list.none());
        targets.add(list.unavailable());
        list.single().ifPresent(targets::add);
        targets.addAll(list.or().values());
      }
      case Step.Ask ask -> {
        targets.add(ask.then());
        targets.addAll(ask.or().values());
      }
      case Step.Say say -> targets.add(say.then());
      case Step.Do act -> targets.addAll(act.on().values());
      case Step.When when -> when.branches().forEach(branch -> targets.add(branch.then()));
      case Step.Run run -> targets.add(run.then());
      case Step.End _ -> {}
    }
    return targets;
  }
}
