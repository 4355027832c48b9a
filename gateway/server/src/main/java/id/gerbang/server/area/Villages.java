package id.gerbang.server.area;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/**
 * The villages that are served, searched in memory: by the beginning of any word of the name, blind
 * to case and marks, or by the keys that carry its letters (7373 finds Sesetan). Read once; a
 * changed table is seen at the next start.
 */
public final class Villages {
  private static final String KEYS = "22233344455566677778889999";

  private final List<Entry> entries;
  private final Map<String, Village> byId;

  /**
   * @param id its code
   * @param name its name
   * @param district the name of its district
   * @param branch the code of the branch that serves it
   */
  public record Village(String id, String name, String district, String branch) {}

  private record Entry(Village village, String letters, String keys) {}

  public Villages(List<Village> villages) {
    this.entries =
        villages.stream()
            .sorted(Comparator.comparing(Village::name).thenComparing(Village::district))
            .map(
                village ->
                    new Entry(
                        village, " " + folded(village.name()), " " + keys(folded(village.name()))))
            .toList();
    this.byId = villages.stream().collect(Collectors.toMap(Village::id, Function.identity()));
  }

  /** All villages of the table. */
  public static Villages read(Jdbi jdbi) {
    return new Villages(
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT v.id, v.name, d.name AS district, d.branch FROM village v JOIN"
                            + " district d ON d.code = v.district")
                    .map(
                        (row, _) ->
                            new Village(
                                row.getString("id"),
                                row.getString("name"),
                                row.getString("district"),
                                row.getString("branch")))
                    .list()));
  }

  public Optional<Village> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** By id or exact name, as other systems name it. */
  public Optional<Village> named(String idOrName) {
    Optional<Village> known = byId(idOrName);
    return known.isPresent()
        ? known
        : byId.values().stream()
            .filter(village -> village.name().equalsIgnoreCase(idOrName))
            .findFirst();
  }

  /** At most {@code limit} villages that match, by name. */
  public List<Village> search(String query, int limit) {
    String wanted = folded(query);
    boolean byKeys =
        !wanted.isEmpty() && wanted.chars().allMatch(c -> (c >= '2' && c <= '9') || c == ' ');
    List<Village> found = new ArrayList<>();
    if (wanted.isEmpty()) {
      return found; // nothing that letters or keys could mean
    }
    for (Entry entry : entries) {
      if ((byKeys ? entry.keys() : entry.letters()).contains(" " + wanted)
          && found.size() < limit) {
        found.add(entry.village());
      }
    }
    return found;
  }

  private static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", " ")
        .strip();
  }

  private static String keys(String folded) {
    return folded
        .chars()
        .map(c -> c >= 'a' && c <= 'z' ? KEYS.charAt(c - 'a') : c)
        .mapToObj(c -> String.valueOf((char) c))
        .collect(Collectors.joining());
  }
}
