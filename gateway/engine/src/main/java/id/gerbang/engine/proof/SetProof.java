package id.gerbang.engine.proof;

import id.gerbang.engine.book.Flow;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Step;
import id.gerbang.engine.text.Lexicon;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Proof 2: every variable is set before it is used, on every path; one that may stay unset says in
 * every language what is printed instead.
 */
final class SetProof {
  private final FlowBook book;
  private final Map<String, FlowGraph> graphs;
  private final Map<String, Set<String>> notices;
  private final List<Finding> found = new ArrayList<>();

  SetProof(FlowBook book, Map<String, FlowGraph> graphs, Map<String, Set<String>> notices) {
    this.book = book;
    this.graphs = graphs;
    this.notices = notices;
  }

  List<Finding> prove() {
    for (FlowGraph graph : graphs.values()) {
      graph.set().forEach((step, set) -> step(graph, graph.flow().step(step), set));
      graph.flow().steps().values().forEach(step -> noticesIntoOtherFlows(graph, step));
    }
    return found;
  }

  private void step(FlowGraph graph, Step step, Set<String> set) {
    Flow flow = graph.flow();
    uses(flow, step)
        .forEach(
            (variable, where) -> {
              if (flow.learns().containsKey(variable)
                  && !set.contains(variable)
                  && !flow.learns().get(variable).optional()) {
                unset(flow, step, variable, where);
              }
            });
    printed(flow, step)
        .forEach(
            (variable, language) -> {
              if (!set.contains(variable)
                  && flow.learns().get(variable).optional()
                  && !book.lexicon(language).has(flow.name() + ".absent." + variable)) {
                absent(flow, step, variable, language);
              }
            });
  }

  private void unset(Flow flow, Step step, String variable, String where) {
    found.add(
        Finding.at(
            book.places()
                .step(flow.name(), step.name())
                .problem(
                    "a path comes to step \""
                        + step.name()
                        + "\" on which \""
                        + variable
                        + "\" is not set, and "
                        + where
                        + " uses it",
                    "ask for it on every path before, or say optional: true under learns:"),
            flow.name(),
            step.name()));
  }

  private void absent(Flow flow, Step step, String variable, String language) {
    found.add(
        Finding.at(
            book.places()
                .step(flow.name(), step.name())
                .problem(
                    "step \""
                        + step.name()
                        + "\" prints {"
                        + variable
                        + "}, which may be unset, and "
                        + language
                        + " has no words for that",
                    "add "
                        + flow.name()
                        + ".absent."
                        + variable
                        + " to messages/"
                        + language
                        + ".yaml"),
            flow.name(),
            step.name()));
  }

  /** By variable: what of the step uses it. */
  private Map<String, String> uses(Flow flow, Step step) {
    Map<String, String> uses = new LinkedHashMap<>();
    printed(flow, step).forEach((variable, _) -> uses.put(variable, "its words"));
    switch (step) {
      case Step.When when -> {
        for (Step.When.Branch branch : when.branches()) {
          branch
              .condition()
              .ifPresent(
                  condition ->
                      condition.uses().forEach(variable -> uses.put(variable, "its condition")));
        }
      }
      case Step.Do act -> needed(act.action(), act.with(), uses);
      case Step.Listing list -> needed(list.action(), list.with(), uses);
      case Step.Run run ->
          run.with()
              .forEach(
                  (taken, variable) -> {
                    if (!book.flow(run.flow()).learns().get(taken).optional()) {
                      uses.put(variable, "the flow " + run.flow());
                    }
                  });
      case Step.End end -> {
        if (end.returns()) {
          flow.gives().forEach(variable -> uses.put(variable, "the flow that ran this one"));
        }
      }
      case Step.Menu _, Step.Ask _, Step.Say _ -> {}
    }
    return uses;
  }

  private void needed(String action, Map<String, String> with, Map<String, String> uses) {
    Set<String> optional = book.action(action).optional();
    with.forEach(
        (input, variable) -> {
          if (!optional.contains(input)) {
            uses.put(variable, "the action " + action);
          }
        });
  }

  /** By variable of the flow that the step's screen prints: a language that does. */
  private Map<String, String> printed(Flow flow, Step step) {
    Map<String, String> printed = new TreeMap<>();
    for (String language : book.languages()) {
      Lexicon lexicon = book.lexicon(language);
      List<String> keys = new ArrayList<>(StepTexts.of(lexicon, flow.name(), step));
      if (step instanceof Step.Waiting) {
        notices.getOrDefault(flow.name() + "." + step.name(), Set.of()).stream()
            .filter(notice -> notice.startsWith(flow.name() + ".") && lexicon.has(notice))
            .forEach(keys::add);
      }
      for (String key : keys) {
        Set<String> own =
            step instanceof Step.Listing list
                ? book.action(list.action()).options().fields().keySet()
                : Set.of();
        lexicon.message(key).variables().stream()
            .filter(variable -> flow.learns().containsKey(variable) && !own.contains(variable))
            .forEach(variable -> printed.put(variable, language));
      }
    }
    return printed;
  }

  /** A notice is printed with the variables of the flow whose screen it stands above. */
  private void noticesIntoOtherFlows(FlowGraph graph, Step step) {
    String flow = graph.flow().name();
    if (!(step instanceof Step.Waiting)) {
      return;
    }
    for (String notice : notices.getOrDefault(flow + "." + step.name(), Set.of())) {
      boolean prints =
          book.languages().stream()
              .anyMatch(
                  language ->
                      book.lexicon(language).has(notice)
                          && !book.lexicon(language).message(notice).variables().isEmpty());
      if (prints && !notice.startsWith(flow + ".")) {
        found.add(
            Finding.of(
                book.places()
                    .text(FlowBook.DEFAULT_LANGUAGE, notice)
                    .problem(
                        "the notice "
                            + notice
                            + " prints variables, but may stand above step \""
                            + step.name()
                            + "\" of the flow "
                            + flow
                            + ", which does not know them",
                        "word it without variables")));
      }
    }
  }
}
