package id.gerbang.server.consent;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.record.Batches;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The branch's silence: a request that is not answered in 3×24 h is marked overdue, in the records
 * and in the log, and its worker is told where to go with it. Any node may run it, also several at
 * once: each takes rows that no other holds.
 */
public final class RequestDeadlines {
  private static final Logger log = LoggerFactory.getLogger(RequestDeadlines.class);

  /** Requests of one transaction: short enough not to hold them long. */
  private static final int BATCH = 50;

  private final Jdbi jdbi;
  private final SealedText sealed;
  private final Outbox outbox;
  private final SubjectLetters letters;

  public RequestDeadlines(Jdbi jdbi, Vault vault, Outbox outbox, SubjectLetters letters) {
    this.jdbi = jdbi;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.letters = letters;
  }

  private record Due(String request, String application, String language, Msisdn phone) {}

  /** Does everything that is due at {@code now}, and says how many requests it touched. Blocks. */
  public int runDue(Instant now) {
    int done = Batches.all(BATCH, () -> jdbi.inTransaction(tx -> runBatch(tx, now)));
    if (done > 0) {
      log.warn(
          "{} requests about personal data are past their 3x24 h; answer them: GET"
              + " /api/v1/requests?status=open",
          done);
    }
    return done;
  }

  private int runBatch(Handle tx, Instant now) {
    List<Due> due = due(tx, now);
    for (Due request : due) {
      tx.execute(
          "UPDATE subject_request SET overdue = true WHERE reference = ?", request.request());
      Audit.write(tx, now, "system", "request.overdue", "request:" + request.request());
      outbox.add(
          tx,
          new NewSms(
              request.phone(),
              letters.late(request.language(), request.request(), request.application()),
              "request:" + request.request(),
              now));
    }
    return due.size();
  }

  private List<Due> due(Handle tx, Instant now) {
    return tx.createQuery(
            """
            SELECT reference, application, language, phone_sealed FROM subject_request
            WHERE due_at <= :now AND status = 'open' AND NOT overdue
            ORDER BY due_at, reference LIMIT :batch FOR UPDATE SKIP LOCKED
            """)
        .bind("now", now)
        .bind("batch", BATCH)
        .map(
            (row, _) ->
                new Due(
                    row.getString("reference"),
                    row.getString("application"),
                    row.getString("language"),
                    new Msisdn(
                        sealed.open(
                            row.getBytes("phone_sealed"),
                            "subject_request.phone:" + row.getString("reference")))))
        .list();
  }
}
