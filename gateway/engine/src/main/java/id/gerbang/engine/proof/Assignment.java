package id.gerbang.engine.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which variables are set on <em>every</em> path that comes to a step: a forward flow analysis
 * whose sets only shrink, so that each step is looked at no more often than it has variables.
 */
final class Assignment {
  private Assignment() {}

  /** By step: what is surely set when it is entered. Steps that no path comes to are not there. */
  static Map<String, Set<String>> before(FlowGraph graph) {
    List<String> names = new ArrayList<>(graph.flow().learns().keySet());
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      index.put(names.get(i), i);
    }
    Map<String, BitSet> before = new HashMap<>();
    BitSet taken = bits(Set.copyOf(graph.flow().takes()), index);
    before.put(graph.flow().start(), taken);
    Deque<String> open = new ArrayDeque<>(List.of(graph.flow().start()));
    while (!open.isEmpty()) {
      String step = open.poll();
      for (Arrow arrow : graph.from(step)) {
        BitSet after = (BitSet) before.get(step).clone();
        after.andNot(bits(arrow.forgets(), index));
        after.or(bits(arrow.learns(), index));
        BitSet known = before.get(arrow.to());
        if (known == null) {
          before.put(arrow.to(), after);
          open.add(arrow.to());
        } else {
          after.and(known);
          if (!after.equals(known)) {
            before.put(arrow.to(), after);
            open.add(arrow.to());
          }
        }
      }
    }
    Map<String, Set<String>> named = new HashMap<>();
    before.forEach(
        (step, set) -> {
          Set<String> variables = new HashSet<>();
          set.stream().forEach(i -> variables.add(names.get(i)));
          named.put(step, variables);
        });
    return named;
  }

  /** What is learned into a variable that the flow does not declare is not counted. */
  private static BitSet bits(Set<String> variables, Map<String, Integer> index) {
    BitSet bits = new BitSet(index.size());
    variables.forEach(
        variable -> {
          Integer at = index.get(variable);
          if (at != null) {
            bits.set(at);
          }
        });
    return bits;
  }
}
