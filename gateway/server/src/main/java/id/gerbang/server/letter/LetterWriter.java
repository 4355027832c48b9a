package id.gerbang.server.letter;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.letter.LetterPrinter;
import id.gerbang.engine.text.Lexicon;
import id.gerbang.engine.value.Value;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes the SMS of the domain's rooms in the words of the live book. Safe for any thread. */
public final class LetterWriter {
  private final Supplier<FlowBook> live;
  private final ZoneId zone;

  /**
   * @param live the book whose words are used
   * @param zone the branch's time zone, in which deadlines are printed
   */
  public LetterWriter(Supplier<FlowBook> live, ZoneId zone) {
    this.live = live;
    this.zone = zone;
  }

  /**
   * The letter as it is sent.
   *
   * @param letter a name of a declared {@link id.gerbang.engine.letter.LetterSignature}
   * @param values by slot; personal ones whole, the text says which are masked
   */
  public String write(String letter, String language, Map<String, Value> values) {
    return LetterPrinter.print(live.get(), letter, language, values, zone);
  }

  /** A text of the live book that holds no variables; empty when it has none of this key. */
  public Optional<String> words(String key, String language) {
    Lexicon lexicon = live.get().lexicon(language);
    return lexicon.has(key) ? Optional.of(lexicon.words(key)) : Optional.empty();
  }
}
