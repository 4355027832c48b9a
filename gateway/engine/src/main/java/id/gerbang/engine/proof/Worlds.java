package id.gerbang.engine.proof;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.text.Lexicon;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that can be learned, at its longest, in as many versions as some texts decide by: enough to
 * print each of their wordings with the longest value of every variable.
 */
final class Worlds {
  /** Three texts that each decide by a different variable of four cases: more is no menu. */
  private static final int MOST = 64;

  private final LongestValues longest;
  private final Lexicon lexicon;

  Worlds(FlowBook book, Lexicon lexicon) {
    this.longest = new LongestValues(book, lexicon);
    this.lexicon = lexicon;
  }

  /** What became of it. */
  sealed interface Made {
    record All(List<Map<String, Value>> worlds) implements Made {}

    /** Nobody can read a text of so many wordings, and no machine should print them all. */
    record TooMany(int count) implements Made {}
  }

  /**
   * The worlds of some texts.
   *
   * @param types of the variables that can be printed
   * @param keys of the texts
   */
  Made of(Map<String, Type> types, List<String> keys) {
    Map<String, Value> base = new HashMap<>();
    types.forEach((variable, type) -> base.put(variable, longest.of(type)));
    Map<String, Set<String>> decisions = new TreeMap<>();
    for (String key : keys) {
      lexicon
          .message(key)
          .decisions()
          .forEach(
              (variable, cases) ->
                  decisions.merge(
                      variable,
                      cases,
                      (one, other) -> {
                        Set<String> both = new java.util.TreeSet<>(one);
                        both.addAll(other);
                        return both;
                      }));
    }
    List<Map<String, Value>> worlds = new ArrayList<>(List.of(base));
    for (Map.Entry<String, Set<String>> decision : decisions.entrySet()) {
      Type type = types.get(decision.getKey());
      if (type == null) {
        continue; // a field of a list's option; its own world decides
      }
      List<Value> values = longest.deciding(type, decision.getValue());
      if (worlds.size() * values.size() > MOST) {
        return new Made.TooMany(worlds.size() * values.size());
      }
      List<Map<String, Value>> more = new ArrayList<>();
      for (Map<String, Value> world : worlds) {
        for (Value value : values) {
          Map<String, Value> other = new HashMap<>(world);
          other.put(decision.getKey(), value);
          more.add(other);
        }
      }
      worlds = more;
    }
    return new Made.All(worlds);
  }
}
