package id.gerbang.server.cli;

import id.gerbang.engine.Walk;
import id.gerbang.engine.book.Flow;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Places.Place;
import id.gerbang.engine.book.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Which steps of a book, and which outcomes of its actions, some transcript walks. */
final class Coverage implements Walk {
  private final Set<String> steps = ConcurrentHashMap.newKeySet();
  private final Set<String> outcomes = ConcurrentHashMap.newKeySet();

  @Override
  public void entered(String step) {
    steps.add(step);
  }

  @Override
  public void answered(String step, String outcome) {
    outcomes.add(step + " " + outcome);
  }

  /**
   * What was walked of a book.
   *
   * @param unwalked the steps that no transcript walks, with file:line
   * @param unheard the outcomes that no transcript hears, with file:line
   */
  record Seen(int steps, List<String> unwalked, int outcomes, List<String> unheard) {
    boolean isWhole() {
      return unwalked.isEmpty();
    }

    @Override
    public String toString() {
      return String.format(
          "steps %d of %d, outcomes %d of %d",
          steps - unwalked.size(), steps, outcomes - unheard.size(), outcomes);
    }
  }

  Seen of(FlowBook book) {
    int allSteps = 0;
    int allOutcomes = 0;
    List<String> unwalked = new ArrayList<>();
    List<String> unheard = new ArrayList<>();
    for (Flow flow : new TreeMap<>(book.flows()).values()) {
      for (Step step : flow.steps().values()) {
        String name = flow.name() + "." + step.name();
        Place place = book.places().step(flow.name(), step.name());
        allSteps++;
        if (!steps.contains(name)) {
          unwalked.add(
              "flows/" + place.file() + ":" + place.line() + ": no transcript walks " + name);
        }
        for (String outcome : outcomes(step)) {
          allOutcomes++;
          if (!outcomes.contains(name + " " + outcome)) {
            unheard.add(
                "flows/"
                    + place.file()
                    + ":"
                    + place.line()
                    + ": no transcript hears \""
                    + outcome
                    + "\" at "
                    + name);
          }
        }
      }
    }
    return new Seen(allSteps, unwalked, allOutcomes, unheard);
  }

  private static Set<String> outcomes(Step step) {
    return switch (step) {
      case Step.Do act -> new TreeSet<>(act.on().keySet());
      case Step.Listing list -> {
        Set<String> outcomes = new TreeSet<>(Set.of("some", "none", "unavailable"));
        list.single().ifPresent(_ -> outcomes.add("single"));
        yield outcomes;
      }
      case Step.Menu _, Step.Ask _, Step.Say _, Step.When _, Step.Run _, Step.End _ -> Set.of();
    };
  }
}
