package id.gerbang.engine;

import id.gerbang.engine.book.Flow;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has to be known at a step, so that all that may follow in its flow can be printed, decided
 * and done: a backward flow analysis whose sets only grow. Variables that may stay unset are never
 * needed.
 */
final class StepNeeds {
  private final FlowBook book;
  private final Flow flow;
  private final Map<String, Set<String>> needs = new HashMap<>();

  private StepNeeds(FlowBook book, Flow flow) {
    this.book = book;
    this.flow = flow;
  }

  /** By step of the flow. */
  static Map<String, Set<String>> of(FlowBook book, Flow flow) {
    return new StepNeeds(book, flow).byStep();
  }

  /** A way on, and what is learned by taking it. */
  private record Way(String to, Set<String> learns) {}

  private Map<String, Set<String>> byStep() {
    flow.steps().forEach((name, step) -> needs.put(name, uses(step)));
    boolean grows = true;
    while (grows) {
      grows = false;
      for (Step step : flow.steps().values()) {
        for (Way way : ways(step)) {
          Set<String> behind = new HashSet<>(needs.get(way.to()));
          behind.removeAll(way.learns());
          grows |= needs.get(step.name()).addAll(behind);
        }
      }
    }
    return needs;
  }

  /** What the step itself looks at, but what may stay unset. */
  private Set<String> uses(Step step) {
    Set<String> uses = new HashSet<>();
    printed(step, uses);
    switch (step) {
      case Step.When when ->
          when.branches()
              .forEach(branch -> branch.condition().ifPresent(c -> uses.addAll(c.uses())));
      case Step.Do act -> inputs(act.action(), act.with(), uses);
      case Step.Listing list -> inputs(list.action(), list.with(), uses);
      case Step.Run run -> uses.addAll(run.with().values());
      case Step.End end -> {
        if (end.returns()) {
          uses.addAll(flow.gives());
        }
      }
      case Step.Menu _, Step.Ask _, Step.Say _ -> {}
    }
    uses.removeIf(name -> !flow.learns().containsKey(name) || flow.learns().get(name).optional());
    return uses;
  }

  private void inputs(String action, Map<String, String> with, Set<String> uses) {
    with.forEach(
        (input, variable) -> {
          if (!book.action(action).optional().contains(input)) {
            uses.add(variable);
          }
        });
  }

  private void printed(Step step, Set<String> uses) {
    String key = flow.name() + "." + step.name();
    Set<String> own =
        step instanceof Step.Listing list
            ? book.action(list.action()).options().fields().keySet()
            : Set.of();
    for (String language : book.languages()) {
      book.lexicon(language).keys().stream()
          .filter(text -> text.equals(key) || text.startsWith(key + "."))
          .flatMap(text -> book.lexicon(language).message(text).variables().stream())
          .filter(variable -> !own.contains(variable))
          .forEach(uses::add);
    }
  }

  private List<Way> ways(Step step) {
    return switch (step) {
      case Step.Menu menu ->
          menu.options().values().stream()
              .map(to -> new Way(to, menu.into().map(Set::of).orElse(Set.of())))
              .toList();
      case Step.Listing list -> ways(list);
      case Step.Ask ask -> {
        List<Way> ways = new ArrayList<>();
        ways.add(new Way(ask.then(), Set.of(ask.variable())));
        ask.or().values().forEach(to -> ways.add(new Way(to, Set.of())));
        yield ways;
      }
      case Step.Say say -> List.of(new Way(say.then(), Set.of()));
      case Step.Do act ->
          act.on().entrySet().stream()
              .map(on -> new Way(on.getValue(), given(act, on.getKey())))
              .toList();
      case Step.When when ->
          when.branches().stream().map(branch -> new Way(branch.then(), Set.of())).toList();
      case Step.Run run -> List.of(new Way(run.then(), run.gives().keySet()));
      case Step.End _ -> List.of();
    };
  }

  private static List<Way> ways(Step.Listing list) {
    List<Way> ways = new ArrayList<>();
    ways.add(new Way(list.then(), Set.of(list.into())));
    list.single().ifPresent(to -> ways.add(new Way(to, Set.of(list.into()))));
    ways.add(new Way(list.none(), Set.of()));
    ways.add(new Way(list.unavailable(), Set.of()));
    return ways;
  }

  private Set<String> given(Step.Do act, String outcome) {
    Set<String> outputs =
        book.action(act.action()).outcomes().getOrDefault(outcome, Map.of()).keySet();
    Set<String> given = new HashSet<>();
    act.gives()
        .forEach(
            (output, variable) -> {
              if (outputs.contains(output)) {
                given.add(variable);
              }
            });
    return given;
  }
}
