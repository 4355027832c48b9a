package id.gerbang.server.book;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.book.Forecast.Change;
import id.gerbang.server.book.Forecast.Row;
import id.gerbang.server.session.Stand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Proof 8: what is said before a book goes live. */
class ForecastTest {
  private static final String OLD_MAIN =
      """
      flow: main
      start: a
      steps:
        a: {menu: [{x: inner}]}
        inner: {run: inner, then: a}
      """;
  private static final String OLD_INNER =
      """
      flow: inner
      learns: {word: {type: text}}
      start: ask
      steps:
        ask: {ask: word, then: read}
        read: {say: true, then: back}
        back: {end: return}
      """;
  private static final String OLD_WORDS =
      """
      main: {a: {_: Halo, x: Ya}}
      inner: {topic: kata, ask: "Kata?", read: "{word}"}
      """;
  private static final FlowBook OLD = book(OLD_MAIN, OLD_INNER, OLD_WORDS);
  private static final Function<String, Optional<FlowBook>> BOOKS =
      beginning -> Optional.of(OLD).filter(book -> book.hash().startsWith(beginning));

  private static FlowBook book(String main, String inner, String words) {
    return BookCacheTest.load(
        Map.of(
            "main.yaml",
            main,
            "inner.yaml",
            inner,
            "messages/id.yaml",
            BookCacheTest.WORDS + words));
  }

  private static Stand in(FlowBook book, String places) {
    return Stand.in(book.hash(), places);
  }

  private static Row row(String step, Change change, long conversations, String fate) {
    return new Row(Live.name(OLD.hash()), step, change, conversations, fate);
  }

  private static Forecast forecast(FlowBook next, Map<Stand, Long> stands) {
    return Forecast.of(stands, Optional.of(OLD), next, BOOKS);
  }

  @Test
  void whereNothingChangesNobodyIsNamed() {
    FlowBook next = book(OLD_MAIN + "# another day\n", OLD_INNER, OLD_WORDS);
    assertThat(
            forecast(
                next,
                Map.of(
                    in(OLD, "main.a"),
                    3L,
                    in(OLD, "main.inner>inner.ask"),
                    4L,
                    in(next, "main.a"),
                    5L)))
        .isEqualTo(new Forecast(List.of(), 7, 5));
  }

  @Test
  void otherWordsAreAChangeAndAStepThatIsGoneIsNamedAlsoWhereNobodyStands() {
    FlowBook next =
        book(
            OLD_MAIN,
            OLD_INNER.replace("then: read", "then: back").replaceFirst("  read:.*\n", ""),
            OLD_WORDS.replace("Halo", "Salam").replace(", read: \"{word}\"", ""));
    assertThat(forecast(next, Map.of(in(OLD, "main.a"), 2L)).rows())
        .containsExactly(
            row("inner.read", Change.GONE, 0, "nobody"),
            row("main.a", Change.CHANGED, 2, "end in their own book"));
  }

  @Test
  void aMoveSaysOnWhatItDepends() {
    FlowBook next =
        book(
            OLD_MAIN,
            OLD_INNER.replace("start: ask", "moves: {ask: ask, read: read}\nstart: ask"),
            OLD_WORDS);
    assertThat(
            forecast(
                    next,
                    Map.of(
                        in(OLD, "main.inner>inner.ask"), 2L, in(OLD, "main.inner>inner.read"), 3L))
                .rows())
        .containsExactly(
            row("inner.ask", Change.SAME, 2, "move to inner.ask"),
            row(
                "inner.read",
                Change.SAME,
                3,
                "move to inner.read if they have given word, else end in their own book"));
  }

  @Test
  void aMoveToWhatNeedsWhatNobodyWasAskedIsNone() {
    FlowBook next =
        book(
            OLD_MAIN,
            OLD_INNER
                .replace("word: {type: text}", "word: {type: text}, day: {type: date}")
                .replace("start: ask", "moves: {ask: read}\nstart: day")
                .replace("steps:\n", "steps:\n  day: {ask: day, then: ask}\n"),
            OLD_WORDS.replace("\"{word}\"", "\"{word} {day}\", day: \"Hari?\""));
    assertThat(forecast(next, Map.of(in(OLD, "main.inner>inner.ask"), 1L)).rows())
        .containsExactly(
            row(
                "inner.ask",
                Change.SAME,
                1,
                "end in their own book: inner.read needs day, which theirs never asked for"));
  }

  @Test
  void aFlowThatNothingRunsAnyMoreCannotBeMovedInto() {
    FlowBook next =
        book(
            OLD_MAIN.replace("x: inner", "x: other").replace("  inner: {", "  other: {"),
            OLD_INNER.replace("start: ask", "moves: {ask: ask}\nstart: ask"),
            OLD_WORDS);
    assertThat(forecast(next, Map.of(in(OLD, "main.inner>inner.ask"), 1L)).rows())
        .containsExactly(
            row(
                "inner.ask",
                Change.GONE,
                1,
                "end in their own book: a move is declared, but main.inner around it is not there"
                    + " any more"));
  }

  @Test
  void whoseBookCannotBeReadBeginsAnew() {
    Stand lost = new Stand("0123456789abcdef", "main.a");
    assertThat(forecast(OLD, Map.of(lost, 1L)).rows())
        .containsExactly(
            new Row(
                "0123456789ab",
                "main.a",
                Change.UNKNOWN,
                1,
                "begin anew: this version cannot read their book"));
  }
}
