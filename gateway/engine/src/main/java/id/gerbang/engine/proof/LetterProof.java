package id.gerbang.engine.proof;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.letter.LetterPrinter;
import id.gerbang.engine.letter.LetterRules;
import id.gerbang.engine.letter.LetterSignature;
import id.gerbang.engine.letter.LetterSignature.Reader;
import id.gerbang.engine.text.Lexicon;
import id.gerbang.engine.text.Message;
import id.gerbang.engine.text.SmsCut;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Value;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Proofs 5 and 7: every letter costs at its longest no more parts than it says, none holds a word
 * that carriers filter, and what is personal reaches nobody but its owner unmasked.
 */
final class LetterProof {
  /** The zone whose name is printed longest. */
  private static final ZoneId ZONE = ZoneId.of("Asia/Makassar");

  private final FlowBook book;
  private final List<Finding> found = new ArrayList<>();
  private final List<Finding> remarks = new ArrayList<>();

  LetterProof(FlowBook book) {
    this.book = book;
  }

  List<Finding> prove() {
    for (String language : new TreeSet<>(book.languages())) {
      Lexicon lexicon = book.lexicon(language);
      Worlds worlds = new Worlds(book, lexicon);
      new TreeMap<>(book.catalog().letters())
          .values()
          .forEach(letter -> letter(language, lexicon, worlds, letter));
      filtered(language, lexicon);
    }
    return found;
  }

  /**
   * What is no mistake but worth a look: words that some carriers filter. Ask {@link #prove} first.
   */
  List<Finding> remarks() {
    return remarks;
  }

  private void letter(String language, Lexicon lexicon, Worlds worlds, LetterSignature letter) {
    String key = LetterPrinter.key(letter.name());
    Message message = lexicon.message(key);
    letter
        .slots()
        .forEach(
            (slot, what) -> {
              if (letter.reader() == Reader.OTHER && what.personal() && message.showsWhole(slot)) {
                problem(
                    language,
                    key,
                    "the letter \""
                        + letter.name()
                        + "\" goes to somebody else and prints {"
                        + slot
                        + "}, which is personal",
                    "write {" + slot + ", masked}");
              }
            });
    Map<String, Type> types = new HashMap<>();
    letter.slots().forEach((slot, what) -> types.put(slot, what.type()));
    switch (worlds.of(types, List.of(key))) {
      case Worlds.Made.TooMany(int count) ->
          problem(language, key, key + " has " + count + " versions", "make several letters of it");
      case Worlds.Made.All(List<Map<String, Value>> all) ->
          all.stream()
              .map(world -> LetterPrinter.print(book, letter.name(), language, world, ZONE))
              .max((one, other) -> Integer.compare(segments(one), segments(other)))
              .ifPresent(text -> cost(language, key, letter.name(), text));
    }
  }

  private void cost(String language, String key, String letter, String text) {
    LetterRules.Rule rule = book.letterRules().of(letter);
    int segments = segments(text);
    if (segments > rule.segments()) {
      problem(
          language,
          key,
          "the letter \""
              + letter
              + "\" takes "
              + segments
              + " parts at its longest in "
              + language
              + ", and says "
              + rule.segments(),
          "shorten it, or say {segments: " + segments + "} in letters.yaml");
    }
  }

  /** How many parts of an SMS a text takes, cut as the links cut it. */
  static int segments(String text) {
    return SmsCut.of(text).parts().size();
  }

  private void filtered(String language, Lexicon lexicon) {
    for (String key : new TreeSet<>(lexicon.keys())) {
      String words = " " + lexicon.message(key).literals().toLowerCase(Locale.ROOT) + " ";
      for (String filtered : book.letterRules().filtered()) {
        if (words.matches("(?s).*\\b\\Q" + filtered + "\\E.*")) {
          remarks.add(
              Finding.of(
                  book.places()
                      .text(language, key)
                      .problem(
                          "the text " + key + " holds \"" + filtered + "\", which carriers filter",
                          "use another word, or have it allowed by the carrier")));
        }
      }
    }
  }

  private void problem(String language, String key, String what, String mend) {
    found.add(Finding.of(book.places().text(language, key).problem(what, mend)));
  }
}
