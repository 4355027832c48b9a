package id.gerbang.server.enrolment;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Codes and their applications as rows: found and locked, and used. */
final class CodedRows {
  private static final String FIND =
      """
      SELECT k.code, k.act, k.expires_at, k.used_at, k.outcome, a.reference, a.status, a.language, a.phone_sealed, a.agent,
        coalesce(encode(w.nik_lookup, 'hex'), '') AS worker, w.name_sealed IS NOT NULL AS has_name,
        coalesce(g.status, '') AS agent_status, g.phone_sealed AS agent_phone
      FROM act_code k JOIN application a ON a.reference = k.application LEFT JOIN worker w ON w.id = a.worker
        LEFT JOIN agent g ON g.code = a.agent
      WHERE k.act = ANY(:acts) AND k.phone_lookup = :phone AND <which>
      ORDER BY k.expires_at DESC, k.code LIMIT 1 FOR UPDATE OF k, a
      """;

  private final SealedText sealed;

  CodedRows(SealedText sealed) {
    this.sealed = sealed;
  }

  /** A code of a phone, for one of {@code acts}. */
  Optional<Coded> byCode(Handle tx, String code, byte[] phone, Act... acts) {
    return find(tx, "k.code = :key", code, phone, acts);
  }

  /** The latest code that a phone has for an application. */
  Optional<Coded> byReference(Handle tx, String reference, byte[] phone, Act act) {
    return find(tx, "k.application = :key", reference, phone, act);
  }

  private Optional<Coded> find(Handle tx, String which, String key, byte[] phone, Act... acts) {
    return tx.createQuery(FIND.replace("<which>", which))
        .bind("key", key)
        .bind("phone", phone)
        .bindArray("acts", String.class, (Object[]) labels(acts))
        .map((row, _) -> coded(row))
        .findFirst();
  }

  private static String[] labels(Act... acts) {
    return Arrays.stream(acts).map(Act::label).toArray(String[]::new);
  }

  private Coded coded(ResultSet row) throws SQLException {
    return new Coded(
        row.getString("code"),
        Act.of(row.getString("act")),
        row.getTimestamp("expires_at").toInstant(),
        Optional.ofNullable(row.getTimestamp("used_at")).map(java.sql.Timestamp::toInstant),
        row.getString("outcome"),
        row.getString("reference"),
        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getString("language"),
        phone(row, "phone_sealed", "application.phone:" + row.getString("reference")),
        row.getString("worker"),
        row.getBoolean("has_name"),
        Optional.ofNullable(row.getString("agent")),
        phone(row, "agent_phone", "agent.phone:" + row.getString("agent")),
        row.getString("agent_status"));
  }

  private Optional<Msisdn> phone(ResultSet row, String column, String place) throws SQLException {
    byte[] phone = row.getBytes(column);
    return phone == null ? Optional.empty() : Optional.of(new Msisdn(sealed.open(phone, place)));
  }

  /** Uses a code up. */
  static void use(Handle tx, Coded coded, String outcome, Instant at) {
    tx.execute(
        "UPDATE act_code SET used_at = ?, outcome = ? WHERE code = ?", at, outcome, coded.code());
  }
}
