package id.gerbang.server.consent;

import id.gerbang.engine.value.PersonName;
import id.gerbang.server.area.Villages;
import id.gerbang.server.consent.SubjectLetters.Outcome;
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
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** {@link RequestDesk} on PostgreSQL. */
public final class PostgresRequestDesk implements RequestDesk {
  private static final String COLUMNS =
      """
      SELECT r.reference, r.kind, r.status, r.application, r.field, r.value_sealed, r.phone_sealed, r.language, r.reason_sealed,
        r.created_at, r.due_at, r.answered_at, r.overdue, a.status AS application_status, w.name_sealed,
        encode(w.nik_lookup, 'hex') AS worker
      FROM subject_request r JOIN application a ON a.reference = r.application JOIN worker w ON w.id = a.worker
      """;

  private final Jdbi jdbi;
  private final SealedText sealed;
  private final Outbox outbox;
  private final SubjectLetters letters;
  private final Erasure erasure;
  private final Villages villages;

  public PostgresRequestDesk(
      Jdbi jdbi,
      Vault vault,
      Outbox outbox,
      SubjectLetters letters,
      Erasure erasure,
      Villages villages) {
    this.villages = villages;
    this.jdbi = jdbi;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.letters = letters;
    this.erasure = erasure;
  }

  @Override
  public Page<Item> list(Filter filter) {
    return new PagedQuery(COLUMNS, "r")
        .where("r.status = :status", "status", filter.state().map(State::label))
        .where("r.kind = :kind", "kind", filter.kind().map(Kind::label))
        .page(
            jdbi,
            filter.limit(),
            filter.after(),
            (row, _) -> item(row),
            last -> new Cursor(last.createdAt(), last.reference()));
  }

  private Item item(ResultSet row) throws SQLException {
    String reference = row.getString("reference");
    String worker = row.getString("worker");
    Optional<Field> field =
        Optional.ofNullable(row.getString("field"))
            .map(label -> Field.valueOf(label.toUpperCase(Locale.ROOT)));
    return new Item(
        reference,
        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        State.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getString("application"),
        field,
        value(row).map(value -> field.equals(Optional.of(Field.VILLAGE)) ? village(value) : value),
        phone(row).masked(),
        Optional.ofNullable(row.getBytes("name_sealed"))
            .map(name -> PersonName.masked(sealed.open(name, "worker.name:" + worker))),
        Optional.ofNullable(row.getBytes("reason_sealed"))
            .map(reason -> sealed.open(reason, "subject_request.reason:" + reference)),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("due_at").toInstant(),
        Optional.ofNullable(row.getTimestamp("answered_at")).map(Timestamp::toInstant),
        row.getBoolean("overdue"));
  }

  private String village(String id) {
    return villages.byId(id).map(Villages.Village::name).orElse(id);
  }

  private Optional<String> value(ResultSet row) throws SQLException {
    String reference = row.getString("reference");
    return Optional.ofNullable(row.getBytes("value_sealed"))
        .map(value -> sealed.open(value, "subject_request.value:" + reference));
  }

  private Msisdn phone(ResultSet row) throws SQLException {
    return new Msisdn(
        sealed.open(
            row.getBytes("phone_sealed"), "subject_request.phone:" + row.getString("reference")));
  }

  /** A request with its application, both locked. */
  private record Locked(
      Item item,
      Optional<String> value,
      Msisdn phone,
      String language,
      String applicationStatus,
      String worker) {
    String about() {
      return "request:" + item.reference();
    }
  }

  @Override
  public Answered answer(String reference, Answer answer, String actor, Instant at) {
    return jdbi.inTransaction(
        tx -> {
          Optional<Locked> locked = lock(tx, reference);
          if (locked.isEmpty()) {
            return new Answered.Unknown();
          }
          if (locked.get().item().state() != State.OPEN) {
            return new Answered.NotOpen(locked.get().item().state());
          }
          boolean done =
              switch (answer) {
                case Answer.Done() -> done(tx, locked.get(), actor, at);
                case Answer.Refuse(String reason) -> refuse(tx, locked.get(), reason, actor, at);
              };
          return done ? new Answered.Done(find(tx, reference)) : new Answered.ApplicationEnded();
        });
  }

  /** The application's lock first, as everywhere: two orders would wait for each other for ever. */
  private Optional<Locked> lock(Handle tx, String reference) {
    tx.createQuery(
            "SELECT 1 FROM application WHERE reference = (SELECT application FROM subject_request"
                + " WHERE reference = ?) FOR UPDATE")
        .bind(0, reference)
        .mapTo(Integer.class)
        .findFirst();
    return tx.createQuery(COLUMNS + " WHERE r.reference = ? FOR UPDATE OF r")
        .bind(0, reference)
        .map(
            (row, _) ->
                new Locked(
                    item(row),
                    value(row),
                    phone(row),
                    row.getString("language"),
                    row.getString("application_status"),
                    row.getString("worker")))
        .findFirst();
  }

  private Item find(Handle tx, String reference) {
    return tx.createQuery(COLUMNS + " WHERE r.reference = ?")
        .bind(0, reference)
        .map((row, _) -> item(row))
        .one();
  }

  /** False when the application has ended, and nothing was written. */
  private boolean done(Handle tx, Locked locked, String actor, Instant at) {
    return switch (locked.item().kind()) {
      case CORRECTION -> {
        if (!Processing.OPEN.contains(locked.applicationStatus())
            && !locked.applicationStatus().equals(Processing.APPROVED)) {
          yield false;
        }
        correct(tx, locked, actor, at);
        close(tx, locked, Outcome.CORRECTION_DONE, actor, at);
        yield true;
      }
      case WITHDRAWAL -> {
        close(tx, locked, Outcome.WITHDRAWAL_DONE, actor, at);
        yield true;
      }
      case ERASURE -> {
        erasure.erase(tx, locked.item().application(), actor, at);
        Audit.write(tx, at, actor, "request.done", locked.about());
        yield true;
      }
    };
  }

  private void correct(Handle tx, Locked locked, String actor, Instant at) {
    String value = locked.value().orElseThrow();
    String application = locked.item().application();
    switch (locked.item().field().orElseThrow()) {
      case NAME ->
          tx.execute(
              "UPDATE worker SET name_sealed = ? WHERE nik_lookup = decode(?, 'hex')",
              sealed.seal(value, "worker.name:" + locked.worker()),
              locked.worker());
      case OCCUPATION ->
          tx.execute(
              "UPDATE application SET occupation = ? WHERE reference = ?", value, application);
      case VILLAGE ->
          tx.execute("UPDATE application SET village = ? WHERE reference = ?", value, application);
    }
    // of a member it says since when they are one
    tx.execute(
        "UPDATE application SET updated_at = ? WHERE reference = ? AND status <> 'approved'",
        at,
        application);
    Audit.write(
        tx,
        at,
        actor,
        "application.corrected_" + locked.item().field().orElseThrow().label(),
        "application:" + application);
  }

  private void close(Handle tx, Locked locked, Outcome outcome, String actor, Instant at) {
    String reference = locked.item().reference();
    tx.execute(
        "UPDATE subject_request SET status = 'done', answered_at = ? WHERE reference = ?",
        at,
        reference);
    Audit.write(tx, at, actor, "request.done", locked.about());
    tell(
        tx,
        locked,
        letters.outcome(outcome, locked.language(), reference, locked.item().application()),
        at);
  }

  private boolean refuse(Handle tx, Locked locked, String reason, String actor, Instant at) {
    String reference = locked.item().reference();
    tx.execute(
        "UPDATE subject_request SET status = 'refused', answered_at = ?, reason_sealed = ? WHERE"
            + " reference = ?",
        at,
        sealed.seal(reason, "subject_request.reason:" + reference),
        reference);
    Audit.write(tx, at, actor, "request.refused", locked.about());
    tell(
        tx,
        locked,
        letters.refused(locked.language(), reference, locked.item().application(), reason),
        at);
    return true;
  }

  private void tell(Handle tx, Locked locked, String words, Instant at) {
    outbox.add(tx, new NewSms(locked.phone(), words, locked.about(), at));
  }
}
