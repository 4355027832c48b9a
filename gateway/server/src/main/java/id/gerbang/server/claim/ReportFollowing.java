package id.gerbang.server.claim;

import id.gerbang.engine.value.Nik;
import id.gerbang.engine.value.PersonName;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What a phone may ask about reports: of whom could I report, which are mine, how far have they
 * come. Blocks; safe for any thread.
 */
public final class ReportFollowing {
  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;

  public ReportFollowing(Jdbi jdbi, Vault vault) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
  }

  /**
   * Somebody whom this phone registered.
   *
   * @param nik whole, for the report
   * @param worker the name, masked, or the NIK's last digits: for the screen
   */
  public record Person(String nik, String worker) {
    /** It is a person. */
    @Override
    public String toString() {
      return "Person[" + worker + "]";
    }
  }

  /** Whom this phone registered, each once, the latest first. */
  public List<Person> people(Msisdn phone, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT encode(w.nik_lookup, 'hex') AS worker, w.nik_sealed, w.name_sealed FROM worker w JOIN (
                      SELECT a.worker, max(a.created_at) AS latest FROM application a WHERE a.phone_lookup = ? GROUP BY a.worker
                    ) mine ON mine.worker = w.id
                    ORDER BY mine.latest DESC, w.id LIMIT ?
                    """)
                .bind(0, vault.lookup("phone", phone.digits()))
                .bind(1, limit)
                .map((row, _) -> person(row))
                .list());
  }

  private Person person(ResultSet row) throws SQLException {
    String worker = row.getString("worker");
    String nik = sealed.open(row.getBytes("nik_sealed"), "worker.nik:" + worker);
    byte[] name = row.getBytes("name_sealed");
    return new Person(
        nik,
        name == null
            ? Nik.masked(nik)
            : PersonName.masked(sealed.open(name, "worker.name:" + worker)));
  }

  /** A report in a list. */
  public record Mine(String reference, Risk risk, LocalDate day) {}

  /** The reports that this phone made or is called for, the latest first. */
  public List<Mine> mine(Msisdn phone, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT reference, risk, day FROM risk_report WHERE phone_lookup = :phone OR"
                        + " relative_lookup = :phone ORDER BY created_at DESC, reference LIMIT"
                        + " :limit")
                .bind("phone", vault.lookup("phone", phone.digits()))
                .bind("limit", limit)
                .map(
                    (row, _) ->
                        new Mine(
                            row.getString("reference"),
                            Risk.of(row.getString("risk")),
                            row.getObject("day", LocalDate.class)))
                .list());
  }

  /**
   * How far a report has come.
   *
   * @param until when its first stage is due
   * @param note only for the phones of the report
   */
  public record Standing(Risk risk, Stage stage, Instant until, Optional<String> note) {}

  /**
   * How far a report has come. Its reference opens nothing more than that, so that any phone may
   * ask by it: a neighbour's, or a new one.
   */
  public Optional<Standing> standing(Msisdn phone, String reference) {
    return jdbi.withHandle(handle -> standing(handle, phone, reference));
  }

  private Optional<Standing> standing(Handle handle, Msisdn phone, String reference) {
    return handle
        .createQuery(
            """
            SELECT risk, stage, until, CASE WHEN :phone IN (phone_lookup, relative_lookup) THEN note_sealed END AS note
            FROM risk_report WHERE reference = :reference
            """)
        .bind("phone", vault.lookup("phone", phone.digits()))
        .bind("reference", reference)
        .map(
            (row, _) ->
                new Standing(
                    Risk.of(row.getString("risk")),
                    Stage.of(row.getString("stage")),
                    row.getTimestamp("until").toInstant(),
                    Optional.ofNullable(row.getBytes("note"))
                        .map(note -> sealed.open(note, "report.note:" + reference))))
        .findFirst();
  }
}
