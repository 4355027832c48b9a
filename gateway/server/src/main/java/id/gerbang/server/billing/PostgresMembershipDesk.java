package id.gerbang.server.billing;

import id.gerbang.server.contribution.Assessment;
import id.gerbang.server.contribution.Dues;
import id.gerbang.server.contribution.Programme;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** {@link MembershipDesk} on PostgreSQL. */
public final class PostgresMembershipDesk implements MembershipDesk {
  private final Jdbi jdbi;
  private final SealedText sealed;
  private final Outbox outbox;
  private final Programme programme;
  private final ZoneId zone;
  private final BillLetters letters;

  /**
   * @param zone the branch's: its days are those of cover
   */
  public PostgresMembershipDesk(
      Jdbi jdbi,
      Vault vault,
      Outbox outbox,
      Programme programme,
      ZoneId zone,
      BillLetters letters) {
    this.jdbi = jdbi;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.programme = programme;
    this.zone = zone;
    this.letters = letters;
  }

  @Override
  public Reopened reopen(String reference, String reason, String who, Instant at) {
    return jdbi.inTransaction(
        tx -> {
          Optional<BillRows.Found> found =
              BillRows.member(tx, reference, Optional.empty(), zone, true);
          if (found.isEmpty()) {
            return new Reopened.Unknown();
          }
          LocalDate day = LocalDate.ofInstant(at, zone);
          if (!(new Dues(programme).on(day, found.get().member(), 1) instanceof Assessment.Ended)) {
            return new Reopened.NotEnded();
          }
          Person person = person(tx, reference);
          if (!programme.mayJoin(person.born(), day)) {
            return new Reopened.TooOld();
          }
          write(tx, reference, reason, who, at);
          Msisdn to =
              new Msisdn(sealed.open(found.get().phoneSealed(), "application.phone:" + reference));
          outbox.add(
              tx,
              new NewSms(
                  to,
                  letters.reopened(person.language(), reference),
                  "application:" + reference,
                  at));
          return new Reopened.Done();
        });
  }

  private void write(Handle tx, String reference, String reason, String who, Instant at) {
    tx.execute(
        "UPDATE bill SET status = CASE WHEN expires_at <= ? THEN 'expired' ELSE 'replaced' END"
            + " WHERE application = ? AND status = 'issued'",
        at,
        reference);
    tx.execute(
        "UPDATE application SET reopened_at = ?, reopening_sealed = ? WHERE reference = ?",
        at,
        sealed.seal(reason, "application.reopening:" + reference),
        reference);
    Audit.write(tx, at, who, "member.reopened", "application:" + reference);
  }

  private record Person(String language, LocalDate born) {}

  private Person person(Handle tx, String reference) {
    return tx.createQuery(
            """
            SELECT a.language, w.birth_date_sealed, encode(w.nik_lookup, 'hex') AS worker
            FROM application a JOIN worker w ON w.id = a.worker WHERE a.reference = ?
            """)
        .bind(0, reference)
        .map(
            (row, _) ->
                new Person(
                    row.getString("language"),
                    LocalDate.parse(
                        sealed.open(
                            row.getBytes("birth_date_sealed"),
                            "worker.birth_date:" + row.getString("worker")))))
        .one();
  }
}
