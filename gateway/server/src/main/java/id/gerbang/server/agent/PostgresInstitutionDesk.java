package id.gerbang.server.agent;

import id.gerbang.server.area.Villages;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.record.Audit;
import id.gerbang.server.record.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** {@link InstitutionDesk} on PostgreSQL. */
public final class PostgresInstitutionDesk implements InstitutionDesk {
  private static final String MOUS =
      """
      SELECT m.*, CAST(:at AS timestamptz) >= mou_begins(m, :zone) AS begun, CAST(:at AS timestamptz) >= mou_ends(m, :zone) AS over
      FROM mou m WHERE m.institution = :institution
      """;

  private final Jdbi jdbi;
  private final SealedText sealed;
  private final Villages villages;
  private final AgentDirectory directory;
  private final ZoneId zone;

  /**
   * @param directory whose copy follows what is done here at once, on this node
   * @param zone in which a day ends for a body that no branch serves; else its branch's
   */
  public PostgresInstitutionDesk(
      Jdbi jdbi, Vault vault, Villages villages, AgentDirectory directory, ZoneId zone) {
    this.jdbi = jdbi;
    this.sealed = new SealedText(vault);
    this.villages = villages;
    this.directory = directory;
    this.zone = zone;
  }

  @Override
  public Page<Institution> list(Filter filter, Instant at) {
    return Page.of(
        jdbi.withHandle(handle -> read(handle, filter, Optional.empty(), at)),
        filter.limit(),
        institution -> Long.toString(institution.id()));
  }

  private List<Institution> read(Handle handle, Filter filter, Optional<Long> id, Instant at) {
    return handle
        .createQuery(
            """
            SELECT i.id, i.name, i.kind, v.name AS village, i.branch,
              mou_allows(i.id, 'registration', CAST(:at AS timestamptz), :zone) AS registration,
              mou_allows(i.id, 'collection', CAST(:at AS timestamptz), :zone) AS collection
            FROM institution i LEFT JOIN village v ON v.id = i.village
            WHERE (:kind::text IS NULL OR i.kind = :kind) AND (:village::text IS NULL OR v.id = :village OR v.name = :village)
              AND (:id::bigint IS NULL OR i.id = :id) AND (:after::bigint IS NULL OR i.id > :after)
            ORDER BY i.id LIMIT :limit
            """)
        .bind("at", at)
        .bind("zone", zone.getId())
        .bind("kind", filter.kind().map(Kind::label).orElse(null))
        .bind("village", filter.village().orElse(null))
        .bind("id", id.orElse(null))
        .bind("after", filter.after().orElse(null))
        .bind("limit", filter.limit() + 1)
        .map((row, _) -> institution(row))
        .list();
  }

  private static Institution institution(ResultSet row) throws SQLException {
    Set<Work> allowed = EnumSet.noneOf(Work.class);
    if (row.getBoolean("registration")) {
      allowed.add(Work.REGISTRATION);
    }
    if (row.getBoolean("collection")) {
      allowed.add(Work.COLLECTION);
    }
    return new Institution(
        row.getLong("id"),
        row.getString("name"),
        Kind.of(row.getString("kind")).orElseThrow(),
        Optional.ofNullable(row.getString("village")),
        Optional.ofNullable(row.getString("branch")),
        allowed);
  }

  @Override
  public Added add(NewInstitution institution, String actor, Instant at) {
    Optional<Villages.Village> village = institution.village().flatMap(villages::named);
    if (institution.village().isPresent() && village.isEmpty()) {
      return new Added.UnknownVillage();
    }
    Optional<String> served =
        village.map(Villages.Village::branch).filter(branch -> !branch.isEmpty());
    if (served.isPresent()
        && institution.branch().filter(given -> !given.equals(served.get())).isPresent()) {
      return new Added.UnknownBranch();
    }
    Optional<String> branch = served.or(institution::branch);
    return jdbi.inTransaction(
        tx -> add(tx, institution, village.map(Villages.Village::id), branch, actor, at));
  }

  private Added add(
      Handle tx,
      NewInstitution institution,
      Optional<String> village,
      Optional<String> branch,
      String actor,
      Instant at) {
    boolean unknown =
        branch.isPresent()
            && !tx.createQuery("SELECT EXISTS (SELECT FROM branch WHERE code = ?)")
                .bind(0, branch.get())
                .mapTo(Boolean.class)
                .one();
    if (unknown) {
      return new Added.UnknownBranch();
    }
    Optional<Long> id =
        tx.createQuery(
                """
                INSERT INTO institution (name, kind, village, branch) VALUES (:name, :kind, :village, :branch)
                ON CONFLICT (name) DO NOTHING RETURNING id
                """)
            .bind("name", institution.name())
            .bind("kind", institution.kind().label())
            .bind("village", village.orElse(null))
            .bind("branch", branch.orElse(null))
            .mapTo(Long.class)
            .findFirst();
    if (id.isEmpty()) {
      return new Added.NameTaken();
    }
    Audit.write(tx, at, actor, "institution.added", "institution:" + id.get());
    return new Added.Done(one(tx, id.get(), at).orElseThrow());
  }

  private Optional<Institution> one(Handle tx, long id, Instant at) {
    Filter all = new Filter(Optional.empty(), Optional.empty(), 1, Optional.empty());
    return read(tx, all, Optional.of(id), at).stream().findFirst();
  }

  @Override
  public Optional<List<Mou>> mous(long institution, Instant at) {
    return jdbi.withHandle(
        handle ->
            one(handle, institution, at)
                .map(
                    _ ->
                        handle
                            .createQuery(MOUS + " ORDER BY m.from_day, m.id")
                            .bind("at", at)
                            .bind("zone", zone.getId())
                            .bind("institution", institution)
                            .map((row, _) -> mou(row))
                            .list()));
  }

  private Mou mou(ResultSet row) throws SQLException {
    long id = row.getLong("id");
    Timestamp ended = row.getTimestamp("ended_at");
    Set<Work> works = EnumSet.noneOf(Work.class);
    Arrays.stream((String[]) row.getArray("works").getArray())
        .forEach(work -> works.add(Work.of(work).orElseThrow()));
    return new Mou(
        id,
        row.getString("party"),
        works,
        row.getObject("from_day", LocalDate.class),
        row.getObject("until_day", LocalDate.class),
        ended != null
            ? Standing.TERMINATED
            : row.getBoolean("over")
                ? Standing.EXPIRED
                : row.getBoolean("begun") ? Standing.IN_FORCE : Standing.UPCOMING,
        Optional.ofNullable(ended).map(Timestamp::toInstant),
        Optional.ofNullable(row.getBytes("end_reason_sealed"))
            .map(reason -> sealed.open(reason, "mou.end_reason:" + id)));
  }

  @Override
  public MouMade make(long institution, NewMou mou, String actor, Instant at) {
    MouMade made =
        jdbi.inTransaction(
            tx -> {
              if (one(tx, institution, at).isEmpty()) {
                return new MouMade.Unknown();
              }
              long id =
                  tx.createQuery(
                          """
                          INSERT INTO mou (institution, party, works, from_day, until_day, made_at, made_by)
                          VALUES (:institution, :party, :works, :from, :until, :at, :actor) RETURNING id
                          """)
                      .bind("institution", institution)
                      .bind("party", mou.party())
                      .bindArray(
                          "works",
                          String.class,
                          mou.works().stream().map(Work::label).sorted().toList())
                      .bind("from", mou.from())
                      .bind("until", mou.until())
                      .bind("at", at)
                      .bind("actor", actor)
                      .mapTo(Long.class)
                      .one();
              Audit.write(tx, at, actor, "mou.made", "mou:" + id);
              return new MouMade.Done(find(tx, institution, id, at).orElseThrow());
            });
    directory.refresh();
    return made;
  }

  private Optional<Mou> find(Handle tx, long institution, long mou, Instant at) {
    return tx.createQuery(MOUS + " AND m.id = :mou FOR UPDATE")
        .bind("at", at)
        .bind("zone", zone.getId())
        .bind("institution", institution)
        .bind("mou", mou)
        .map((row, _) -> mou(row))
        .findFirst();
  }

  @Override
  public MouEnded end(long institution, long mou, String reason, String actor, Instant at) {
    MouEnded ended =
        jdbi.inTransaction(
            tx -> {
              Optional<Mou> found = find(tx, institution, mou, at);
              if (found.isEmpty()) {
                return new MouEnded.Unknown();
              }
              if (isOver(found.get().standing())) {
                return new MouEnded.Over(found.get());
              }
              tx.execute(
                  "UPDATE mou SET ended_at = ?, ended_by = ?, end_reason_sealed = ? WHERE id = ?",
                  at,
                  actor,
                  sealed.seal(reason, "mou.end_reason:" + mou),
                  mou);
              Audit.write(tx, at, actor, "mou.ended", "mou:" + mou);
              return new MouEnded.Done(find(tx, institution, mou, at).orElseThrow());
            });
    directory.refresh();
    return ended;
  }

  private static boolean isOver(Standing standing) {
    return switch (standing) {
      case UPCOMING, IN_FORCE -> false;
      case EXPIRED, TERMINATED -> true;
    };
  }
}
