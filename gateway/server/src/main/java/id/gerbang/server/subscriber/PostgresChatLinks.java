package id.gerbang.server.subscriber;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.record.Audit;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/** {@link ChatLinks} on PostgreSQL. Safe for any thread. */
public final class PostgresChatLinks implements ChatLinks {
  /** Every press is a use; writing it down once an hour is enough. */
  private static final Duration SEEN_ANEW = Duration.ofHours(1);

  /** Whoever links and unlinks all day costs us no SMS each time. */
  private static final Duration TOLD_BY_SMS = Duration.ofHours(1);

  /** Longer than anything is told seldom. */
  private static final Duration TOLD_KEPT = Duration.ofDays(8);

  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;
  private final Notice notice;

  /**
   * @param notice is told of new links
   */
  public PostgresChatLinks(Jdbi jdbi, Vault vault, Notice notice) {
    this.notice = notice;
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
  }

  private record Row(String phone, Instant linkedAt, Instant lastSeen, boolean blocked) {}

  @Override
  public Whose whose(Chat chat, Instant now) {
    return jdbi.withHandle(
        handle -> {
          Optional<Row> found = row(handle, chat);
          if (found.isEmpty()) {
            return new Whose.Nobody();
          }
          Row row = found.get();
          if (!isGood(row.linkedAt(), row.lastSeen(), now)) {
            return new Whose.Expired();
          }
          if (row.blocked() || row.lastSeen().plus(SEEN_ANEW).isBefore(now)) {
            where(
                    handle.createUpdate(
                        "UPDATE chat_link SET last_seen = :now, blocked = false" + THIS),
                    chat)
                .bind("now", now)
                .execute();
          }
          return new Whose.Phone(new Msisdn(row.phone()));
        });
  }

  private static boolean isGood(Instant linkedAt, Instant lastSeen, Instant now) {
    return lastSeen.plus(UNUSED).isAfter(now) && linkedAt.plus(LONGEST).isAfter(now);
  }

  private static final String THIS =
      " WHERE channel = :channel AND account = :account AND chat_lookup = :chat";

  private <S extends SqlStatement<S>> S where(S statement, Chat chat) {
    return statement
        .bind("channel", chat.channel())
        .bind("account", chat.account())
        .bind("chat", lookup(chat));
  }

  private byte[] lookup(Chat chat) {
    return vault.lookup("chat", chat.channel() + ":" + chat.chat());
  }

  private Optional<Row> row(Handle handle, Chat chat) {
    return where(handle.createQuery("SELECT * FROM chat_link" + THIS), chat)
        .map(
            (row, _) ->
                new Row(
                    sealed.open(row.getBytes("phone_sealed"), place("phone", lookup(chat))),
                    row.getTimestamp("linked_at").toInstant(),
                    row.getTimestamp("last_seen").toInstant(),
                    row.getBoolean("blocked")))
        .findOne();
  }

  private static String place(String column, byte[] chatLookup) {
    return "chat_link." + column + ":" + HexFormat.of().formatHex(chatLookup);
  }

  @Override
  public Optional<Chat> link(Chat chat, Msisdn phone, Instant now) {
    byte[] lookup = lookup(chat);
    byte[] phoneLookup = vault.lookup("phone", phone.digits());
    return jdbi.inTransaction(
        tx -> {
          // one at a time for a phone: two chats that share it at once end with one link
          tx.createQuery("SELECT 1 FROM pg_advisory_xact_lock(:key)")
              .bind("key", java.nio.ByteBuffer.wrap(phoneLookup).getLong())
              .mapTo(Integer.class)
              .one();
          Optional<Chat> before =
              removed(
                      tx,
                      "channel = :channel AND account = :account AND phone_lookup = :phone"
                          + " AND chat_lookup <> :chat",
                      chat,
                      phoneLookup)
                  .stream()
                  .findFirst();
          boolean known =
              row(tx, chat).filter(row -> row.phone().equals(phone.digits())).isPresent();
          where(
                  tx.createUpdate(
                      """
                      INSERT INTO chat_link (channel, account, chat_lookup, chat_sealed, phone_lookup, phone_sealed, linked_at, last_seen)
                      VALUES (:channel, :account, :chat, :chatSealed, :phone, :phoneSealed, :now, :now)
                      ON CONFLICT (channel, account, chat_lookup) DO UPDATE SET phone_lookup = EXCLUDED.phone_lookup,
                        phone_sealed = EXCLUDED.phone_sealed, linked_at = EXCLUDED.linked_at,
                        last_seen = EXCLUDED.last_seen, blocked = false
                      """),
                  chat)
              .bind("chatSealed", sealed.seal(chat.chat(), place("chat", lookup)))
              .bind("phone", phoneLookup)
              .bind("phoneSealed", sealed.seal(phone.digits(), place("phone", lookup)))
              .bind("now", now)
              .execute();
          Audit.write(tx, now, chat.channel(), "chat.linked", about(lookup));
          if (!known && mayTell(tx, "sms", "", phoneLookup, TOLD_BY_SMS, now)) {
            notice.linked(tx, phone, language(tx, phoneLookup), now);
          }
          return before;
        });
  }

  private static String language(Handle tx, byte[] phone) {
    return tx.createQuery("SELECT language FROM subscriber WHERE phone_lookup = ?")
        .bind(0, phone)
        .mapTo(String.class)
        .findOne()
        .orElse(FlowBook.DEFAULT_LANGUAGE);
  }

  private static String about(byte[] chatLookup) {
    return "chat:" + HexFormat.of().formatHex(chatLookup);
  }

  /** Deletes links and says which chats they were of. */
  private List<Chat> removed(Handle tx, String which, Chat chat, byte[] phone) {
    return tx.createQuery(
            "DELETE FROM chat_link WHERE "
                + which
                + " RETURNING channel, account, chat_lookup, chat_sealed")
        .bind("channel", chat.channel())
        .bind("account", chat.account())
        .bind("chat", lookup(chat))
        .bind("phone", phone)
        .map(
            (row, _) ->
                new Chat(
                    row.getString("channel"),
                    row.getString("account"),
                    sealed.open(
                        row.getBytes("chat_sealed"), place("chat", row.getBytes("chat_lookup")))))
        .list();
  }

  @Override
  public boolean unlink(Chat chat, Instant now) {
    return jdbi.inTransaction(
        tx -> {
          boolean was = where(tx.createUpdate("DELETE FROM chat_link" + THIS), chat).execute() > 0;
          if (was) {
            Audit.write(tx, now, chat.channel(), "chat.unlinked", about(lookup(chat)));
          }
          return was;
        });
  }

  @Override
  public void block(Chat chat, boolean blocked) {
    jdbi.useHandle(
        handle ->
            where(handle.createUpdate("UPDATE chat_link SET blocked = :blocked" + THIS), chat)
                .bind("blocked", blocked)
                .execute());
  }

  @Override
  public boolean isBlocked(Chat chat) {
    return jdbi.withHandle(handle -> row(handle, chat)).map(Row::blocked).orElse(false);
  }

  @Override
  public boolean isLinked(Msisdn phone, String channel, Instant now) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT EXISTS (SELECT 1 FROM chat_link WHERE phone_lookup = :phone AND channel"
                        + " = :channel AND last_seen > :unused AND linked_at > :longest)")
                .bind("phone", vault.lookup("phone", phone.digits()))
                .bind("channel", channel)
                .bind("unused", now.minus(UNUSED))
                .bind("longest", now.minus(LONGEST))
                .mapTo(Boolean.class)
                .one());
  }

  @Override
  public List<Chat> unlinkAll(Msisdn phone, String channel, Instant now) {
    Chat any = new Chat(channel, "", "");
    return jdbi.inTransaction(
        tx -> {
          List<Chat> chats =
              removed(
                  tx,
                  "channel = :channel AND phone_lookup = :phone",
                  any,
                  vault.lookup("phone", phone.digits()));
          chats.forEach(
              chat -> Audit.write(tx, now, channel, "chat.unlinked", about(lookup(chat))));
          return chats;
        });
  }

  @Override
  public boolean mayTell(Chat chat, Duration seldom, Instant now) {
    return jdbi.withHandle(
        handle -> mayTell(handle, chat.channel(), chat.account(), lookup(chat), seldom, now));
  }

  private static boolean mayTell(
      Handle handle, String channel, String account, byte[] whom, Duration seldom, Instant now) {
    return handle
            .createUpdate(
                """
                INSERT INTO chat_told (channel, account, chat_lookup, at) VALUES (:channel, :account, :whom, :now)
                ON CONFLICT (channel, account, chat_lookup) DO UPDATE SET at = EXCLUDED.at
                WHERE chat_told.at <= :before
                """)
            .bind("channel", channel)
            .bind("account", account)
            .bind("whom", whom)
            .bind("now", now)
            .bind("before", now.minus(seldom))
            .execute()
        > 0;
  }

  @Override
  public int runDue(Instant now) {
    return jdbi.withHandle(
        handle ->
            handle.execute(
                    "DELETE FROM chat_link WHERE last_seen <= ? OR linked_at <= ?",
                    now.minus(UNUSED.multipliedBy(2)),
                    now.minus(LONGEST.plus(UNUSED)))
                + handle.execute("DELETE FROM chat_told WHERE at <= ?", now.minus(TOLD_KEPT)));
  }
}
