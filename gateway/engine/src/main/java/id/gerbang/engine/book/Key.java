package id.gerbang.engine.book;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A key of a flow's file. {@link FlowReader} reads by these keys and {@link FlowSchema} writes them
 * out for editors, so that neither can know one that the other does not.
 *
 * @param form what stands behind it
 * @param means one sentence for authors: what an editor shows beside it, and what a missing one
 *     lacks
 */
record Key(String name, Form form, boolean needed, String means) {

  /** What can stand behind a key. */
  enum Form {
    /** Words for people. */
    SENTENCE,
    /** The name of a step, a variable, a flow or a text. */
    NAME,
    /** A list of names. */
    NAMES,
    /** {@code true} or {@code false}. */
    TRUTH,
    /** A whole number from 1. */
    WHOLE,
    /** A condition over the variables. */
    CONDITION,
    /** The name of a variable's type. */
    TYPE,
    /** The name of a closed set. */
    SET,
    /** An action that does something. */
    ACT,
    /** An action that gives options. */
    FEED,
    /** A map of names to names. */
    PAIRS,
    /** A list of single pairs, {@code [{option: step}]}, whose order counts. */
    OPTIONS,
    /** How a flow ends. */
    ENDING,
    /** The branches of a {@code when}. */
    BRANCHES,
    /** What the shortest way may cost. */
    BUDGET,
    /** The letters, by name. */
    LETTERS,
    /** The variables, by name. */
    VARIABLES,
    /** The steps, by name. */
    STEPS
  }

  static Key needed(String name, Form form, String means) {
    return new Key(name, form, true, means);
  }

  static Key optional(String name, Form form, String means) {
    return new Key(name, form, false, means);
  }

  /** The keys that may stand together in one map. */
  record Group(List<Key> keys) {
    Group {
      keys = List.copyOf(keys);
    }

    static Group of(Key... keys) {
      return new Group(List.of(keys));
    }

    /** The entries of {@code node}; what is not of this group is a problem. */
    Map<String, Yaml> read(Yaml node) {
      return node.map(new TreeSet<>(keys.stream().map(Key::name).toList()));
    }

    /** The names of those that must stand there. */
    List<String> needed() {
      return keys.stream().filter(Key::needed).map(Key::name).toList();
    }

    /** What a key of this group means. */
    String meaning(String name) {
      Optional<Key> key = keys.stream().filter(k -> k.name().equals(name)).findFirst();
      return key.orElseThrow(() -> new IllegalArgumentException("no key " + name)).means();
    }
  }
}
