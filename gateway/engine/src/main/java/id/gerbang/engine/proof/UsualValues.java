package id.gerbang.engine.proof;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Value;
import java.time.Instant;
import java.time.LocalDate;

/** A usual value of each type, as most people would have and type it. All invented. */
public final class UsualValues {
  private UsualValues() {}

  /** Of a choice, its set's first member. */
  public static Value of(FlowBook book, Type type) {
    return switch (type) {
      case Type.ChoiceOf(String set) ->
          new Value.Choice(book.choices(set).isEmpty() ? "" : book.choices(set).getFirst());
      case Type.Simple simple ->
          switch (simple) {
            case NIK -> new Value.Text("5171991708900001");
            case PERSON_NAME -> new Value.Text("Wayan Sudarma");
            case TEXT -> new Value.Text("Pasar Kumbasari");
            case DATE -> new Value.Day(LocalDate.of(1990, 8, 17));
            case VILLAGE -> new Value.Named("DEMO04", "Sesetan");
            case AGENT -> new Value.Named("PRS001", "Made Arta");
            case INSTITUTION -> new Value.Named("1", "Pasar Badung");
            case AGENT_CODE -> new Value.Text("PRS001");
            case PHONE -> new Value.Text("6281234567890");
            case REFERENCE -> new Value.Text("D7K2Q9");
            case KEYWORD -> new Value.Text("STATUS");
            case MONEY -> new Value.Money(16_800);
            case WHOLE -> new Value.Whole(3);
            case MOMENT -> new Value.Moment(Instant.parse("2026-05-06T01:00:00Z"));
            case FLAG -> new Value.Flag(true);
            case CONSENT -> new Value.Text("");
          };
    };
  }

  /** What a person types for it; empty for a type that is never typed. */
  public static String typed(Type type) {
    return switch (type) {
      case Type.ChoiceOf(_) -> "";
      case Type.Simple simple ->
          switch (simple) {
            case NIK -> "5171991708900001";
            case PERSON_NAME -> "Wayan Sudarma";
            case TEXT -> "sese";
            case DATE -> "17081990";
            case AGENT_CODE -> "PRS001";
            case PHONE -> "081234567890";
            case REFERENCE -> "D7K2Q9";
            case VILLAGE, AGENT, INSTITUTION, KEYWORD, MONEY, WHOLE, MOMENT, FLAG, CONSENT -> "";
          };
    };
  }
}
