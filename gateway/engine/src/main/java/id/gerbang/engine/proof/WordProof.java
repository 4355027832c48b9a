package id.gerbang.engine.proof;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.letter.LetterPrinter;
import id.gerbang.engine.text.Gsm7;
import id.gerbang.engine.text.Lexicon;
import id.gerbang.engine.text.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Proof 3: every text says the same in every language, as far as a machine can see — it prints the
 * same variables; and proof 5 as far as screens go: every character is on a keypad phone.
 */
final class WordProof {
  private final FlowBook book;
  private final List<Finding> found = new ArrayList<>();

  WordProof(FlowBook book) {
    this.book = book;
  }

  List<Finding> prove() {
    Lexicon first = book.lexicon(FlowBook.DEFAULT_LANGUAGE);
    for (String language : new TreeSet<>(book.languages())) {
      Lexicon lexicon = book.lexicon(language);
      for (String key : new TreeSet<>(lexicon.keys())) {
        if (first.has(key)) {
          sameVariables(first.message(key), lexicon.message(key), language, key);
        }
        alphabet(lexicon.message(key), language, key);
      }
    }
    return found;
  }

  private void sameVariables(Message first, Message other, String language, String key) {
    Set<String> missing = new TreeSet<>(first.variables());
    missing.removeAll(other.variables());
    Set<String> more = new TreeSet<>(other.variables());
    more.removeAll(first.variables());
    if (!missing.isEmpty() || !more.isEmpty()) {
      String what =
          missing.isEmpty()
              ? "prints {" + String.join("}, {", more) + "}, which Indonesian does not"
              : "does not print {" + String.join("}, {", missing) + "}, which Indonesian does";
      found(language, key, "the text " + key + " " + what, "let both say the same");
    }
  }

  private void alphabet(Message message, String language, String key) {
    if (key.startsWith(LetterPrinter.key(""))
        && book.letterRules().of(key.substring(LetterPrinter.key("").length())).unicode()) {
      return;
    }
    String foreign =
        message
            .literals()
            .codePoints()
            .filter(c -> !Gsm7.encodes(Character.toString(c)))
            .distinct()
            .mapToObj(Character::toString)
            .collect(Collectors.joining(" "));
    if (!foreign.isEmpty()) {
      found(
          language,
          key,
          "the text "
              + key
              + " has characters that a keypad phone cannot show: "
              + foreign
              + " (they force UCS-2, 70 characters instead of 160)",
          "write it with plain letters, straight quotes and simple dashes");
    }
  }

  private void found(String language, String key, String what, String mend) {
    found.add(Finding.of(book.places().text(language, key).problem(what, mend)));
  }
}
