package id.gerbang.server.deposit;

import id.gerbang.engine.value.Nik;
import id.gerbang.engine.value.PersonName;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A member, as a deposit needs them.
 *
 * @param reference of their application
 * @param phone empty when it does not open: nobody is told then, and money is still taken
 */
record Saver(
    String reference, String language, Optional<Msisdn> phone, String nik, Optional<String> name) {
  private static final String SELECT =
      """
      SELECT a.reference, a.language, a.phone_sealed, w.nik_sealed, w.name_sealed, encode(w.nik_lookup, 'hex') AS worker
      FROM application a JOIN worker w ON w.id = a.worker
      """;

  /** The member of a reference, locked until the end of {@code tx}: two deposits wait. */
  static Optional<Saver> lock(Handle tx, SealedText sealed, String reference) {
    return tx.createQuery(
            SELECT
                + " WHERE a.reference = :reference AND a.status = 'approved' FOR NO KEY UPDATE OF"
                + " a")
        .bind("reference", reference)
        .map((row, _) -> saver(row, sealed))
        .findFirst();
  }

  /** The member of a reference, to be looked at. */
  static Optional<Saver> find(Handle tx, SealedText sealed, String reference) {
    return tx.createQuery(SELECT + " WHERE a.reference = :reference AND a.status = 'approved'")
        .bind("reference", reference)
        .map((row, _) -> saver(row, sealed))
        .findFirst();
  }

  /** Whoever a reference belongs to, locked; a member or one who was. */
  static Optional<Saver> lockAnybody(Handle tx, SealedText sealed, String reference) {
    return tx.createQuery(SELECT + " WHERE a.reference = :reference FOR NO KEY UPDATE OF a")
        .bind("reference", reference)
        .map((row, _) -> saver(row, sealed))
        .findFirst();
  }

  /** The reference of the member with this NIK, by its keyed look-up. */
  static Optional<String> byNik(Handle tx, byte[] nik) {
    return tx.createQuery(
            "SELECT a.reference FROM application a JOIN worker w ON w.id = a.worker WHERE"
                + " w.nik_lookup = ? AND a.status = 'approved'")
        .bind(0, nik)
        .mapTo(String.class)
        .findFirst();
  }

  private static Saver saver(ResultSet row, SealedText sealed) throws SQLException {
    String reference = row.getString("reference");
    String worker = row.getString("worker");
    byte[] name = row.getBytes("name_sealed");
    byte[] phone = row.getBytes("phone_sealed");
    return new Saver(
        reference,
        row.getString("language"),
        phone == null
            ? Optional.empty()
            : sealed.tryOpen(phone, "application.phone:" + reference).map(Msisdn::new),
        sealed.open(row.getBytes("nik_sealed"), "worker.nik:" + worker),
        name == null ? Optional.empty() : Optional.of(sealed.open(name, "worker.name:" + worker)));
  }

  /** As an agent may see them. */
  String masked() {
    String masked = "NIK " + Nik.masked(nik);
    return name.map(known -> PersonName.masked(known) + ", " + masked).orElse(masked);
  }

  /** They are a person. */
  @Override
  public String toString() {
    return "Saver[" + reference + "]";
  }
}
