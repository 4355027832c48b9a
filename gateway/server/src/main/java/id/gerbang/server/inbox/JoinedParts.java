package id.gerbang.server.inbox;

import id.gerbang.server.inbox.InboxRows.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which of the stored parts make one message. A carrier repeats parts, and some phones give every
 * message the same reference: a part with the same number and the same words is a repeat, one with
 * other words belongs to another message.
 *
 * @param text the words of the whole message; empty while it is not whole
 * @param used the parts that it was made of
 * @param repeats parts that were here already, to be ended with nothing done
 */
record JoinedParts(Optional<String> text, List<Row> used, List<Row> repeats) {

  private record Words(int number, String text) {}

  /**
   * @param rows the open parts, oldest first
   * @param texts the words of every row here
   * @param handled parts of the same reference that were handled lately
   */
  static JoinedParts of(int total, List<Row> rows, List<Row> handled, Map<Row, String> texts) {
    Set<Words> known = new HashSet<>();
    handled.forEach(row -> known.add(words(row, texts)));
    List<Row> fresh = rows.stream().filter(row -> !known.contains(words(row, texts))).toList();
    if (fresh.isEmpty()) {
      // All of it once more: whole, a person sent it again; else a carrier repeated parts.
      return joined(total, rows, texts, List.of(), rows);
    }
    List<Row> repeats = rows.stream().filter(row -> known.contains(words(row, texts))).toList();
    return joined(total, fresh, texts, repeats, repeats);
  }

  private static Words words(Row row, Map<Row, String> texts) {
    return new Words(row.number(), texts.getOrDefault(row, ""));
  }

  private static JoinedParts joined(
      int total,
      List<Row> rows,
      Map<Row, String> texts,
      List<Row> repeatsIfWhole,
      List<Row> repeatsIfNot) {
    Map<Integer, Row> byNumber = new TreeMap<>();
    List<Row> repeats = new ArrayList<>(repeatsIfWhole);
    for (Row row : rows) {
      Row first = byNumber.putIfAbsent(row.number(), row);
      if (first != null && words(first, texts).equals(words(row, texts))) {
        repeats.add(row);
      }
    }
    if (byNumber.size() < total) {
      return new JoinedParts(Optional.empty(), List.of(), repeatsIfNot);
    }
    StringBuilder text = new StringBuilder();
    byNumber.values().forEach(row -> text.append(texts.get(row)));
    return new JoinedParts(
        Optional.of(text.toString()), List.copyOf(byNumber.values()), List.copyOf(repeats));
  }
}
