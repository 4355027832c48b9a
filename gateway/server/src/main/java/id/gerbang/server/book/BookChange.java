package id.gerbang.server.book;

import id.gerbang.engine.Moving.Place;
import id.gerbang.engine.book.Flow;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Step;
import id.gerbang.server.book.Forecast.Change;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a step differs between two books: where it leads, or how it is worded in any language. */
final class BookChange {
  private BookChange() {}

  static Change of(FlowBook own, FlowBook next, Place place) {
    Step was = step(own, place);
    Step is = step(next, place);
    if (is == null) {
      return Change.GONE;
    }
    boolean same = is.equals(was) && words(own, place).equals(words(next, place));
    return same ? Change.SAME : Change.CHANGED;
  }

  private static Step step(FlowBook book, Place place) {
    Flow flow = book.flows().get(place.flow());
    return flow == null ? null : flow.steps().get(place.step());
  }

  private static Map<String, String> words(FlowBook book, Place place) {
    Map<String, String> words = new TreeMap<>();
    for (String language : book.languages()) {
      for (String key : book.lexicon(language).keys()) {
        if (key.equals(place.toString()) || key.startsWith(place + ".")) {
          words.put(language + ":" + key, book.lexicon(language).message(key).source());
        }
      }
    }
    return words;
  }

  /** The steps of a book that show a screen. */
  static List<Place> waiting(FlowBook book) {
    return book.flows().values().stream()
        .flatMap(
            flow ->
                flow.steps().values().stream()
                    .filter(Step.Waiting.class::isInstance)
                    .map(step -> new Place(flow.name(), step.name())))
        .toList();
  }
}
