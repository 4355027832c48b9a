package id.gerbang.server.consent;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.record.Audit;
import id.gerbang.server.record.Columns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Reports of accidents and deaths, as people's data: who made one, whom it names to call, and whom
 * it is about may each ask what is held and have it erased, as far as it is theirs.
 */
final class PersonsReports {
  private static final String FIND =
      """
      SELECT r.reference, r.stage, r.phone_lookup = :phone AS reporter, r.relative_lookup = :phone AS relative,
        coalesce(r.nik_lookup = ANY(:niks), false) AS affected,
        EXISTS (SELECT 1 FROM worker w JOIN application a ON a.worker = w.id AND a.status = 'approved'
          WHERE w.nik_lookup = r.nik_lookup) AS members
      FROM risk_report r
      WHERE r.phone_lookup = :phone OR r.relative_lookup = :phone OR r.nik_lookup = ANY(:niks)
      ORDER BY r.created_at, r.reference
      """;

  private final Vault vault;
  private final SealedText sealed;

  PersonsReports(Vault vault) {
    this.vault = vault;
    this.sealed = new SealedText(vault);
  }

  /**
   * What one report is to a person.
   *
   * @param affected whether it is about them
   * @param kept why it is not erased; empty when it may be
   */
  record Part(
      String reference,
      boolean reporter,
      boolean relative,
      boolean affected,
      Optional<Kept.Why> kept) {
    /** In the words of the export. */
    List<String> roles() {
      List<String> roles = new ArrayList<>();
      if (reporter) {
        roles.add("reporter");
      }
      if (relative) {
        roles.add("to_call");
      }
      if (affected) {
        roles.add("affected");
      }
      return roles;
    }
  }

  /**
   * The reports of a phone, and those about these people.
   *
   * @param niks keyed hashes
   */
  List<Part> of(Handle tx, byte[] phone, List<byte[]> niks) {
    return new Columns<>(niks)
        .bytes("niks", nik -> nik)
        .bindTo(tx.createQuery(FIND))
        .bind("phone", phone)
        .map(
            (row, _) ->
                new Part(
                    row.getString("reference"),
                    row.getBoolean("reporter"),
                    row.getBoolean("relative"),
                    row.getBoolean("affected"),
                    kept(row.getString("stage"), row.getBoolean("members"))))
        .list();
  }

  /** A claim that is not decided needs its report; one of a member belongs to the membership. */
  private static Optional<Kept.Why> kept(String stage, boolean members) {
    if (!stage.equals("decided")) {
      return Optional.of(Kept.Why.CLAIM_OPEN);
    }
    return members ? Optional.of(Kept.Why.MEMBERS_CLAIM) : Optional.empty();
  }

  /**
   * Erases what is this person's in a report that may be erased. The reporter's is all of it; who
   * is called or hurt has only their own part in another's report. Risk, day and village stay for
   * the reports of the branch.
   *
   * @param who for the audit
   */
  void erase(Handle tx, Part part, String who, Instant at) {
    String reference = part.reference();
    String about = "report:" + reference;
    byte[] nobody = vault.lookup("erased", about);
    if (part.reporter() || part.affected()) {
      tx.execute(
          "UPDATE risk_report SET nik_sealed = NULL, nik_lookup = NULL, place_sealed = NULL,"
              + " note_sealed = NULL WHERE reference = ?",
          reference);
      tx.execute(
          "UPDATE outbox SET text_sealed = NULL, to_sealed = NULL, to_lookup = ? WHERE about = ?"
              + " AND status IN ('sent', 'delivered', 'failed', 'parked')",
          nobody,
          about);
    }
    if (part.reporter()) {
      tx.execute(
          "UPDATE risk_report SET phone_sealed = ?, phone_lookup = ? WHERE reference = ?",
          sealed.seal(Erasure.NOBODYS_PHONE.digits(), "report.phone:" + reference),
          nobody,
          reference);
    }
    if (part.reporter() || part.relative()) {
      tx.execute(
          "UPDATE risk_report SET relative_sealed = ?, relative_lookup = ? WHERE reference = ?",
          sealed.seal(Erasure.NOBODYS_PHONE.digits(), "report.relative:" + reference),
          nobody,
          reference);
    }
    Audit.write(tx, at, who, "report.erased", about);
  }
}
