package id.gerbang.engine.proof;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which sentences can stand above a screen: a notice set on the way stays until a person answers,
 * into a flow that is run and back out of it.
 */
final class Notices {
  private final FlowBook book;
  private final Map<String, FlowGraph> graphs;
  private final Map<String, Set<String>> callers = new HashMap<>();
  private final Map<String, Set<String>> at = new HashMap<>();
  private final Deque<String[]> open = new ArrayDeque<>();

  private Notices(FlowBook book, Map<String, FlowGraph> graphs) {
    this.book = book;
    this.graphs = graphs;
  }

  /** The keys of the notices that can stand above each step, by {@code flow.step}. */
  static Map<String, Set<String>> of(FlowBook book, Map<String, FlowGraph> graphs) {
    return new Notices(book, graphs).spread();
  }

  private Map<String, Set<String>> spread() {
    graphs
        .values()
        .forEach(
            graph ->
                graph
                    .flow()
                    .steps()
                    .values()
                    .forEach(
                        step -> {
                          if (step instanceof Step.Run run) {
                            callers
                                .computeIfAbsent(run.flow(), _ -> new HashSet<>())
                                .add(graph.flow().name() + "." + run.then());
                          }
                          begins(graph.flow().name(), step);
                        }));
    while (!open.isEmpty()) {
      String[] next = open.poll();
      goesOn(next[0], next[1]);
    }
    return at;
  }

  private void begins(String flow, Step step) {
    if (step instanceof Step.When when) {
      for (Step.When.Branch branch : when.branches()) {
        branch
            .notice()
            .ifPresent(
                notice ->
                    arrives(flow + "." + branch.then(), flow + "." + when.name() + "." + notice));
      }
    } else if (step instanceof Step.Listing list) {
      String none = flow + "." + list.name() + ".none";
      if (book.lexicon(FlowBook.DEFAULT_LANGUAGE).has(none)) {
        arrives(flow + "." + list.none(), none);
      }
    }
  }

  private void arrives(String place, String notice) {
    if (at.computeIfAbsent(place, _ -> new HashSet<>()).add(notice)) {
      open.add(new String[] {place, notice});
    }
  }

  private void goesOn(String place, String notice) {
    int dot = place.lastIndexOf('.');
    String flow = place.substring(0, dot);
    FlowGraph graph = graphs.get(flow);
    Step step = graph.flow().step(place.substring(dot + 1));
    switch (step) {
      case Step.When when ->
          when.branches().stream()
              .filter(branch -> branch.notice().isEmpty())
              .forEach(branch -> arrives(flow + "." + branch.then(), notice));
      case Step.Do act -> act.on().values().forEach(to -> arrives(flow + "." + to, notice));
      case Step.Listing list -> {
        list.single().ifPresent(to -> arrives(flow + "." + to, notice));
        arrives(flow + "." + list.unavailable(), notice);
        if (!book.lexicon(FlowBook.DEFAULT_LANGUAGE).has(place + ".none")) {
          arrives(flow + "." + list.none(), notice);
        }
      }
      case Step.Run run ->
          arrives(run.flow() + "." + graphs.get(run.flow()).flow().start(), notice);
      case Step.End end when end.returns() ->
          callers.getOrDefault(flow, Set.of()).forEach(to -> arrives(to, notice));
      case Step.End _, Step.Menu _, Step.Ask _, Step.Say _ -> {}
    }
  }
}
