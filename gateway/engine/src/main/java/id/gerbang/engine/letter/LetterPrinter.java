package id.gerbang.engine.letter;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.letter.LetterSignature.Slot;
import id.gerbang.engine.text.Lexicon;
import id.gerbang.engine.text.Message;
import id.gerbang.engine.text.Transliteration;
import id.gerbang.engine.value.Printer;
import id.gerbang.engine.value.Value;
import java.time.ZoneId;
import java.util.Map;

/** Prints letters with the words of a book. */
public final class LetterPrinter {
  private LetterPrinter() {}

  /** The key of a letter's text. */
  public static String key(String letter) {
    return "letters." + letter;
  }

  /**
   * The letter as it is sent: in GSM-7, unless {@code letters.yaml} lets it be otherwise.
   *
   * @param values by slot; an optional one that is absent is printed as nothing
   * @param zone in which moments are printed
   */
  public static String print(
      FlowBook book, String letter, String language, Map<String, Value> values, ZoneId zone) {
    Lexicon lexicon = book.lexicon(language);
    String text =
        lexicon
            .message(key(letter))
            .print(new Slots(book.letter(letter), values, new Printer(lexicon, zone)));
    return book.letterRules().of(letter).unicode() ? text : Transliteration.toGsm7(text);
  }

  private record Slots(LetterSignature letter, Map<String, Value> values, Printer printer)
      implements Message.Arguments {
    @Override
    public String printed(String variable, boolean masked) {
      Slot slot = letter.slots().get(variable);
      Value value = values.get(variable);
      if (value == null) {
        return "";
      }
      return masked ? printer.masked(slot.type(), value) : printer.print(slot.type(), value);
    }

    @Override
    public String selector(String variable) {
      return Message.Arguments.selector(values.get(variable));
    }

    @Override
    public long number(String variable) {
      return Message.Arguments.number(variable, values.get(variable));
    }
  }
}
