package id.gerbang.engine.letter;

import java.util.List;
import java.util.Map;

/**
 * What {@code letters.yaml} says of the letters' cost.
 *
 * @param byLetter the rules of those that differ from {@link Rule#ORDINARY}
 * @param filtered words that carriers hold back as advertising, in lower case
 */
public record LetterRules(Map<String, Rule> byLetter, List<String> filtered) {

  /** Nothing was said. */
  public static final LetterRules NONE = new LetterRules(Map.of(), List.of());

  /**
   * @param segments how many parts it may take at its longest
   * @param unicode whether it may use characters that force UCS-2
   */
  public record Rule(int segments, boolean unicode) {
    /** One part of plain GSM-7: what a letter is unless it says otherwise. */
    public static final Rule ORDINARY = new Rule(1, false);
  }

  public LetterRules {
    byLetter = Map.copyOf(byLetter);
    filtered = List.copyOf(filtered);
  }

  public Rule of(String letter) {
    return byLetter.getOrDefault(letter, Rule.ORDINARY);
  }
}
