package id.gerbang.server.consent;

import id.gerbang.server.consent.SubjectLetters.Outcome;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.inbox.PhoneChat;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.subscriber.ChatLinks;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Erases people. The application stays as a number in the reports (village, plan, dates), with a
 * placeholder in place of its worker and phone; the worker goes when no application is left of
 * them. The proof that somebody agreed stays, without a name. A member is kept as the law demands,
 * only words that were exchanged go; a report whose claim is open is kept until it is decided. What
 * is kept is said, with its reason. Blocks.
 *
 * <p>Not touched, because it goes by itself soon: a conversation (72 h), messages on their way (30
 * days after they left), counts of wrong codes (2 h).
 */
public final class Erasure {
  /** The tables that have something of a person, and what an erasure does to them. */
  static final Map<String, String> TABLES =
      Map.ofEntries(
          Map.entry("application", "a placeholder in place of worker and phone"),
          Map.entry("worker", "the row goes"),
          Map.entry("heir", "the rows go"),
          Map.entry("agent_entry", "name and birth date go"),
          Map.entry("subject_request", "a placeholder in place of phone and words"),
          Map.entry("act_code", "the worker's codes go"),
          Map.entry("inbox", "the rows go"),
          Map.entry("outbox", "words and phone go"),
          Map.entry("risk_report", "what is the person's goes, once it is decided"),
          Map.entry("agent", "a candidate's row goes; an agent is kept, which is said"),
          Map.entry("agent_change", "kept with the agent; a candidate's holds no words"),
          Map.entry("mou", "an institution's, and nobody's: no phone, no NIK"),
          Map.entry("subscriber", "the row goes"),
          Map.entry("chat_link", "the rows go"),
          Map.entry("chat_update", "what waits goes; what was handled holds nothing"),
          Map.entry("chat_told", "goes by itself within eight days: PostgresChatLinks"),
          Map.entry("silence", "the row goes"),
          Map.entry("signal", "what a clerk wrote of it goes"),
          Map.entry("reminded", "goes by itself within a day: UnfinishedReminder"),
          Map.entry("wrong_try", "goes by itself within two hours: EnrolmentAges"),
          Map.entry("puzzled", "goes by itself within two hours: EnrolmentAges"));

  /** Ends in 0000, which no NIK does. */
  private static final String NOBODYS_NIK = "0000000000000000";

  private static final String NOBODYS_BIRTH_DATE = "1900-01-01";

  /** No operator has it. */
  static final Msisdn NOBODYS_PHONE = new Msisdn("62000000000");

  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;
  private final Outbox outbox;
  private final SubjectLetters letters;
  private final Processing processing;
  private final PersonsReports reports;

  public Erasure(Jdbi jdbi, Vault vault, Outbox outbox, SubjectLetters letters) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.letters = letters;
    this.processing = new Processing(sealed, outbox, letters);
    this.reports = new PersonsReports(vault);
  }

  /** What became of an application's data. */
  public enum Erased {
    WHOLLY,
    /** As wholly; reports of the phone or about the worker are kept until they are decided. */
    ALL_BUT_REPORTS,
    /** A member's: what the law demands to keep is kept. */
    IN_PART,
    BEFORE
  }

  /** The applications of a phone, by reference. */
  public List<String> of(Msisdn phone) {
    return jdbi.withHandle(handle -> of(handle, vault.lookup("phone", phone.digits())));
  }

  private static List<String> of(Handle handle, byte[] phone) {
    return handle
        .createQuery("SELECT reference FROM application WHERE phone_lookup = ? ORDER BY reference")
        .bind(0, phone)
        .mapTo(String.class)
        .list();
  }

  /** The application that a reference names, its own or that of a request about it. */
  public Optional<String> named(String reference) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT reference FROM application WHERE reference = :reference
                    UNION ALL SELECT application FROM subject_request WHERE reference = :reference
                    """)
                .bind("reference", reference)
                .mapTo(String.class)
                .findFirst());
  }

  /**
   * Erases these applications, all or none, in one transaction.
   *
   * @param who for the audit; never personal
   * @return by reference what became of each that exists
   */
  public Map<String, Erased> erase(List<String> applications, String who, Instant at) {
    return jdbi.inTransaction(
        tx -> {
          Map<String, Erased> erased = new LinkedHashMap<>();
          for (String application : applications.stream().sorted().toList()) {
            erase(tx, application, who, at).ifPresent(what -> erased.put(application, what));
          }
          return erased;
        });
  }

  /**
   * All that became of a phone.
   *
   * @param applications by reference
   * @param beside what else was erased, without anything personal
   * @param kept what was not, and why
   */
  public record OfPhone(Map<String, Erased> applications, List<String> beside, List<Kept> kept) {
    /** Whether there was anything. */
    public boolean isEmpty() {
      return applications.isEmpty() && beside.isEmpty() && kept.isEmpty();
    }
  }

  /**
   * Erases all that is held of a phone and of the workers of its applications, in one transaction.
   *
   * @param who for the audit; never personal
   * @param rehearsal only finds out what would become of it; nothing is changed
   */
  public OfPhone erase(Msisdn phone, String who, Instant at, boolean rehearsal) {
    return jdbi.inTransaction(
        tx -> {
          OfPhone erased = erase(tx, vault.lookup("phone", phone.digits()), who, at);
          if (rehearsal) {
            tx.rollback();
          }
          return erased;
        });
  }

  private OfPhone erase(Handle tx, byte[] phone, String who, Instant at) {
    Map<String, Erased> applications = new LinkedHashMap<>();
    List<String> beside = new ArrayList<>();
    List<Kept> kept = new ArrayList<>();
    // first, while their workers' NIKs are known
    report(tx, phone, niks(tx, phone), who, at, beside, kept);
    if (tx.execute("DELETE FROM subscriber WHERE phone_lookup = ?", (Object) phone) > 0) {
      beside.add("the language of the menus");
    }
    for (String application : of(tx, phone)) {
      erase(tx, application, who, at).ifPresent(what -> applications.put(application, what));
      if (saved(tx, application) > 0) {
        kept.add(new Kept("savings " + application, Kept.Why.SAVINGS));
      }
    }
    Optional<String> candidate = Candidacy.of(tx, phone);
    if (candidate.isPresent() && Candidacy.end(tx, candidate.get(), who, at)) {
      beside.add("candidate " + candidate.get());
    }
    tx.createQuery("SELECT code FROM agent WHERE phone_lookup = ?")
        .bind(0, phone)
        .mapTo(String.class)
        .forEach(code -> kept.add(new Kept("agent " + code, Kept.Why.AGENT)));
    if (tx.execute(
            "UPDATE application SET helper_lookup = NULL WHERE helper_lookup = ?", (Object) phone)
        > 0) {
      beside.add("that this phone was lent for somebody's registration");
    }
    if (of(tx, phone).isEmpty() && !isAgents(tx, phone) && phone(tx, phone, "a phone") > 0) {
      beside.add("the words of SMS");
    }
    return new OfPhone(applications, List.copyOf(beside), List.copyOf(kept));
  }

  private static boolean isAgents(Handle tx, byte[] phone) {
    return tx.createQuery("SELECT EXISTS (SELECT FROM agent WHERE phone_lookup = ?)")
        .bind(0, phone)
        .mapTo(Boolean.class)
        .one();
  }

  private static List<byte[]> niks(Handle tx, byte[] phone) {
    return tx.createQuery(
            "SELECT DISTINCT w.nik_lookup FROM worker w JOIN application a ON a.worker = w.id WHERE"
                + " a.phone_lookup = ?")
        .bind(0, phone)
        .map((row, _) -> row.getBytes(1))
        .list();
  }

  /** Erases the reports of a person that may be; says which were, and which were not. */
  private void report(
      Handle tx,
      byte[] phone,
      List<byte[]> niks,
      String who,
      Instant at,
      List<String> beside,
      List<Kept> kept) {
    for (PersonsReports.Part part : reports.of(tx, phone, niks)) {
      String named = "report " + part.reference();
      if (part.kept().isPresent()) {
        kept.add(new Kept(named, part.kept().get()));
      } else {
        reports.erase(tx, part, who, at);
        beside.add(named);
      }
    }
  }

  /**
   * @param worker the worker's row
   * @param nik the worker's, as a keyed hash
   */
  private record Found(String status, byte[] phone, String worker, byte[] nik, boolean before) {}

  /** Within a transaction; empty when there is no such application. */
  Optional<Erased> erase(Handle tx, String application, String who, Instant at) {
    return tx.createQuery(
            """
            SELECT a.status, a.phone_lookup, a.worker::text, w.nik_lookup, a.erased_at
            FROM application a LEFT JOIN worker w ON w.id = a.worker WHERE a.reference = ? FOR UPDATE OF a
            """)
        .bind(0, application)
        .map(
            (row, _) ->
                new Found(
                    row.getString("status"),
                    row.getBytes("phone_lookup"),
                    row.getString("worker"),
                    row.getBytes("nik_lookup"),
                    row.getTimestamp("erased_at") != null))
        .findFirst()
        .map(found -> found.before() ? Erased.BEFORE : erase(tx, application, found, who, at));
  }

  private Erased erase(Handle tx, String application, Found found, String who, Instant at) {
    // to whom money is owed must be known, whatever became of the membership
    boolean member = found.status().equals(Processing.APPROVED) || saved(tx, application) > 0;
    if (Processing.OPEN.contains(found.status())) {
      processing.stop(tx, application, found.status(), who, at);
    }
    words(tx, application);
    List<Kept> kept = member ? List.of() : reportsToo(tx, application, found, who, at);
    List<NewSms> answers = answers(tx, application, outcome(member, kept), at);
    close(tx, application, member, at);
    if (!member) {
      person(tx, application, found.worker(), at);
      if (of(tx, found.phone()).isEmpty()) {
        phone(tx, found.phone(), application);
      }
    }
    Audit.write(
        tx,
        at,
        who,
        member ? "application.erased_in_part" : "application.erased",
        "application:" + application);
    // last: these words are for whom everything else was erased
    answers.forEach(sms -> outbox.add(tx, sms));
    if (member) {
      return Erased.IN_PART;
    }
    return kept.isEmpty() ? Erased.WHOLLY : Erased.ALL_BUT_REPORTS;
  }

  private static long saved(Handle tx, String application) {
    return tx.createQuery("SELECT saved_by(?)").bind(0, application).mapTo(Long.class).one();
  }

  /** With a phone's last application its reports go; with a worker's last, those about them. */
  private List<Kept> reportsToo(
      Handle tx, String application, Found found, String who, Instant at) {
    if (found.phone() == null || found.nik() == null) {
      return List.of();
    }
    boolean lastOfPhone = of(tx, found.phone()).equals(List.of(application));
    boolean lastOfWorker =
        tx.createQuery("SELECT count(*) FROM application WHERE worker = ?::uuid")
                .bind(0, found.worker())
                .mapTo(int.class)
                .one()
            == 1;
    List<Kept> kept = new ArrayList<>();
    report(
        tx,
        lastOfPhone ? found.phone() : vault.lookup("erased", application),
        lastOfWorker ? List.of(found.nik()) : List.of(),
        who,
        at,
        new ArrayList<>(),
        kept);
    return kept;
  }

  private static Outcome outcome(boolean member, List<Kept> kept) {
    if (member) {
      return Outcome.ERASURE_DONE_IN_PART;
    }
    return kept.isEmpty() ? Outcome.ERASURE_DONE : Outcome.ERASURE_DONE_BUT_REPORTS;
  }

  /**
   * The words of SMS about the application, to its worker and to its agent; what waits goes no
   * more.
   */
  private void words(Handle tx, String application) {
    tx.createUpdate(
            """
            UPDATE outbox SET text_sealed = NULL, to_sealed = NULL, to_lookup = :nobody,
              why = CASE WHEN status = 'due' THEN 'erased' ELSE why END,
              status = CASE WHEN status = 'due' THEN 'failed' ELSE status END
            WHERE status IN ('due', 'sent', 'delivered', 'failed', 'parked') AND (about = 'application:' || :application
              OR about IN (SELECT 'request:' || reference FROM subject_request WHERE application = :application)
              OR about IN (SELECT 'bill:' || payment_code FROM bill WHERE application = :application)
              OR about IN (SELECT 'deposit:' || reference FROM deposit WHERE application = :application)
              OR about IN (SELECT 'payout:' || reference FROM savings_payout WHERE application = :application)
              OR about IN (SELECT 'payment:' || p.reference FROM payment p JOIN bill b ON b.payment_code = p.bill
                WHERE b.application = :application))
            """)
        .bind("nobody", vault.lookup("erased", application))
        .bind("application", application)
        .execute();
  }

  /** What those are told who asked for it and have no answer yet. */
  private List<NewSms> answers(Handle tx, String application, Outcome outcome, Instant at) {
    return tx.createQuery(
            "SELECT reference, phone_sealed, language FROM subject_request WHERE application = ?"
                + " AND kind = 'erasure' AND status = 'open' FOR UPDATE")
        .bind(0, application)
        .map(
            (row, _) -> {
              String request = row.getString("reference");
              return new NewSms(
                  new Msisdn(
                      sealed.open(
                          row.getBytes("phone_sealed"), "subject_request.phone:" + request)),
                  letters.outcome(outcome, row.getString("language"), request, application),
                  "request:" + request,
                  at);
            })
        .list();
  }

  /** Answers what the erasure answers; of a whole one, nothing personal is left in any request. */
  private void close(Handle tx, String application, boolean member, Instant at) {
    tx.createUpdate(
            """
            UPDATE subject_request SET answered_at = :at, status = CASE kind WHEN 'correction' THEN 'dropped' ELSE 'done' END
            WHERE application = :application AND status = 'open' AND (kind = 'erasure' OR NOT :member)
            """)
        .bind("at", at)
        .bind("application", application)
        .bind("member", member)
        .execute();
    if (member) {
      return;
    }
    List<String> requests =
        tx.createQuery("SELECT reference FROM subject_request WHERE application = ?")
            .bind(0, application)
            .mapTo(String.class)
            .list();
    for (String request : requests) {
      tx.execute(
          "UPDATE subject_request SET value_sealed = NULL, reason_sealed = NULL, phone_sealed = ?,"
              + " phone_lookup = ? WHERE reference = ?",
          sealed.seal(NOBODYS_PHONE.digits(), "subject_request.phone:" + request),
          vault.lookup("erased", application),
          request);
    }
  }

  private void person(Handle tx, String application, String worker, Instant at) {
    byte[] nobody = vault.lookup("erased", application);
    String key = HexFormat.of().formatHex(nobody);
    tx.createUpdate(
            """
            WITH w AS (
              INSERT INTO worker (id, nik_lookup, nik_sealed, birth_date_sealed, created_at)
              VALUES (gen_random_uuid(), :nobody, :nik, :birthDate, :at) RETURNING id
            )
            UPDATE application SET worker = (SELECT id FROM w), phone_sealed = :phone, phone_lookup = :nobody, erased_at = :at,
              helper_lookup = NULL, reopening_sealed = NULL,
              reason_sealed = CASE WHEN reason_sealed IS NULL THEN NULL ELSE CAST(:reason AS bytea) END
            WHERE reference = :application
            """)
        .bind("nobody", nobody)
        .bind("nik", sealed.seal(NOBODYS_NIK, "worker.nik:" + key))
        .bind("birthDate", sealed.seal(NOBODYS_BIRTH_DATE, "worker.birth_date:" + key))
        .bind("phone", sealed.seal(NOBODYS_PHONE.digits(), "application.phone:" + application))
        .bind("reason", sealed.seal("-", "application.reason:" + application))
        .bind("application", application)
        .bind("at", at)
        .execute();
    tx.execute(
        "DELETE FROM act_code WHERE application = ? AND act IN ('worker_withdrawal',"
            + " 'worker_consent')",
        application);
    tx.execute("DELETE FROM heir WHERE application = ?", application);
    tx.execute(
        "UPDATE signal SET note_sealed = NULL WHERE id IN (SELECT signal FROM signal_application"
            + " WHERE application = ?)",
        application);
    // what an agent typed and nobody has consented to yet
    tx.execute(
        "UPDATE agent_entry SET name_sealed = NULL, birth_date_sealed = NULL WHERE application = ?",
        application);
    tx.execute(
        "DELETE FROM worker w WHERE w.id = ?::uuid AND NOT EXISTS (SELECT 1 FROM application a"
            + " WHERE a.worker = w.id)",
        worker);
  }

  /** What else is held of a phone that has no application any more; says how many messages. */
  private int phone(Handle tx, byte[] phone, String application) {
    int messages =
        tx.execute(
            "UPDATE outbox SET text_sealed = NULL, to_sealed = NULL, to_lookup = ? WHERE to_lookup"
                + " = ? AND status IN ('sent', 'delivered', 'failed', 'parked')",
            vault.lookup("erased", application),
            phone);
    messages +=
        tx.execute(
            "DELETE FROM inbox WHERE from_lookup = ? AND status <> 'received'", (Object) phone);
    tx.execute(
        "DELETE FROM subscriber s WHERE phone_lookup = ? AND NOT EXISTS (SELECT 1 FROM agent g"
            + " WHERE g.phone_lookup = s.phone_lookup)",
        (Object) phone);
    tx.execute("DELETE FROM silence WHERE phone_lookup = ?", (Object) phone);
    ChatLinks.erase(tx, phone);
    tx.execute(
        "DELETE FROM chat_update WHERE body_sealed IS NOT NULL AND chat_lookup = ?",
        PhoneChat.lookup(vault, "whatsapp", phone));
    return messages;
  }
}
