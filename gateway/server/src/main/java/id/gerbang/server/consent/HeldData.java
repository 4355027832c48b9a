package id.gerbang.server.consent;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.inbox.PhoneChat;
import id.gerbang.server.inbox.PostgresChatInbox;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * All that is held for a phone, whole and in clear, for the person whom it belongs to (UU PDP
 * 27/2022 art. 7 and 13). What it gives is personal: it goes to its owner and nowhere else. Blocks.
 */
public final class HeldData {
  /** The tables that have something of a person, and where the export shows it. */
  static final Map<String, String> TABLES =
      Map.ofEntries(
          Map.entry("application", "applications, helped"),
          Map.entry("worker", "applications"),
          Map.entry("heir", "applications[].heirs"),
          Map.entry("agent_entry", "applications[].entered"),
          Map.entry("subject_request", "requests"),
          Map.entry("risk_report", "reports"),
          Map.entry("agent", "agent"),
          Map.entry("agent_change", "agent[].changes"),
          Map.entry("mou", "not shown: why an institution's agreement ended, nobody's data"),
          Map.entry("subscriber", "menus"),
          Map.entry("inbox", "messagesFromPhone"),
          Map.entry("outbox", "messagesToPhone"),
          Map.entry("wrong_try", "wrongCodes"),
          Map.entry("puzzled", "shortAnswers"),
          Map.entry("chat_link", "chats"),
          Map.entry("chat_update", "messagesFromChats"),
          Map.entry(
              "chat_told", "not shown: chats that were told something once, by hash; no phone"),
          Map.entry("silence", "outreach"),
          Map.entry("reminded", "outreach"),
          Map.entry("signal", "applications[].signals; a clerk's note may be about others"),
          Map.entry("act_code", "the words that bear a code, in messagesToPhone"));

  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;
  private final PersonsReports reports;

  public HeldData(Jdbi jdbi, Vault vault) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.reports = new PersonsReports(vault);
  }

  /**
   * As maps, lists, texts, numbers and truths, ready to be written as JSON; times are RFC 3339. The
   * reading is of one moment, and is audited.
   *
   * @param who for the audit; never personal
   */
  public Map<String, Object> of(Msisdn phone, String who, Instant at) {
    byte[] lookup = vault.lookup("phone", phone.digits());
    return jdbi.inTransaction(
        org.jdbi.v3.core.transaction.TransactionIsolationLevel.REPEATABLE_READ,
        tx -> {
          Map<String, Object> held = new LinkedHashMap<>();
          held.put("phone", phone.digits());
          held.put("at", at.toString());
          held.put("applications", applications(tx, lookup, who, at));
          held.put("helped", helped(tx, lookup));
          held.put("requests", requests(tx, lookup));
          List<PersonsReports.Part> parts = reports.of(tx, lookup, niks(tx, lookup));
          held.put("reports", parts.stream().map(part -> report(tx, part)).toList());
          held.put("agent", agent(tx, lookup));
          held.put("menus", menus(tx, lookup));
          held.put("messagesToPhone", sent(tx, lookup));
          held.put("messagesFromPhone", received(tx, lookup));
          held.put("wrongCodes", wrongCodes(tx, lookup));
          held.put("chats", chats(tx, lookup));
          held.put("messagesFromChats", fromChats(tx, lookup));
          held.put("outreach", outreach(tx, lookup));
          held.put("shortAnswers", shortAnswers(tx, lookup));
          held.put("keptEvenWhenErasureIsAsked", kept(tx, lookup, parts));
          return held;
        });
  }

  /** A row's columns in clear; what is absent is left out. */
  private final class Clear {
    private final ResultSet row;
    private final Map<String, Object> fields = new LinkedHashMap<>();

    Clear(ResultSet row) {
      this.row = row;
    }

    Clear texts(String... columns) throws SQLException {
      for (String column : columns) {
        put(column, row.getString(column));
      }
      return this;
    }

    Clear times(String... columns) throws SQLException {
      for (String column : columns) {
        var time = row.getTimestamp(column);
        put(column, time == null ? null : time.toInstant().toString());
      }
      return this;
    }

    /** A sealed column; one that does not open says so, for its owner has a right to know. */
    Clear sealed(String name, String column, String place) throws SQLException {
      byte[] value = row.getBytes(column);
      put(name, value == null ? null : sealed.tryOpen(value, place).orElse("(cannot be opened)"));
      return this;
    }

    Clear put(String name, Object value) {
      if (value != null) {
        fields.put(name, value);
      }
      return this;
    }
  }

  private List<Map<String, Object>> applications(Handle tx, byte[] phone, String who, Instant at) {
    List<Map<String, Object>> found =
        tx.createQuery(
                """
                SELECT a.*, v.name AS village_name, w.nik_sealed, w.name_sealed, w.birth_date_sealed,
                  encode(w.nik_lookup, 'hex') AS worker_key, c.text_version, c.language AS consent_language,
                  c.channel AS consent_channel, c.given_at, c.withdrawn_at, i.name AS institution_name,
                  e.agent AS entered_by, e.market, e.entered_at, e.name_sealed AS entered_name,
                  e.birth_date_sealed AS entered_birth_date
                FROM application a JOIN worker w ON w.id = a.worker JOIN village v ON v.id = a.village
                  LEFT JOIN consent c ON c.application = a.reference LEFT JOIN agent_entry e ON e.application = a.reference
                  LEFT JOIN institution i ON i.id = a.institution
                WHERE a.phone_lookup = ? ORDER BY a.created_at, a.reference
                """)
            .bind(0, phone)
            .map((row, _) -> application(row))
            .list();
    for (Map<String, Object> application : found) {
      String about = "application:" + application.get("reference");
      application.put("heirs", heirs(tx, (String) application.get("reference")));
      application.put("signals", signals(tx, (String) application.get("reference")));
      application.put("bills", bills(tx, (String) application.get("reference")));
      application.put("deposits", deposits(tx, (String) application.get("reference")));
      application.put("history", history(tx, about));
      id.gerbang.server.record.Audit.write(tx, at, who, "data.exported", about);
    }
    return found;
  }

  private Map<String, Object> application(ResultSet row) throws SQLException {
    String reference = row.getString("reference");
    String worker = row.getString("worker_key");
    Clear consent = new Clear(row).texts("text_version", "consent_language", "consent_channel");
    consent.times("given_at", "withdrawn_at");
    Clear entered = new Clear(row).texts("entered_by", "market").times("entered_at");
    entered
        .sealed("name", "entered_name", "worker.name:" + worker)
        .sealed("birth_date", "entered_birth_date", "worker.birth_date:" + worker);
    return new Clear(row)
        .texts("reference", "status")
        .sealed("nik", "nik_sealed", "worker.nik:" + worker)
        .sealed("name", "name_sealed", "worker.name:" + worker)
        .sealed("birth_date", "birth_date_sealed", "worker.birth_date:" + worker)
        .put("village", row.getString("village_name"))
        .put("institution", row.getString("institution_name"))
        .put("phone_borrowed", row.getBoolean("phone_borrowed"))
        .texts("agent", "plan", "occupation", "permanence", "band", "language", "channel")
        .sealed("reason", "reason_sealed", "application.reason:" + reference)
        .sealed("card_number", "card_number_sealed", "application.card_number:" + reference)
        .sealed("reopening", "reopening_sealed", "application.reopening:" + reference)
        .times("created_at", "updated_at", "reopened_at")
        .put("consent", consent.fields)
        .put("entered", entered.fields.isEmpty() ? null : entered.fields)
        .fields;
  }

  private List<Map<String, Object>> heirs(Handle tx, String application) {
    return tx.createQuery(
            "SELECT number, name_sealed, relation FROM heir WHERE application = ? ORDER BY number")
        .bind(0, application)
        .map(
            (row, _) ->
                new Clear(row)
                    .sealed(
                        "name",
                        "name_sealed",
                        "heir.name:" + application + ":" + row.getInt("number"))
                    .texts("relation")
                    .fields)
        .list();
  }

  /** What the branch was asked to look at, and what it found; of others only how many they were. */
  private List<Map<String, Object>> signals(Handle tx, String application) {
    return tx.createQuery(
            "SELECT s.rule, s.status, s.finding, s.count, s.created_at, s.reviewed_at FROM signal s"
                + " JOIN signal_application x ON x.signal = s.id WHERE x.application = ? ORDER BY"
                + " s.id")
        .bind(0, application)
        .map(
            (row, _) ->
                new Clear(row)
                    .texts("rule", "status", "finding")
                    .put("count", row.getInt("count"))
                    .times("created_at", "reviewed_at")
                    .fields)
        .list();
  }

  /** What was saved, taken back and paid out; in rupiah. */
  private static List<Map<String, Object>> deposits(Handle tx, String application) {
    return tx.createQuery(
            """
            SELECT d.reference, d.amount, d.agent, d.created_at, r.reason AS taken_back FROM deposit d
            LEFT JOIN deposit_reversal r ON r.deposit = d.reference WHERE d.application = :application
            UNION ALL SELECT reference, -amount, who, created_at, reason FROM savings_payout WHERE application = :application
            ORDER BY created_at, reference
            """)
        .bind("application", application)
        .map(
            (row, _) -> {
              Map<String, Object> deposit = new LinkedHashMap<>();
              deposit.put("reference", row.getString("reference"));
              deposit.put("amount", row.getLong("amount"));
              deposit.put("by", row.getString("agent"));
              deposit.put("at", row.getTimestamp("created_at").toInstant().toString());
              if (row.getString("taken_back") != null) {
                deposit.put("why", row.getString("taken_back"));
              }
              return deposit;
            })
        .list();
  }

  /** What was asked of the member; nothing in it is personal but whose it is. */
  private static List<Map<String, Object>> bills(Handle tx, String application) {
    return tx.createQuery(
            "SELECT payment_code, virtual_account, amount, months, arrears, cover_from::text AS"
                + " cover_from, cover_until::text AS cover_until, status, (SELECT p.reference FROM"
                + " payment p WHERE p.bill = payment_code AND p.status = 'paid') AS payment FROM"
                + " bill WHERE application = ? ORDER BY issued_at, payment_code")
        .bind(0, application)
        .mapToMap()
        .list();
  }

  /** Registrations of others that were made with this phone; what they say is the others' data. */
  private List<Map<String, Object>> helped(Handle tx, byte[] phone) {
    return tx.createQuery(
            "SELECT reference, created_at FROM application WHERE helper_lookup = ? ORDER BY"
                + " created_at")
        .bind(0, phone)
        .map((row, _) -> new Clear(row).texts("reference").times("created_at").fields)
        .list();
  }

  /**
   * Of the people whom this phone registered as its own; a borrowed phone's are not its owner's.
   */
  private static List<byte[]> niks(Handle tx, byte[] phone) {
    return tx.createQuery(
            "SELECT DISTINCT w.nik_lookup FROM worker w JOIN application a ON a.worker = w.id WHERE"
                + " a.phone_lookup = ? AND NOT a.phone_borrowed")
        .bind(0, phone)
        .map((row, _) -> row.getBytes(1))
        .list();
  }

  /** A report, without the phones of others who have a part in it. */
  private Map<String, Object> report(Handle tx, PersonsReports.Part part) {
    String reference = part.reference();
    return tx.createQuery(
            "SELECT r.*, v.name AS village_name FROM risk_report r JOIN village v ON v.id ="
                + " r.village WHERE r.reference = ?")
        .bind(0, reference)
        .map(
            (row, _) -> {
              Clear clear =
                  new Clear(row)
                      .texts("reference", "risk", "stage", "day", "language", "channel", "agent")
                      .put("roles", part.roles())
                      .put("village", row.getString("village_name"));
              if (part.reporter() || part.affected()) {
                clear
                    .sealed("nik", "nik_sealed", "report.nik:" + reference)
                    .sealed("place", "place_sealed", "report.place:" + reference);
              }
              if (part.reporter()) {
                clear.sealed("phone", "phone_sealed", "report.phone:" + reference);
              }
              if (part.reporter() || part.relative()) {
                clear.sealed("to_call", "relative_sealed", "report.relative:" + reference);
              }
              return clear
                  .sealed("note", "note_sealed", "report.note:" + reference)
                  .times("created_at", "updated_at", "until")
                  .fields;
            })
        .one();
  }

  /** The language of the menus, and since when. */
  private List<Map<String, Object>> menus(Handle tx, byte[] phone) {
    return tx.createQuery("SELECT language, chosen_at FROM subscriber WHERE phone_lookup = ?")
        .bind(0, phone)
        .map((row, _) -> new Clear(row).texts("language").times("chosen_at").fields)
        .list();
  }

  /** Whether it said STOP, and when it was last offered to go on. */
  private List<Map<String, Object>> outreach(Handle tx, byte[] phone) {
    return tx.createQuery(
            "SELECT (SELECT since FROM silence WHERE phone_lookup = :phone) AS silent_since,"
                + " (SELECT at FROM reminded WHERE phone_lookup = :phone) AS reminded_at")
        .bind("phone", phone)
        .map((row, _) -> new Clear(row).times("silent_since", "reminded_at").fields)
        .list();
  }

  private List<Map<String, Object>> shortAnswers(Handle tx, byte[] phone) {
    return tx.createQuery("SELECT unnest(times) AS at FROM puzzled WHERE phone_lookup = ?")
        .bind(0, phone)
        .map((row, _) -> new Clear(row).times("at").fields)
        .list();
  }

  /** What an erasure would leave, and why: known before it is asked. */
  private static List<Map<String, Object>> kept(
      Handle tx, byte[] phone, List<PersonsReports.Part> parts) {
    List<Kept> kept = new ArrayList<>();
    tx.createQuery(
            "SELECT reference FROM application WHERE phone_lookup = ? AND status = 'approved' ORDER"
                + " BY reference")
        .bind(0, phone)
        .mapTo(String.class)
        .forEach(member -> kept.add(new Kept("application " + member, Kept.Why.MEMBER)));
    tx.createQuery(
            "SELECT reference FROM application WHERE phone_lookup = ? AND saved_by(reference) > 0"
                + " ORDER BY reference")
        .bind(0, phone)
        .mapTo(String.class)
        .forEach(member -> kept.add(new Kept("savings " + member, Kept.Why.SAVINGS)));
    for (PersonsReports.Part part : parts) {
      part.kept().ifPresent(why -> kept.add(new Kept("report " + part.reference(), why)));
    }
    tx.createQuery("SELECT code FROM agent WHERE phone_lookup = ? AND status <> 'candidate'")
        .bind(0, phone)
        .mapTo(String.class)
        .forEach(code -> kept.add(new Kept("agent " + code, Kept.Why.AGENT)));
    return kept.stream()
        .map(one -> Map.<String, Object>of("what", one.what(), "why", one.why().words()))
        .toList();
  }

  private List<Map<String, Object>> history(Handle tx, String about) {
    return tx.createQuery("SELECT at, who, what FROM audit WHERE about = ? ORDER BY id")
        .bind(0, about)
        .map((row, _) -> new Clear(row).times("at").texts("who", "what").fields)
        .list();
  }

  private List<Map<String, Object>> requests(Handle tx, byte[] phone) {
    return tx.createQuery(
            "SELECT * FROM subject_request WHERE phone_lookup = ? ORDER BY created_at, reference")
        .bind(0, phone)
        .map(
            (row, _) -> {
              String reference = row.getString("reference");
              return new Clear(row)
                  .texts("reference", "kind", "field", "application", "status")
                  .sealed("value", "value_sealed", "subject_request.value:" + reference)
                  .sealed("reason", "reason_sealed", "subject_request.reason:" + reference)
                  .times("created_at", "due_at", "answered_at")
                  .fields;
            })
        .list();
  }

  private List<Map<String, Object>> agent(Handle tx, byte[] phone) {
    return tx.createQuery(
            """
            SELECT g.code, g.name_sealed, v.name AS village, g.status, g.type, i.name AS institution, g.created_at,
              g.certificate_sealed, g.certificate_until::text AS certificate_until, g.candidate_number,
              c.text_version, c.language AS consent_language, c.channel AS consent_channel, c.consented_at
            FROM agent g JOIN village v ON v.id = g.village LEFT JOIN institution i ON i.id = g.institution
              LEFT JOIN agent_candidate c ON c.agent = g.code
            WHERE g.phone_lookup = ?
            """)
        .bind(0, phone)
        .map(
            (row, _) -> {
              String code = row.getString("code");
              Map<String, Object> agent =
                  new Clear(row)
                      .texts("code")
                      .sealed("name", "name_sealed", "agent.name:" + code)
                      .texts("village", "status", "type", "institution", "candidate_number")
                      .sealed("certificate", "certificate_sealed", "agent.certificate:" + code)
                      .texts("certificate_until")
                      .texts("text_version", "consent_language", "consent_channel")
                      .times("created_at", "consented_at")
                      .fields;
              agent.put("changes", changes(tx, code, row.getString("candidate_number")));
              return agent;
            })
        .list();
  }

  private List<Map<String, Object>> changes(Handle tx, String code, String number) {
    return tx.createQuery("SELECT * FROM agent_change WHERE agent IN (?, ?) ORDER BY id")
        .bind(0, code)
        .bind(1, number == null ? code : number)
        .map(
            (row, _) ->
                new Clear(row)
                    .times("at")
                    .texts("who", "was", "became")
                    .sealed(
                        "reason",
                        "reason_sealed",
                        "agent_change.reason:"
                            + row.getString("agent")
                            + ":"
                            + row.getString("became"))
                    .fields)
        .list();
  }

  private List<Map<String, Object>> sent(Handle tx, byte[] phone) {
    return tx.createQuery(
            "SELECT about, text_sealed, status, created_at, sent_at FROM outbox WHERE to_lookup = ?"
                + " ORDER BY id")
        .bind(0, phone)
        .map(
            (row, _) ->
                new Clear(row)
                    .texts("about", "status")
                    .sealed("text", "text_sealed", "outbox.text:")
                    .times("created_at", "sent_at")
                    .fields)
        .list();
  }

  private List<Map<String, Object>> received(Handle tx, byte[] phone) {
    return tx.createQuery(
            "SELECT text_sealed, status, received_at FROM inbox WHERE from_lookup = ? ORDER BY id")
        .bind(0, phone)
        .map(
            (row, _) ->
                new Clear(row)
                    .texts("status")
                    .sealed("text", "text_sealed", "inbox.text:")
                    .times("received_at")
                    .fields)
        .list();
  }

  private List<Map<String, Object>> wrongCodes(Handle tx, byte[] phone) {
    return tx.createQuery("SELECT tries, since, locked_until FROM wrong_try WHERE phone_lookup = ?")
        .bind(0, phone)
        .map((row, _) -> new Clear(row).texts("tries").times("since", "locked_until").fields)
        .list();
  }

  private List<Map<String, Object>> chats(Handle tx, byte[] phone) {
    return tx.createQuery("SELECT * FROM chat_link WHERE phone_lookup = ? ORDER BY linked_at")
        .bind(0, phone)
        .map(
            (row, _) ->
                new Clear(row)
                    .texts("channel", "account")
                    .sealed(
                        "chat",
                        "chat_sealed",
                        "chat_link.chat:" + HexFormat.of().formatHex(row.getBytes("chat_lookup")))
                    .times("linked_at", "last_seen")
                    .put("blocked", row.getBoolean("blocked"))
                    .fields)
        .list();
  }

  /** What waits or could not be handled; the words of what was handled are not kept. */
  private List<Map<String, Object>> fromChats(Handle tx, byte[] phone) {
    return tx.createQuery(
            """
            SELECT u.* FROM chat_update u WHERE u.body_sealed IS NOT NULL AND u.chat_lookup IN
              (SELECT chat_lookup FROM chat_link WHERE phone_lookup = :phone UNION ALL SELECT CAST(:whatsapp AS bytea))
            ORDER BY u.id
            """)
        .bind("phone", phone)
        .bind("whatsapp", PhoneChat.lookup(vault, "whatsapp", phone))
        .map(
            (row, _) ->
                new Clear(row)
                    .texts("channel", "account", "status")
                    .sealed(
                        "body",
                        "body_sealed",
                        PostgresChatInbox.bodyPlace(
                            row.getString("channel"),
                            row.getString("account"),
                            row.getBytes("update_lookup")))
                    .times("received_at")
                    .fields)
        .list();
  }
}
