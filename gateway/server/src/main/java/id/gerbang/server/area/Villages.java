package id.gerbang.server.area;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * The areas as menus see them: a copy in memory, searched by the beginning of any word of a name,
 * by the keys that carry its letters (7373 finds Sesetan), or by nearly its letters (sesetn).
 * {@link #refresh} reads the tables anew when they have changed. Safe for any thread: a search sees
 * one state of the tables, and never waits.
 */
public final class Villages {
  /** What a {@code TEXT} of the menus may hold. */
  private static final int WHERE_AT_MOST = 60;

  private final Jdbi jdbi;
  private volatile State state = new State(-1, new VillageIndex(List.of()), new NikAreas(Set.of()));

  private record State(long revision, VillageIndex index, NikAreas nikAreas) {}

  /** As it is shown. */
  private record Area(String name, AreaKind kind, String parent, String branch) {}

  /**
   * A village, or a desa adat or banjar of one.
   *
   * @param id its code without dots
   * @param name its name
   * @param district the name of its kecamatan; empty where only the regency is known
   * @param regency the name of its kabupaten or kota, without the word Kabupaten
   * @param branch the code of the branch that serves the regency; empty when none does
   * @param within the id of the village that it belongs to; its own when it is one
   */
  public record Village(
      String id,
      String name,
      AreaKind kind,
      String district,
      String regency,
      String branch,
      String within) {
    public boolean isServed() {
      return !branch.isEmpty();
    }

    public boolean isAdministrative() {
      return within.equals(id);
    }
  }

  /**
   * A village as it is offered.
   *
   * @param where its regency; for one of several of that name, or one within a village, also what
   *     it is and its kecamatan or village. At most 60 characters
   */
  public record Offer(Village village, String where) {}

  /** What is known of the place that issued a NIK. */
  public enum NikArea {
    KNOWN,
    /** Worth a second look; never a reason to refuse. */
    UNKNOWN,
    /** There is no data for that part of the country. */
    UNCHECKED
  }

  private Villages(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The areas of the tables, read now. Blocks. */
  public static Villages read(Jdbi jdbi) {
    Villages villages = new Villages(jdbi);
    villages.refresh();
    return villages;
  }

  /** Reads the tables if they have changed since. Blocks; with all of Indonesia about a second. */
  public void refresh() {
    jdbi.useTransaction(
        TransactionIsolationLevel.REPEATABLE_READ,
        tx -> {
          long revision =
              tx.createQuery("SELECT number FROM area_revision").mapTo(Long.class).one();
          if (revision != state.revision()) {
            state = read(tx, revision);
          }
        });
  }

  private static State read(Handle tx, long revision) {
    Map<String, Area> areas = new HashMap<>();
    Set<String> districts = new HashSet<>();
    tx.createQuery("SELECT code, name, kind, parent, branch FROM area")
        .map(
            (row, _) -> {
              AreaKind kind = AreaKind.written(row.getString("kind")).orElseThrow();
              if (kind == AreaKind.DISTRICT) {
                districts.add(row.getString("code"));
              }
              return areas.put(
                  row.getString("code"),
                  new Area(
                      kind == AreaKind.DISTRICT
                          ? row.getString("name")
                          : shown(row.getString("name")),
                      kind,
                      row.getString("parent"),
                      row.getString("branch")));
            })
        .list();
    List<Village> villages =
        tx.createQuery("SELECT id, name, kind, district, within FROM village")
            .map(
                (row, _) ->
                    village(
                        areas,
                        row.getString("id"),
                        row.getString("name"),
                        AreaKind.written(row.getString("kind")).orElseThrow(),
                        row.getString("district"),
                        row.getString("within")))
            .list();
    return new State(revision, new VillageIndex(villages), new NikAreas(districts));
  }

  /** Villages of before the ministry's codes hang on their regency, without a kecamatan. */
  private static Village village(
      Map<String, Area> areas, String id, String name, AreaKind kind, String at, String within) {
    Area own = areas.get(at);
    boolean isDistrict = own.kind() == AreaKind.DISTRICT;
    Area regency = isDistrict ? areas.get(own.parent()) : own;
    return new Village(
        id,
        name,
        kind,
        isDistrict ? own.name() : "",
        regency.name(),
        regency.branch() == null ? "" : regency.branch(),
        within == null ? id : within);
  }

  /** {@code KAB. BADUNG}, {@code Kabupaten Badung} → {@code Badung}; a city keeps its word. */
  static String shown(String regency) {
    String name = regency.replaceFirst("(?i)^kab(upaten|\\.)? +", "");
    if (!name.equals(name.toUpperCase(Locale.ROOT))) {
      return name;
    }
    StringBuilder shown = new StringBuilder(name.toLowerCase(Locale.ROOT));
    for (int i = 0; i < shown.length(); i++) {
      if (i == 0 || !Character.isLetter(shown.charAt(i - 1))) {
        shown.setCharAt(i, Character.toUpperCase(shown.charAt(i)));
      }
    }
    return shown.toString();
  }

  public Optional<Village> byId(String id) {
    return state.index().byId(id);
  }

  /** By id or exact name, as other systems name it; empty when that could be several. */
  public Optional<Village> named(String idOrName) {
    Optional<Village> known = byId(idOrName);
    return known.isPresent() ? known : state.index().named(idOrName);
  }

  /** What is known of the first six digits of a NIK of 16. */
  public NikArea nikArea(String nik) {
    return state.nikAreas().of(nik);
  }

  /**
   * At most {@code limit} villages that match: exact names, then names of which a word begins so,
   * then names that are nearly so; those that a branch serves before others.
   */
  public List<Offer> search(String query, int limit) {
    VillageIndex index = state.index();
    List<Village> found = index.search(query, limit);
    Map<String, Integer> names = new HashMap<>();
    found.forEach(village -> names.merge(village.name(), 1, Integer::sum));
    List<Offer> offers = new ArrayList<>(found.size());
    for (Village village : found) {
      offers.add(new Offer(village, where(index, village, names.get(village.name()) > 1)));
    }
    return offers;
  }

  private static String where(VillageIndex index, Village village, boolean isOneOfSeveral) {
    String nearest =
        village.isAdministrative()
            ? village.district()
            : index.byId(village.within()).map(Village::name).orElse(village.district());
    if ((village.isAdministrative() && !isOneOfSeveral) || nearest.isEmpty()) {
      return village.regency();
    }
    String full = village.kind().words() + ", " + nearest + ", " + village.regency();
    return full.substring(0, Math.min(full.length(), WHERE_AT_MOST)).stripTrailing();
  }
}
