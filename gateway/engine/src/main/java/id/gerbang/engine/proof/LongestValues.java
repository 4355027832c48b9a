package id.gerbang.engine.proof;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.text.Lexicon;
import id.gerbang.engine.value.PersonName;
import id.gerbang.engine.value.Printer;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The value of each type that is printed longest in a language. */
final class LongestValues {
  /** No bill, premium or income of an informal worker comes near a billion rupiah. */
  static final long MONEY = 999_999_999;

  /** Months, workers, segments: nothing that menus count has seven digits. */
  static final long WHOLE = 999_999;

  /** The longest when it is whole, and when it is masked: then the first word stays whole. */
  private static final String NAME = "W".repeat(PersonName.LONGEST - 2) + " W";

  private final FlowBook book;
  private final Printer printer;

  LongestValues(FlowBook book, Lexicon lexicon) {
    this.book = book;
    this.printer = new Printer(lexicon, ZoneOffset.UTC);
  }

  Value of(Type type) {
    return switch (type) {
      case Type.ChoiceOf(String set) ->
          longest(type, book.choices(set).stream().map(Value.Choice::new).toList());
      case Type.Simple simple ->
          switch (simple) {
            case NIK -> new Value.Text("5171991708900001");
            case PERSON_NAME -> new Value.Text(NAME);
            case TEXT -> new Value.Text("W".repeat(Printer.LONGEST_TEXT));
            case DATE ->
                longest(
                    type,
                    IntStream.rangeClosed(1, 12)
                        .mapToObj(month -> new Value.Day(LocalDate.of(2026, month, 28)))
                        .toList());
            case VILLAGE, AGENT, INSTITUTION -> new Value.Named("W", NAME);
            case AGENT_CODE -> new Value.Text("PRS001");
            case PHONE -> new Value.Text("6281234567890123".substring(0, 15));
            case REFERENCE -> new Value.Text("D7K2Q9");
            case KEYWORD -> new Value.Text("W".repeat(Printer.LONGEST_KEYWORD));
            case MONEY -> new Value.Money(MONEY);
            case WHOLE -> new Value.Whole(WHOLE);
            case MOMENT -> new Value.Moment(Instant.parse("2026-09-28T23:59:00Z"));
            case FLAG -> new Value.Flag(false);
            case CONSENT -> new Value.Text("");
          };
    };
  }

  /**
   * Values that together take every case of a text that decides by this type.
   *
   * @param cases the cases that are written
   */
  List<Value> deciding(Type type, Set<String> cases) {
    return switch (type) {
      case Type.ChoiceOf(String set) ->
          book.choices(set).stream().map(id -> (Value) new Value.Choice(id)).toList();
      case Type.Simple simple ->
          switch (simple) {
            case WHOLE -> counts(cases).stream().map(n -> (Value) new Value.Whole(n)).toList();
            case MONEY -> counts(cases).stream().map(n -> (Value) new Value.Money(n)).toList();
            case FLAG -> List.of(new Value.Flag(true), new Value.Flag(false));
            case NIK,
                PERSON_NAME,
                TEXT,
                DATE,
                VILLAGE,
                AGENT,
                INSTITUTION,
                AGENT_CODE,
                PHONE,
                REFERENCE,
                KEYWORD,
                MOMENT,
                CONSENT -> {
              List<Value> values = new ArrayList<>(List.of(of(type)));
              cases.forEach(word -> values.add(new Value.Text(word)));
              yield values;
            }
          };
    };
  }

  /** As a screen prints it. */
  String printed(Type type, Value value) {
    return printer.print(type, value);
  }

  private static List<Long> counts(Set<String> cases) {
    List<Long> counts = new ArrayList<>(List.of(0L, 1L, 2L, 5L, 21L, WHOLE));
    cases.stream()
        .filter(word -> word.matches("=[0-9]{1,9}"))
        .forEach(word -> counts.add(Long.parseLong(word.substring(1))));
    return counts;
  }

  private Value longest(Type type, List<? extends Value> values) {
    return values.stream()
        .max(Comparator.comparingInt(value -> printer.print(type, value).length()))
        .map(value -> (Value) value)
        .orElse(new Value.Choice(""));
  }
}
