package id.gerbang.server.consent;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.inbox.PostgresChatInbox;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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
  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;

  public HeldData(Jdbi jdbi, Vault vault) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
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
          held.put("requests", requests(tx, lookup));
          held.put("agent", agent(tx, lookup));
          held.put("messagesToPhone", sent(tx, lookup));
          held.put("messagesFromPhone", received(tx, lookup));
          held.put("wrongCodes", wrongCodes(tx, lookup));
          held.put("chats", chats(tx, lookup));
          held.put("messagesFromChats", fromChats(tx, lookup));
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
                  c.channel AS consent_channel, c.given_at, c.withdrawn_at
                FROM application a JOIN worker w ON w.id = a.worker JOIN village v ON v.id = a.village
                  LEFT JOIN consent c ON c.application = a.reference
                WHERE a.phone_lookup = ? ORDER BY a.created_at, a.reference
                """)
            .bind(0, phone)
            .map((row, _) -> application(row))
            .list();
    for (Map<String, Object> application : found) {
      String about = "application:" + application.get("reference");
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
    return new Clear(row)
        .texts("reference", "status")
        .sealed("nik", "nik_sealed", "worker.nik:" + worker)
        .sealed("name", "name_sealed", "worker.name:" + worker)
        .sealed("birth_date", "birth_date_sealed", "worker.birth_date:" + worker)
        .put("village", row.getString("village_name"))
        .texts("agent", "plan", "occupation", "permanence", "band", "language", "channel")
        .sealed("reason", "reason_sealed", "application.reason:" + reference)
        .sealed("card_number", "card_number_sealed", "application.card_number:" + reference)
        .times("created_at", "updated_at")
        .put("consent", consent.fields)
        .fields;
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
            SELECT g.code, g.name_sealed, v.name AS village, g.status, i.name AS institution, g.created_at
            FROM agent g JOIN village v ON v.id = g.village LEFT JOIN institution i ON i.id = g.institution
            WHERE g.phone_lookup = ?
            """)
        .bind(0, phone)
        .map(
            (row, _) ->
                new Clear(row)
                    .texts("code")
                    .sealed("name", "name_sealed", "agent.name:" + row.getString("code"))
                    .texts("village", "status", "institution")
                    .times("created_at")
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
              (SELECT chat_lookup FROM chat_link WHERE phone_lookup = ?) ORDER BY u.id
            """)
        .bind(0, phone)
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
