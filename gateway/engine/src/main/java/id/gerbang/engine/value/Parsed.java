package id.gerbang.engine.value;

/** What became of an answer. */
public sealed interface Parsed {

  /** It is a value of the type. */
  record Good(Value value) implements Parsed {}

  /**
   * It is not, and a person is told so.
   *
   * @param kind names the sentence: {@code mistakes.<type>.<kind>}
   */
  record Mistake(String kind) implements Parsed {}
}
