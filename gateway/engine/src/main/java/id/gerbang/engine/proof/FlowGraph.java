package id.gerbang.engine.proof;

import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.book.Flow;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Step;
import id.gerbang.engine.proof.Arrow.By;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A flow as steps and arrows, with what is known of the flows that it runs. Built for callees first
 * (a checked book has no recursion), so that each is looked at once: the whole is linear in steps.
 */
final class FlowGraph {
  private final Flow flow;
  private final Map<String, List<Arrow>> arrows = new LinkedHashMap<>();
  private final Map<String, Set<String>> set;
  private final Summary summary;

  /**
   * What a caller must know of a flow.
   *
   * @param returns some path goes back to the caller
   * @param ends some path ends the conversation
   * @param silently some path goes back without asking anything
   * @param given the variables of {@code gives:} that are set on every path that goes back
   */
  record Summary(boolean returns, boolean ends, boolean silently, Set<String> given) {}

  private FlowGraph(FlowBook book, Flow flow, Map<String, FlowGraph> called) {
    this.flow = flow;
    flow.steps().values().forEach(step -> arrows.put(step.name(), arrows(book, step, called)));
    Set<String> reached = reached(flow.start(), false);
    Set<String> silent = reached(flow.start(), true);
    this.set = Assignment.before(this);
    Set<String> given = new HashSet<>(flow.gives());
    boolean returns = false;
    boolean ends = false;
    boolean silently = false;
    for (String name : reached) {
      switch (flow.step(name)) {
        case Step.End end when end.returns() -> {
          returns = true;
          silently |= silent.contains(name);
          given.retainAll(set.get(name));
        }
        case Step.End _ -> ends = true;
        case Step.Run run -> ends |= called.get(run.flow()).summary.ends();
        case Step.Menu _, Step.Listing _, Step.Ask _, Step.Say _, Step.Do _, Step.When _ -> {}
      }
    }
    this.summary = new Summary(returns, ends, silently, given);
  }

  /** The graphs of a book's flows by name, those that are run before those that run them. */
  static Map<String, FlowGraph> of(FlowBook book) {
    Map<String, FlowGraph> graphs = new LinkedHashMap<>();
    book.flows().keySet().stream().sorted().forEach(flow -> build(book, flow, graphs));
    return graphs;
  }

  private static void build(FlowBook book, String name, Map<String, FlowGraph> graphs) {
    if (graphs.containsKey(name)) {
      return;
    }
    Flow flow = book.flow(name);
    for (Step step : flow.steps().values()) {
      if (step instanceof Step.Run run) {
        build(book, run.flow(), graphs);
      }
    }
    graphs.put(name, new FlowGraph(book, flow, graphs));
  }

  Flow flow() {
    return flow;
  }

  Summary summary() {
    return summary;
  }

  /** By step that a path comes to: the variables that are set on every path to it. */
  Map<String, Set<String>> set() {
    return set;
  }

  List<Arrow> from(String step) {
    return arrows.get(step);
  }

  /** The steps that some path from {@code start} comes to. */
  Set<String> reached(String start, boolean onlySilently) {
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      String step = open.pop();
      if (reached.add(step)) {
        for (Arrow arrow : arrows.get(step)) {
          if (!onlySilently || arrow.isSilent()) {
            open.push(arrow.to());
          }
        }
      }
    }
    return reached;
  }

  private List<Arrow> arrows(FlowBook book, Step step, Map<String, FlowGraph> called) {
    List<Arrow> out = new ArrayList<>();
    switch (step) {
      case Step.Menu menu -> {
        Set<String> learns = menu.into().map(Set::of).orElse(Set.of());
        int key = 1;
        for (String to : menu.options().values()) {
          out.add(new Arrow(to, new By.Key(key++), learns, Set.of()));
        }
      }
      case Step.Ask ask -> {
        out.add(new Arrow(ask.then(), new By.Typed(), Set.of(ask.variable()), Set.of()));
        int key = 1;
        for (String to : ask.or().values()) {
          out.add(new Arrow(to, new By.Key(key++), Set.of(), Set.of(ask.variable())));
        }
      }
      case Step.Listing list -> listing(list, out);
      case Step.Say say -> out.add(new Arrow(say.then(), new By.Key(1), Set.of(), Set.of()));
      case Step.Do act ->
          act.on().forEach((outcome, to) -> out.add(outcome(book, act, outcome, to)));
      case Step.When when -> {
        for (int i = 0; i < when.branches().size(); i++) {
          Step.When.Branch branch = when.branches().get(i);
          out.add(
              new Arrow(branch.then(), new By.Branch(i), Set.of(), Set.copyOf(branch.forgets())));
        }
      }
      case Step.Run run -> {
        Summary callee = called.get(run.flow()).summary;
        if (callee.returns()) {
          Set<String> learns = new HashSet<>();
          run.gives()
              .forEach(
                  (variable, given) -> {
                    if (callee.given().contains(given)) {
                      learns.add(variable);
                    }
                  });
          out.add(new Arrow(run.then(), new By.Returned(callee.silently()), learns, Set.of()));
        }
      }
      case Step.End _ -> {}
    }
    return List.copyOf(out);
  }

  private static void listing(Step.Listing list, List<Arrow> out) {
    Set<String> learns = Set.of(list.into());
    out.add(new Arrow(list.then(), new By.Chosen(), learns, Set.of()));
    list.or().values().forEach(to -> out.add(new Arrow(to, new By.Chosen(), Set.of(), learns)));
    list.single()
        .ifPresent(to -> out.add(new Arrow(to, new By.Unlisted("single"), learns, Set.of())));
    out.add(new Arrow(list.none(), new By.Unlisted("none"), Set.of(), learns));
    out.add(
        new Arrow(
            list.unavailable(), new By.Unlisted(ActionSignature.UNAVAILABLE), Set.of(), learns));
  }

  private static Arrow outcome(FlowBook book, Step.Do act, String outcome, String to) {
    Map<String, ?> outputs = book.action(act.action()).outcomes().getOrDefault(outcome, Map.of());
    Set<String> learns = new HashSet<>();
    Set<String> forgets = new HashSet<>();
    act.gives()
        .forEach(
            (output, variable) -> (outputs.containsKey(output) ? learns : forgets).add(variable));
    return new Arrow(to, new By.Outcome(outcome), learns, forgets);
  }

  /** The arrows that lead to each step. */
  Map<String, List<String>> backwards() {
    Map<String, List<String>> back = new HashMap<>();
    arrows.forEach(
        (from, out) ->
            out.forEach(
                arrow -> back.computeIfAbsent(arrow.to(), _ -> new ArrayList<>()).add(from)));
    return back;
  }
}
