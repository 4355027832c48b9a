package id.gerbang.server.enrolment;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** {@link BranchDesk} on PostgreSQL. */
public final class PostgresBranchDesk implements BranchDesk {
  private static final String COLUMNS =
      """
      SELECT a.reference, a.status, v.name AS village, a.agent, a.plan, a.phone_sealed, a.language, a.unconfirmed, a.reason_sealed,
        a.card_number_sealed, a.created_at, a.updated_at, w.name_sealed, w.nik_sealed, encode(w.nik_lookup, 'hex') AS worker,
        i.name AS institution, a.phone_borrowed,
        ARRAY(SELECT h.name_sealed FROM heir h WHERE h.application = a.reference ORDER BY h.number) AS heirs,
        ARRAY(SELECT h.relation FROM heir h WHERE h.application = a.reference ORDER BY h.number) AS relations
      FROM application a JOIN village v ON v.id = a.village LEFT JOIN worker w ON w.id = a.worker
        LEFT JOIN institution i ON i.id = a.institution
      """;

  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;
  private final Outbox outbox;
  private final Letters letters;

  public PostgresBranchDesk(Jdbi jdbi, Vault vault, Outbox outbox, Letters letters) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.letters = letters;
  }

  @Override
  public Page<Application> list(Filter filter) {
    return new PagedQuery(COLUMNS, "a")
        .where("a.status = :status", "status", filter.status().map(Status::label))
        .where("(v.id = :village OR v.name = :village)", "village", filter.village())
        .where(
            "a.phone_lookup = :phone",
            "phone",
            filter.phone().map(phone -> vault.lookup("phone", phone.digits())))
        .page(
            jdbi,
            filter.limit(),
            filter.after(),
            (row, _) -> application(row),
            last -> new Cursor(last.createdAt(), last.reference()));
  }

  @Override
  public Optional<Application> find(String reference) {
    return jdbi.withHandle(handle -> find(handle, reference));
  }

  private Optional<Application> find(Handle handle, String reference) {
    return handle
        .createQuery(COLUMNS + " WHERE a.reference = ?")
        .bind(0, reference)
        .map((row, _) -> application(row))
        .findFirst();
  }

  private Application application(ResultSet row) throws SQLException {
    String worker = row.getString("worker");
    String reference = row.getString("reference");
    return new Application(
        reference,
        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getString("village"),
        Optional.ofNullable(row.getString("agent")),
        row.getString("plan"),
        row.getBytes("phone_sealed") == null ? "" : phone(row).masked(),
        Optional.ofNullable(row.getBytes("name_sealed"))
            .map(name -> PersonName.masked(sealed.open(name, "worker.name:" + worker))),
        worker == null
            ? ""
            : Nik.masked(sealed.open(row.getBytes("nik_sealed"), "worker.nik:" + worker)),
        row.getBoolean("unconfirmed"),
        Optional.ofNullable(row.getBytes("reason_sealed"))
            .map(reason -> sealed.open(reason, "application.reason:" + reference)),
        Optional.ofNullable(row.getBytes("card_number_sealed"))
            .map(card -> sealed.open(card, "application.card_number:" + reference)),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant(),
        Optional.ofNullable(row.getString("institution")),
        heirs(row, reference),
        row.getBoolean("phone_borrowed"));
  }

  private List<Heir> heirs(ResultSet row, String reference) throws SQLException {
    byte[][] names = (byte[][]) row.getArray("heirs").getArray();
    String[] relations = (String[]) row.getArray("relations").getArray();
    List<Heir> heirs = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      String name = sealed.open(names[i], Registrar.heirContext(reference, i));
      heirs.add(new Heir(PersonName.masked(name), Heir.Relation.of(relations[i])));
    }
    return heirs;
  }

  private Msisdn phone(ResultSet row) throws SQLException {
    return new Msisdn(
        sealed.open(
            row.getBytes("phone_sealed"), "application.phone:" + row.getString("reference")));
  }

  private record Locked(Status status, String language, Msisdn phone) {}

  @Override
  public Decided decide(String reference, Decision decision, String actor, Instant at) {
    return jdbi.inTransaction(
        tx -> {
          Optional<Locked> locked =
              tx.createQuery(
                      "SELECT reference, status, language, phone_sealed FROM application WHERE"
                          + " reference = ? FOR UPDATE")
                  .bind(0, reference)
                  .map(
                      (row, _) ->
                          new Locked(
                              Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                              row.getString("language"),
                              phone(row)))
                  .findFirst();
          if (locked.isEmpty()) {
            return new Decided.Unknown();
          }
          if (locked.get().status() != Status.AWAITING_BRANCH) {
            return new Decided.Conflict(locked.get().status());
          }
          String words = write(tx, reference, locked.get().language(), decision, actor, at);
          outbox.add(tx, new NewSms(locked.get().phone(), words, "application:" + reference, at));
          return new Decided.Done(find(tx, reference).orElseThrow());
        });
  }

  /** Writes the decision and returns what the worker is told. */
  private String write(
      Handle tx, String reference, String language, Decision decision, String actor, Instant at) {
    return switch (decision) {
      case Decision.Approve(String card) -> {
        tx.execute(
            "UPDATE application SET status = 'approved', card_number_sealed = ?, updated_at = ?"
                + " WHERE reference = ?",
            sealed.seal(card, "application.card_number:" + reference),
            at,
            reference);
        Audit.write(tx, at, actor, "application.approved", "application:" + reference);
        yield letters.approved(language, reference, card);
      }
      case Decision.Reject(String reason) -> {
        tx.execute(
            "UPDATE application SET status = 'rejected', reason_sealed = ?, updated_at = ? WHERE"
                + " reference = ?",
            sealed.seal(reason, "application.reason:" + reference),
            at,
            reference);
        Audit.write(tx, at, actor, "application.rejected", "application:" + reference);
        yield letters.rejected(language, reference, reason);
      }
    };
  }
}
