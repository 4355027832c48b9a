package id.gerbang.engine.proof;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Problem;
import id.gerbang.engine.book.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Proof 1: every step is reachable, from every step an end can be reached, and nothing goes round
 * without a person's input.
 */
final class PathProof {
  private final FlowBook book;
  private final Map<String, FlowGraph> graphs;
  private final List<Finding> found = new ArrayList<>();

  PathProof(FlowBook book, Map<String, FlowGraph> graphs) {
    this.book = book;
    this.graphs = graphs;
  }

  List<Finding> prove() {
    graphs.values().forEach(this::flow);
    return found;
  }

  private void flow(FlowGraph graph) {
    Set<String> reached = graph.reached(graph.flow().start(), false);
    Set<String> leaving = leaving(graph);
    Set<String> rounds = new HashSet<>();
    for (String step : graph.flow().steps().keySet()) {
      if (!reached.contains(step)) {
        found(graph, step, "no path leads to step \"" + step + "\"", unreachable(graph), false);
      } else if (!leaving.contains(step)) {
        found(
            graph,
            step,
            "from step \"" + step + "\" no end can be reached: a person is caught there",
            "lead one of its ways to an end, or back to the caller with {end: return}",
            true);
      }
    }
    for (String step : onRounds(graph)) {
      List<String> round = round(graph, step);
      if (!round.isEmpty() && rounds.add(round.stream().sorted().toList().toString())) {
        found(
            graph,
            round.getFirst(),
            "these steps go round without asking anything: "
                + String.join(" > ", round)
                + " > "
                + round.getFirst(),
            "let a menu, a question or something to read stand between them",
            true);
      }
    }
  }

  private String unreachable(FlowGraph graph) {
    return graph.flow().steps().values().stream()
        .filter(step -> step instanceof Step.Run run && !graphs.get(run.flow()).summary().returns())
        .map(step -> ((Step.Run) step).flow())
        .findFirst()
        .map(flow -> "the flow \"" + flow + "\" never comes back: give it an {end: return}")
        .orElse("lead to it from another step, or remove it");
  }

  /** The steps from which some path ends the conversation or goes back to the caller. */
  private Set<String> leaving(FlowGraph graph) {
    Map<String, List<String>> back = graph.backwards();
    Set<String> leaving = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    for (Step step : graph.flow().steps().values()) {
      boolean ends =
          switch (step) {
            case Step.End _ -> true;
            case Step.Run run -> graphs.get(run.flow()).summary().ends();
            case Step.Menu _, Step.Listing _, Step.Ask _, Step.Say _, Step.Do _, Step.When _ ->
                // "0 Keluar" on the main menu leaves: it is the one place that need not have an end
                graph.flow().name().equals(FlowBook.ENTRY)
                    && step.name().equals(graph.flow().start());
          };
      if (ends) {
        open.add(step.name());
      }
    }
    while (!open.isEmpty()) {
      String step = open.poll();
      if (leaving.add(step)) {
        open.addAll(back.getOrDefault(step, List.of()));
      }
    }
    return leaving;
  }

  /**
   * The steps on a round of silent arrows, or between two: what is left when steps that no silent
   * arrow comes to, or leaves, are taken away again and again. Linear, so that a book without
   * rounds costs nothing more.
   */
  private static Set<String> onRounds(FlowGraph graph) {
    Map<String, List<String>> forward = new HashMap<>();
    Map<String, List<String>> backward = new HashMap<>();
    for (String step : graph.flow().steps().keySet()) {
      for (Arrow arrow : graph.from(step)) {
        if (arrow.isSilent()) {
          forward.computeIfAbsent(step, _ -> new ArrayList<>()).add(arrow.to());
          backward.computeIfAbsent(arrow.to(), _ -> new ArrayList<>()).add(step);
        }
      }
    }
    Set<String> left = new TreeSet<>(graph.flow().steps().keySet());
    peel(left, forward, backward);
    peel(left, backward, forward);
    return left;
  }

  /** Takes away, again and again, the steps that no arrow of {@code to} comes to. */
  private static void peel(
      Set<String> left, Map<String, List<String>> out, Map<String, List<String>> to) {
    Map<String, Integer> arrows = new HashMap<>();
    Deque<String> open = new ArrayDeque<>();
    for (String step : left) {
      int count = (int) to.getOrDefault(step, List.of()).stream().filter(left::contains).count();
      arrows.put(step, count);
      if (count == 0) {
        open.add(step);
      }
    }
    while (!open.isEmpty()) {
      String step = open.poll();
      left.remove(step);
      for (String next : out.getOrDefault(step, List.of())) {
        if (left.contains(next) && arrows.merge(next, -1, Integer::sum) == 0) {
          open.add(next);
        }
      }
    }
  }

  /** A round of silent arrows through {@code step}, beginning with it; empty when there is none. */
  private static List<String> round(FlowGraph graph, String step) {
    Map<String, String> from = new HashMap<>();
    Deque<String> open = new ArrayDeque<>();
    for (Arrow arrow : graph.from(step)) {
      if (arrow.isSilent() && from.putIfAbsent(arrow.to(), step) == null) {
        open.add(arrow.to());
      }
    }
    while (!open.isEmpty()) {
      String at = open.poll();
      if (at.equals(step)) {
        List<String> round = new ArrayList<>(List.of(step));
        for (String back = from.get(step); !back.equals(step); back = from.get(back)) {
          round.add(1, back);
        }
        return round;
      }
      for (Arrow arrow : graph.from(at)) {
        if (arrow.isSilent() && from.putIfAbsent(arrow.to(), at) == null) {
          open.add(arrow.to());
        }
      }
    }
    return List.of();
  }

  private void found(FlowGraph graph, String step, String what, String mend, boolean reachable) {
    String flow = graph.flow().name();
    Problem problem = book.places().step(flow, step).problem(what, mend);
    found.add(reachable ? Finding.at(problem, flow, step) : Finding.of(problem));
  }
}
