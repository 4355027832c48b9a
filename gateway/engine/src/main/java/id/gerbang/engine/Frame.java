package id.gerbang.engine;

import id.gerbang.engine.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a conversation stands in one flow.
 *
 * @param flow the flow's name
 * @param step the step's name
 * @param values what it has learned
 * @param trail the waiting steps that were answered on the way here, for {@code 0 Kembali}
 */
public record Frame(String flow, String step, Map<String, Value> values, List<String> trail) {
  /** More steps back than this nobody goes. */
  static final int LONGEST_TRAIL = 40;

  public Frame {
    values = Map.copyOf(values);
    trail = List.copyOf(trail);
  }

  static Frame of(String flow, Map<String, Value> values) {
    return new Frame(flow, "", values, List.of());
  }

  Frame at(String newStep) {
    return new Frame(flow, newStep, values, trail);
  }

  Frame with(String variable, Value value) {
    Map<String, Value> more = new HashMap<>(values);
    more.put(variable, value);
    return new Frame(flow, step, more, trail);
  }

  Frame without(String variable) {
    if (!values.containsKey(variable)) {
      return this;
    }
    Map<String, Value> fewer = new HashMap<>(values);
    fewer.remove(variable);
    return new Frame(flow, step, fewer, trail);
  }

  /** The step was answered: it can be come back to. */
  Frame passed(String answered) {
    List<String> longer = new ArrayList<>(trail);
    longer.add(answered);
    return new Frame(
        flow,
        step,
        values,
        longer.size() > LONGEST_TRAIL ? longer.subList(1, longer.size()) : longer);
  }

  /** Coming to a step again forgets what came after it: going back never goes round in circles. */
  Frame arrivedAt(String waiting) {
    int before = trail.indexOf(waiting);
    return before < 0 ? this : new Frame(flow, step, values, trail.subList(0, before));
  }

  Frame withoutTrail() {
    return trail.isEmpty() ? this : new Frame(flow, step, values, List.of());
  }
}
