package id.gerbang.engine.proof;

import id.gerbang.engine.ScreenProbe;
import id.gerbang.engine.Surface;
import id.gerbang.engine.action.ActionResult.Option;
import id.gerbang.engine.action.ActionSignature.OptionShape;
import id.gerbang.engine.book.Flow;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Places;
import id.gerbang.engine.book.Step;
import id.gerbang.engine.proof.Arrow.By;
import id.gerbang.engine.text.Pages;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeSet;

/**
 * Proof 6: the shortest complete path of each flow stays within its budget of screens and seconds.
 * Shortest by time, with usual values: what a person who knows what they want needs.
 */
final class CostProof {
  private static final Places.Place NOWHERE = new Places.Place("", 1, 1);

  private final FlowBook book;
  private final Map<String, FlowGraph> graphs;
  private final Pace pace;
  private final List<Finding> found = new ArrayList<>();
  private final List<FlowCost> costs = new ArrayList<>();

  CostProof(FlowBook book, Map<String, FlowGraph> graphs, Pace pace) {
    this.book = book;
    this.graphs = graphs;
    this.pace = pace;
  }

  /** A way through a flow: what it cost, and the way without its last step. */
  private record Way(
      String step,
      int screens,
      int keys,
      double seconds,
      Way before,
      List<FlowCost.Passed> within) {
    static Way begin(String start) {
      return new Way(start, 0, 0, 0, null, List.of());
    }

    List<FlowCost.Passed> path() {
      List<FlowCost.Passed> path = new ArrayList<>();
      for (Way way = this; way != null; way = way.before()) {
        path.addAll(0, way.within());
      }
      return path;
    }
  }

  List<Finding> prove() {
    for (String language : new TreeSet<>(book.languages())) {
      Map<String, Way> returning = new HashMap<>();
      for (FlowGraph graph : graphs.values()) {
        flow(graph, language, returning);
      }
    }
    return found;
  }

  List<FlowCost> costs() {
    return costs;
  }

  private void flow(FlowGraph graph, String language, Map<String, Way> returning) {
    Flow flow = graph.flow();
    Optional<String> to = flow.budget().flatMap(Flow.Budget::to);
    Way back = null;
    Way end = null;
    for (Way way : ways(graph, language, returning).values()) {
      if (flow.step(way.step()) instanceof Step.End last) {
        if (last.returns()) {
          back = cheaper(back, way);
        }
        if (to.isEmpty() || to.get().equals(way.step())) {
          end = cheaper(end, last.returns() ? way : shown(graph, language, way));
        }
      } else if (to.isPresent() && to.get().equals(way.step())) {
        // a screen at which a way is complete was read as well
        boolean isRead = flow.step(way.step()) instanceof Step.Waiting;
        end = cheaper(end, isRead ? shown(graph, language, way) : way);
      }
    }
    if (back != null) {
      returning.put(flow.name(), back);
    }
    if (end != null) {
      FlowCost cost = cost(flow, language, end);
      costs.add(cost);
      flow.budget().ifPresent(budget -> budget(flow, budget, cost));
    }
  }

  private static Way cheaper(Way one, Way other) {
    return one == null || other.seconds() < one.seconds() ? other : one;
  }

  private FlowCost cost(Flow flow, String language, Way way) {
    return new FlowCost(
        flow.name(),
        language,
        way.screens(),
        way.keys(),
        way.seconds(),
        way.screens() * pace.rupiahPerScreen(),
        way.path());
  }

  private void budget(Flow flow, Flow.Budget budget, FlowCost cost) {
    budget
        .screens()
        .ifPresent(
            most -> {
              if (cost.screens() > most) {
                problem(flow, cost, cost.screens() + " screens", most + " screens");
              }
            });
    budget
        .seconds()
        .ifPresent(
            most -> {
              if (cost.seconds() > most) {
                problem(flow, cost, Math.round(cost.seconds()) + " seconds", most + " seconds");
              }
            });
  }

  private void problem(Flow flow, FlowCost cost, String takes, String allowed) {
    Places.Place place = book.places().flow(flow.name());
    found.add(
        Finding.of(
            (place == null ? NOWHERE : place)
                .problem(
                    "the shortest complete path of "
                        + flow.name()
                        + " takes "
                        + takes
                        + " in "
                        + cost.language()
                        + "; its budget is "
                        + allowed,
                    "shorten its words, ask less, or raise the budget with open eyes")));
  }

  /** Dijkstra's shortest paths by seconds from the flow's start to each of its steps. */
  private Map<String, Way> ways(FlowGraph graph, String language, Map<String, Way> returning) {
    Map<String, Way> ways = new HashMap<>();
    PriorityQueue<Way> open = new PriorityQueue<>(Comparator.comparingDouble(Way::seconds));
    open.add(Way.begin(graph.flow().start()));
    while (!open.isEmpty()) {
      Way way = open.poll();
      if (ways.putIfAbsent(way.step(), way) != null) {
        continue;
      }
      Step step = graph.flow().step(way.step());
      Way seen = step instanceof Step.Waiting ? shown(graph, language, way) : way;
      for (Arrow arrow : graph.from(way.step())) {
        if (!ways.containsKey(arrow.to())) {
          open.add(along(graph, step, arrow, way, seen, returning));
        }
      }
    }
    return ways;
  }

  private Way along(
      FlowGraph graph, Step step, Arrow arrow, Way way, Way seen, Map<String, Way> returning) {
    if (step instanceof Step.Run run) {
      Way inside = returning.get(run.flow());
      List<FlowCost.Passed> within =
          inside.path().stream()
              .map(passed -> new FlowCost.Passed(passed.step(), way.seconds() + passed.until()))
              .toList();
      return new Way(
          arrow.to(),
          way.screens() + inside.screens(),
          way.keys() + inside.keys(),
          way.seconds() + inside.seconds(),
          way,
          within);
    }
    if (arrow.isSilent()) {
      return new Way(arrow.to(), way.screens(), way.keys(), way.seconds(), way, List.of());
    }
    Typing typing = typing(graph.flow(), step, arrow.by());
    double until = seen.seconds() + typing.seconds();
    return new Way(
        arrow.to(),
        seen.screens(),
        seen.keys() + typing.keys(),
        until,
        way,
        List.of(new FlowCost.Passed(graph.flow().name() + "." + step.name(), until)));
  }

  /** The same way after the screen of its last step was waited for and read. */
  private Way shown(FlowGraph graph, String language, Way way) {
    Step step = graph.flow().step(way.step());
    List<Pages.Page> pages =
        new ScreenProbe(book, language, Surface.USSD)
            .pages(
                new ScreenProbe.Stand(
                    graph.flow().name(), step.name(), usual(graph.flow()), options(step)),
                "");
    int read = step instanceof Step.Listing ? 1 : pages.size(); // who searched finds it on top
    double seconds = way.seconds();
    for (int i = 0; i < read; i++) {
      seconds +=
          pace.secondsPerScreen()
              + pages.get(i).text().length() / pace.charactersPerSecond()
              + (i > 0 ? 3 * pace.secondsPerKey() : 0);
    }
    return new Way(
        way.step(),
        way.screens() + read,
        way.keys() + 3 * (read - 1),
        seconds,
        way.before(),
        way.within());
  }

  private Map<String, Value> usual(Flow flow) {
    Map<String, Value> usual = new HashMap<>();
    flow.learns().values().forEach(v -> usual.put(v.name(), UsualValues.of(book, v.type())));
    return usual;
  }

  private List<Option> options(Step step) {
    if (!(step instanceof Step.Listing list)) {
      return List.of();
    }
    OptionShape shape = book.action(list.action()).options();
    Map<String, Value> fields = new HashMap<>();
    shape.fields().forEach((field, type) -> fields.put(field, UsualValues.of(book, type)));
    Option one = new Option(UsualValues.of(book, shape.value()), fields);
    return List.of(one, one);
  }

  private record Typing(int keys, double seconds) {}

  /** What a person presses for an arrow, and the send key. */
  private Typing typing(Flow flow, Step step, By by) {
    return switch (by) {
      case By.Key _, By.Chosen _ -> new Typing(2, 2 * pace.secondsPerKey());
      case By.Typed _ -> {
        Type type = flow.learns().get(((Step.Ask) step).variable()).type();
        String typed = UsualValues.typed(type);
        long digits = typed.chars().filter(Character::isDigit).count();
        long letters = typed.length() - digits;
        yield new Typing(
            (int) (digits + 2 * letters + 1),
            (digits + 1) * pace.secondsPerKey() + letters * pace.secondsPerLetter());
      }
      case By.Outcome _, By.Unlisted _, By.Branch _, By.Returned _ -> new Typing(0, 0);
    };
  }
}
