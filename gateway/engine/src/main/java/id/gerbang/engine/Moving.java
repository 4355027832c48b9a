package id.gerbang.engine;

import id.gerbang.engine.book.Flow;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Step;
import id.gerbang.engine.book.Variable;
import id.gerbang.engine.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a conversation of an older book goes on in another one, by the moves that this one
 * declares (docs/adr/0006). Pure, like the engine.
 *
 * <pre>
 *   stands in the older book ── its step, or one around it, has a move ──► goes on there ── what that step needs is known ──► moved
 *     │                                                                        └── something is not known ──► stays
 *     └── no move for it ──► stays, and ends in its own book
 * </pre>
 */
public final class Moving {
  private Moving() {}

  /** A flow that a conversation is in, and where in it. */
  public record Place(String flow, String step) {
    @Override
    public String toString() {
      return flow + "." + step;
    }
  }

  /** Where a book leads those who stand in an older one, whatever they have said. */
  public sealed interface Way {
    /** It declares no move. */
    record None() implements Way {}

    /** It does, but a flow around runs at a step that the book does not have like that. */
    record Lost(Place around) implements Way {}

    /**
     * It goes on.
     *
     * @param depth in which of its flows, outermost 0; those inside are left
     * @param step at which step of it
     * @param needs what has to be known, in each of the flows up to {@code depth}
     */
    record To(int depth, String step, List<Set<String>> needs) implements Way {}
  }

  /** What becomes of one conversation. */
  public sealed interface Moved {
    /** It goes on in its own book. */
    record Stays() implements Moved {}

    /** It comes to {@link Engine#arrive} of the other book. */
    record Goes(Conversation conversation) implements Moved {}
  }

  /**
   * Where {@code live} leads.
   *
   * @param places where a conversation of an older book stands, outermost first
   */
  public static Way way(List<Place> places, FlowBook live) {
    if (places.stream().noneMatch(place -> declares(live, place))) {
      return new Way.None();
    }
    List<Set<String>> needs = new ArrayList<>();
    for (int depth = 0; depth < places.size(); depth++) {
      Place place = places.get(depth);
      Flow flow = live.flows().get(place.flow());
      if (declares(live, place)) {
        String step = flow.moves().get(place.step());
        needs.add(StepNeeds.of(live, flow).get(step));
        return new Way.To(depth, step, needs);
      }
      boolean same =
          flow != null
              && flow.steps().get(place.step()) instanceof Step.Run run
              && run.flow().equals(places.get(depth + 1).flow());
      if (!same) {
        return new Way.Lost(place);
      }
      needs.add(StepNeeds.of(live, flow).get(place.step()));
    }
    throw new IllegalStateException("a declared move was not met");
  }

  private static boolean declares(FlowBook live, Place place) {
    Flow flow = live.flows().get(place.flow());
    return flow != null && flow.moves().containsKey(place.step());
  }

  /**
   * What becomes of {@code conversation}.
   *
   * @param own the book that it stands in
   * @param live the book that might take it
   */
  public static Moved of(Conversation conversation, FlowBook own, FlowBook live) {
    return switch (way(conversation.places(), live)) {
      case Way.None(), Way.Lost(_) -> new Moved.Stays();
      case Way.To to -> {
        List<Frame> frames = frames(conversation, own, live, to);
        yield frames.size() <= to.depth()
            ? new Moved.Stays()
            : new Moved.Goes(Engine.fresh(live, conversation.language()).withFrames(frames));
      }
    };
  }

  /** The frames as the book knows them; fewer than asked for where something is not known. */
  private static List<Frame> frames(
      Conversation conversation, FlowBook own, FlowBook live, Way.To to) {
    List<Frame> frames = new ArrayList<>();
    for (int depth = 0; depth <= to.depth(); depth++) {
      Frame old = conversation.frames().get(depth);
      Flow flow = live.flow(old.flow());
      Map<String, Value> values = kept(old.values(), own.flow(old.flow()), flow);
      if (!values.keySet().containsAll(to.needs().get(depth))) {
        break;
      }
      String step = depth == to.depth() ? to.step() : old.step();
      frames.add(new Frame(old.flow(), step, values, trail(old, live, flow, values)));
    }
    return frames;
  }

  /** What both books know by the same name and type. */
  private static Map<String, Value> kept(Map<String, Value> values, Flow own, Flow live) {
    Map<String, Value> kept = new HashMap<>();
    values.forEach(
        (name, value) -> {
          if (sameVariable(own, live, name)) {
            kept.put(name, value);
          }
        });
    return kept;
  }

  /** Whether a value of the one flow means the same in the other. */
  public static boolean sameVariable(Flow own, Flow live, String name) {
    Variable was = own.learns().get(name);
    Variable is = live.learns().get(name);
    return was != null && is != null && was.type().equals(is.type());
  }

  /** The steps that can be gone back to: there still, and with all that they need. */
  private static List<String> trail(
      Frame old, FlowBook live, Flow flow, Map<String, Value> values) {
    Map<String, Set<String>> needs = StepNeeds.of(live, flow);
    Set<String> known = new HashSet<>(values.keySet());
    return old.trail().stream()
        .filter(
            step ->
                flow.steps().get(step) instanceof Step.Waiting
                    || flow.steps().get(step) instanceof Step.Run)
        .filter(step -> known.containsAll(needs.get(step)))
        .toList();
  }
}
