package id.gerbang.server.inbox;

import id.gerbang.server.crypt.Vault;
import id.gerbang.server.record.Columns;
import id.gerbang.server.record.GroupCommit;
import id.gerbang.server.record.RecordsBusy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link ChatInbox} on PostgreSQL.
 *
 * <p>Threads: {@link #store} from any, and it blocks; one thread commits.
 */
public final class PostgresChatInbox implements ChatInbox, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostgresChatInbox.class);

  /** Bundles of one commit; a webhook's holds one update, a poller's up to a hundred. */
  private static final int MOST_TOGETHER = 64;

  /** More waiting than this, and their server is told to come again. */
  private static final int MOST_WAITING = 512;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A person does not press so often before the first is answered; a machine does. */
  static final int MOST_OPEN = 100;

  /**
   * An update of a chat that has too many open is remembered without its body, so that its server
   * need not bring it for ever.
   */
  private static final String INSERT =
      """
      INSERT INTO chat_update (channel, account, update_lookup, chat_lookup, body_sealed, received_at, due_at, status)
      SELECT a.channel, a.account, a.update_lookup, a.chat_lookup,
        CASE WHEN o.open + a.before < :most THEN a.body END, :now, :now,
        CASE WHEN o.open + a.before < :most THEN 'received' ELSE 'flood' END
      FROM (SELECT x.*, row_number() OVER (PARTITION BY channel, account, chat_lookup ORDER BY place) - 1 AS before
          FROM unnest(:channel, :account, :update, :chat, :body)
            WITH ORDINALITY AS x (channel, account, update_lookup, chat_lookup, body, place)) a,
        LATERAL (SELECT count(*) AS open FROM chat_update u WHERE u.channel = a.channel AND u.account = a.account
          AND u.chat_lookup = a.chat_lookup AND u.status = 'received') o
      ORDER BY a.place
      ON CONFLICT (channel, account, update_lookup) DO NOTHING
      """;

  private final Jdbi jdbi;
  private final Vault vault;
  private final InstantSource clock;
  private final List<Runnable> wake = new CopyOnWriteArrayList<>();
  private final GroupCommit<List<Arrived>, Boolean> commits;

  public PostgresChatInbox(Jdbi jdbi, Vault vault, InstantSource clock) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.clock = clock;
    this.commits =
        new GroupCommit<>("chat-inbox", 1, MOST_TOGETHER, MOST_WAITING, PATIENCE, this::insert);
  }

  /** Whom to wake after a commit. */
  public void onStored(Runnable worker) {
    wake.add(worker);
  }

  @Override
  public boolean store(List<Arrived> updates) {
    if (updates.isEmpty()) {
      return true;
    }
    try {
      boolean stored = commits.submit(List.copyOf(updates));
      wake.forEach(Runnable::run);
      return stored;
    } catch (RecordsBusy e) {
      log.warn("{} chat updates wait for their repeat: {}", updates.size(), e.getMessage());
      return false;
    } catch (RuntimeException e) { // the database is away, whatever it says
      log.warn(
          "{} chat updates could not be stored: {}", updates.size(), e.getClass().getSimpleName());
      return false;
    }
  }

  private List<Boolean> insert(List<List<Arrived>> bundles) {
    List<Arrived> all = new ArrayList<>();
    bundles.forEach(all::addAll);
    Instant now = clock.instant();
    jdbi.useTransaction(
        tx ->
            new Columns<>(all)
                .text("channel", Arrived::channel)
                .text("account", Arrived::account)
                .bytes("update", update -> updateLookup(vault, update.id()))
                .bytes("chat", update -> chatLookup(vault, update.channel(), update.chat()))
                .bytes("body", this::sealed)
                .bindTo(tx.createUpdate(INSERT))
                .bind("now", now)
                .bind("most", MOST_OPEN)
                .execute());
    return Collections.nCopies(bundles.size(), true);
  }

  private byte[] sealed(Arrived update) {
    return vault.seal(
        update.body().getBytes(StandardCharsets.UTF_8),
        bodyContext(update.channel(), update.account(), updateLookup(vault, update.id())));
  }

  /** How a chat is looked up in every table: the same for all of our accounts. */
  public static byte[] chatLookup(Vault vault, String channel, String chat) {
    return vault.lookup("chat", channel + ":" + chat);
  }

  private static byte[] updateLookup(Vault vault, String id) {
    return vault.lookup("chat_update", id);
  }

  /** A body opens only in its own row. */
  static byte[] bodyContext(String channel, String account, byte[] updateLookup) {
    return ("chat_update.body:" + channel + ":" + account + ":" + ChatRows.hex(updateLookup))
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    commits.close();
  }
}
