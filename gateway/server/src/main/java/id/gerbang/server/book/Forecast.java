package id.gerbang.server.book;

import id.gerbang.engine.Moving;
import id.gerbang.engine.Moving.Place;
import id.gerbang.engine.book.Flow;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.session.Stand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What would happen to open conversations if a book went live: proof 8 of the flow language. What
 * people have said is sealed, so that where a move depends on it, it says on what.
 *
 * @param rows one for each step where somebody stands that would find itself changed or gone, or
 *     that would be moved; and each waiting step of the live book that is gone, with whoever stands
 *     there
 * @param unchanged conversations on steps that are in the next book as they are in theirs: they end
 *     in their own book, and nobody sees a difference
 * @param ahead conversations that stand in the next book already
 */
public record Forecast(List<Row> rows, long unchanged, long ahead) {

  /** How a step is in the next book. */
  public enum Change {
    GONE,
    CHANGED,
    SAME,
    /** Its own book cannot be read any more. */
    UNKNOWN
  }

  /**
   * @param book the short name of the book that they stand in
   * @param step {@code register.nik}
   * @param conversations how many stand there
   * @param fate what happens to each
   */
  public record Row(String book, String step, Change change, long conversations, String fate) {}

  public Forecast {
    rows = List.copyOf(rows);
  }

  private record Spot(Change change, String fate) {}

  /**
   * Looks ahead.
   *
   * @param stands how many conversations stand where
   * @param live what is live now; empty when nothing is
   * @param books a book by the beginning of its hash; empty when it cannot be read
   */
  public static Forecast of(
      Map<Stand, Long> stands,
      Optional<FlowBook> live,
      FlowBook next,
      Function<String, Optional<FlowBook>> books) {
    Map<String, Row> rows = new TreeMap<>();
    long unchanged = 0;
    long ahead = 0;
    for (Map.Entry<Stand, Long> stand : stands.entrySet()) {
      if (next.hash().startsWith(stand.getKey().book())) {
        ahead += stand.getValue();
        continue;
      }
      List<Place> places = places(stand.getKey());
      Spot spot =
          books
              .apply(stand.getKey().book())
              .map(own -> spot(places, own, next))
              .orElse(new Spot(Change.UNKNOWN, "begin anew: this version cannot read their book"));
      if (spot.change() == Change.SAME && spot.fate().equals(ENDS)) {
        unchanged += stand.getValue();
        continue;
      }
      Row row =
          new Row(
              Live.name(stand.getKey().book()),
              places.getLast().toString(),
              spot.change(),
              stand.getValue(),
              spot.fate());
      rows.merge(row.book() + row.step() + row.fate(), row, Forecast::together);
    }
    List<Row> all = new ArrayList<>(rows.values());
    live.ifPresent(book -> all.addAll(emptySteps(book, next, all)));
    all.sort(Comparator.comparing(Row::step).thenComparing(Row::book).thenComparing(Row::fate));
    return new Forecast(all, unchanged, ahead);
  }

  private static final String ENDS = "end in their own book";

  private static Row together(Row one, Row other) {
    return new Row(
        one.book(),
        one.step(),
        one.change(),
        one.conversations() + other.conversations(),
        one.fate());
  }

  private static List<Place> places(Stand stand) {
    return Arrays.stream(stand.places().split(">"))
        .map(place -> place.split("\\.", 2))
        .map(parts -> new Place(parts[0], parts[parts.length - 1]))
        .toList();
  }

  private static Spot spot(List<Place> places, FlowBook own, FlowBook next) {
    Change change = Change.SAME;
    for (Place place : places) {
      Change here = BookChange.of(own, next, place);
      change = here.compareTo(change) < 0 ? here : change;
    }
    return new Spot(
        change,
        switch (Moving.way(places, next)) {
          case Moving.Way.None() -> ENDS;
          case Moving.Way.Lost(Place around) ->
              ENDS + ": a move is declared, but " + around + " around it is not there any more";
          case Moving.Way.To to -> fate(places, own, next, to);
        });
  }

  private static String fate(List<Place> places, FlowBook own, FlowBook next, Moving.Way.To to) {
    String target = places.get(to.depth()).flow() + "." + to.step();
    TreeSet<String> needed = new TreeSet<>();
    TreeSet<String> never = new TreeSet<>();
    for (int depth = 0; depth <= to.depth(); depth++) {
      String name = places.get(depth).flow();
      Flow was = own.flows().get(name);
      for (String variable : to.needs().get(depth)) {
        boolean known = was != null && Moving.sameVariable(was, next.flow(name), variable);
        (known ? needed : never).add(variable);
      }
    }
    if (!never.isEmpty()) {
      return ENDS
          + ": "
          + target
          + " needs "
          + String.join(", ", never)
          + ", which theirs never asked for";
    }
    return needed.isEmpty()
        ? "move to " + target
        : "move to "
            + target
            + " if they have given "
            + String.join(", ", needed)
            + ", else "
            + ENDS;
  }

  /** Steps of the live book that are gone and where nobody stands. */
  private static List<Row> emptySteps(FlowBook live, FlowBook next, List<Row> seen) {
    List<Row> rows = new ArrayList<>();
    for (Place place : BookChange.waiting(live)) {
      boolean stoodOn =
          seen.stream()
              .anyMatch(
                  row ->
                      row.step().equals(place.toString())
                          && row.book().equals(Live.name(live.hash())));
      if (!stoodOn && BookChange.of(live, next, place) == Change.GONE) {
        rows.add(new Row(Live.name(live.hash()), place.toString(), Change.GONE, 0, "nobody"));
      }
    }
    return rows;
  }
}
