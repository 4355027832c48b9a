package id.gerbang.engine.book;

import java.util.Map;

/**
 * Where everything of a book is written, so that what is found out later can be named by file and
 * line.
 *
 * @param flows by flow
 * @param steps by {@code flow.step}
 * @param texts by {@code language:key}
 */
public record Places(Map<String, Place> flows, Map<String, Place> steps, Map<String, Place> texts) {

  /**
   * @param line from 1
   * @param column from 1
   */
  public record Place(String file, int line, int column) {
    /** What is wrong there. */
    public Problem problem(String what, String mend) {
      return new Problem(file, line, column, what, mend);
    }
  }

  public Places {
    flows = Map.copyOf(flows);
    steps = Map.copyOf(steps);
    texts = Map.copyOf(texts);
  }

  public Place flow(String flow) {
    return flows.get(flow);
  }

  public Place step(String flow, String step) {
    return steps.get(flow + "." + step);
  }

  public Place text(String language, String key) {
    return texts.get(language + ":" + key);
  }
}
