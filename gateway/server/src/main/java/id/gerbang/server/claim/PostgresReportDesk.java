package id.gerbang.server.claim;

import id.gerbang.engine.value.Nik;
import id.gerbang.engine.value.PersonName;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import id.gerbang.server.record.PagedQuery;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** {@link ReportDesk} on PostgreSQL. */
public final class PostgresReportDesk implements ReportDesk {
  private static final String COLUMNS =
      """
      SELECT r.reference, r.risk, r.stage, v.name AS village, r.place_sealed, r.day, r.nik_sealed, r.phone_sealed, r.relative_sealed,
        r.agent, r.branch, r.until, r.overdue, r.note_sealed, r.created_at, r.updated_at,
        w.name_sealed, encode(w.nik_lookup, 'hex') AS worker,
        (SELECT a.reference FROM application a WHERE a.worker = w.id ORDER BY a.created_at DESC LIMIT 1) AS application
      FROM risk_report r JOIN village v ON v.id = r.village LEFT JOIN worker w ON w.nik_lookup = r.nik_lookup
      """;

  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;
  private final Outbox outbox;
  private final ClaimLetters letters;

  public PostgresReportDesk(Jdbi jdbi, Vault vault, Outbox outbox, ClaimLetters letters) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.letters = letters;
  }

  @Override
  public Page<Report> list(Filter filter) {
    return new PagedQuery(COLUMNS, "r")
        .where("r.stage = :stage", "stage", filter.stage().map(Stage::label))
        .where("(v.id = :village OR v.name = :village)", "village", filter.village())
        .where(
            ":phone IN (r.phone_lookup, r.relative_lookup)",
            "phone",
            filter.phone().map(phone -> vault.lookup("phone", phone.digits())))
        .page(
            jdbi,
            filter.limit(),
            filter.after(),
            (row, _) -> report(row),
            last -> new Cursor(last.createdAt(), last.reference()));
  }

  @Override
  public Optional<Report> find(String reference) {
    return jdbi.withHandle(handle -> find(handle, reference));
  }

  private Optional<Report> find(Handle handle, String reference) {
    return handle
        .createQuery(COLUMNS + " WHERE r.reference = ?")
        .bind(0, reference)
        .map((row, _) -> report(row))
        .findFirst();
  }

  private Report report(ResultSet row) throws SQLException {
    String reference = row.getString("reference");
    String worker = row.getString("worker");
    return new Report(
        reference,
        Risk.of(row.getString("risk")),
        Stage.of(row.getString("stage")),
        row.getString("village"),
        opened(row, "place", reference),
        row.getObject("day", LocalDate.class),
        opened(row, "nik", reference).map(Nik::masked),
        Optional.ofNullable(row.getBytes("name_sealed"))
            .map(name -> PersonName.masked(sealed.open(name, "worker.name:" + worker))),
        Optional.ofNullable(row.getString("application")),
        phone(row, "phone", reference).masked(),
        phone(row, "relative", reference).masked(),
        Optional.ofNullable(row.getString("agent")),
        Optional.ofNullable(row.getString("branch")),
        row.getTimestamp("until").toInstant(),
        row.getBoolean("overdue"),
        opened(row, "note", reference),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant());
  }

  private Optional<String> opened(ResultSet row, String column, String reference)
      throws SQLException {
    return Optional.ofNullable(row.getBytes(column + "_sealed"))
        .map(words -> sealed.open(words, "report." + column + ":" + reference));
  }

  private Msisdn phone(ResultSet row, String column, String reference) throws SQLException {
    return new Msisdn(opened(row, column, reference).orElseThrow());
  }

  private record Locked(Stage stage, String language, Msisdn phone) {}

  @Override
  public Moved move(
      String reference, Stage stage, Optional<String> note, String actor, Instant at) {
    return jdbi.inTransaction(
        tx -> {
          Optional<Locked> locked = lock(tx, reference);
          if (locked.isEmpty()) {
            return new Moved.Unknown();
          }
          if (!locked.get().stage().leadsTo(stage)) {
            return new Moved.Conflict(locked.get().stage());
          }
          tx.createUpdate(
                  "UPDATE risk_report SET stage = :stage, note_sealed = :note, next_deadline ="
                      + " NULL, updated_at = :at WHERE reference = :reference")
              .bind("stage", stage.label())
              .bind(
                  "note",
                  note.map(words -> sealed.seal(words, "report.note:" + reference)).orElse(null))
              .bind("at", at)
              .bind("reference", reference)
              .execute();
          Audit.write(tx, at, actor, "report." + stage.label(), ReportIntake.about(reference));
          outbox.add(
              tx,
              new NewSms(
                  locked.get().phone(),
                  letters.moved(locked.get().language(), reference, stage, note),
                  ReportIntake.about(reference),
                  at));
          return new Moved.Done(find(tx, reference).orElseThrow());
        });
  }

  private Optional<Locked> lock(Handle tx, String reference) {
    return tx.createQuery(
            "SELECT stage, language, phone_sealed FROM risk_report WHERE reference = ? FOR UPDATE")
        .bind(0, reference)
        .map(
            (row, _) ->
                new Locked(
                    Stage.of(row.getString("stage")),
                    row.getString("language"),
                    phone(row, "phone", reference)))
        .findFirst();
  }
}
