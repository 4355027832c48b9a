package id.gerbang.server.subscriber;

import id.gerbang.server.crypt.Vault;
import id.gerbang.server.record.Columns;
import id.gerbang.server.record.GroupCommit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Who a phone is, and the language it chose: what a conversation's first screen depends on. Phones
 * that dial in the same moment share one query. Blocks.
 */
public final class Subscribers implements AutoCloseable {
  private static final int MOST_TOGETHER = 128;
  private static final int MOST_WAITING = 1_024;

  /** A first screen that knows nobody is better than one that comes late. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /**
   * The five questions of one screen, each by an index. An agent is one who may act now; a member
   * is one whom the branch approved.
   */
  private static final String WHO =
      """
      SELECT s.language,
        EXISTS (SELECT 1 FROM agent g WHERE g.phone_lookup = p.lookup AND g.status = 'active') AS agent,
        EXISTS (SELECT 1 FROM agent g WHERE g.phone_lookup = p.lookup AND g.status = 'suspended') AS suspended,
        EXISTS (SELECT 1 FROM application a WHERE a.phone_lookup = p.lookup AND a.status = 'approved') AS member,
        EXISTS (SELECT 1 FROM application a WHERE a.phone_lookup = p.lookup
          AND a.status IN ('awaiting_consent', 'awaiting_agent', 'awaiting_branch')) AS applicant
      FROM unnest(:phone) WITH ORDINALITY AS p (lookup, place) LEFT JOIN subscriber s ON s.phone_lookup = p.lookup
      ORDER BY p.place
      """;

  private final Jdbi jdbi;
  private final Vault vault;
  private final GroupCommit<byte[], Known> looks;

  public Subscribers(Jdbi jdbi, Vault vault) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.looks =
        new GroupCommit<>("subscribers", 1, MOST_TOGETHER, MOST_WAITING, PATIENCE, this::known);
  }

  /** Who somebody is to us; who is several is the last of them here. */
  public enum Standing {
    /** Nothing of theirs is open. */
    NEW,
    /** An application of this phone waits for somebody. */
    APPLICANT,
    /** The branch approved an application of this phone. */
    MEMBER,
    /** A Perisai agent who is active. */
    AGENT,
    /** A Perisai agent who may not act now; perhaps a member too. */
    SUSPENDED;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * @param language what they chose last; empty when they never did
   */
  public record Known(Standing standing, Optional<String> language) {}

  /**
   * Who this phone is, as PostgreSQL has it.
   *
   * @throws id.gerbang.server.record.RecordsBusy when too many ask, or it takes longer than a
   *     screen can wait
   */
  public Known who(Msisdn phone) {
    return looks.submit(vault.lookup("phone", phone.digits()));
  }

  private List<Known> known(List<byte[]> phones) {
    return jdbi.withHandle(
        handle ->
            new Columns<>(phones)
                .bytes("phone", phone -> phone)
                .bindTo(handle.createQuery(WHO))
                .map((row, _) -> known(row))
                .list());
  }

  private static Known known(ResultSet row) throws SQLException {
    Standing standing = Standing.NEW;
    if (row.getBoolean("suspended")) {
      standing = Standing.SUSPENDED;
    } else if (row.getBoolean("agent")) {
      standing = Standing.AGENT;
    } else if (row.getBoolean("member")) {
      standing = Standing.MEMBER;
    } else if (row.getBoolean("applicant")) {
      standing = Standing.APPLICANT;
    }
    return new Known(standing, Optional.ofNullable(row.getString("language")));
  }

  /**
   * The language that this phone chose; empty when it never did.
   *
   * @param phone its lookup
   */
  public static Optional<String> language(Handle tx, byte[] phone) {
    return tx.createQuery("SELECT language FROM subscriber WHERE phone_lookup = ?")
        .bind(0, phone)
        .mapTo(String.class)
        .findOne();
  }

  /** Keeps the language that this phone chose; the last choice stays, whatever is replayed. */
  public void speaks(Msisdn phone, String language, Instant at) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO subscriber (phone_lookup, language, chosen_at) VALUES (:phone, :language, :at)
                    ON CONFLICT (phone_lookup) DO UPDATE SET language = EXCLUDED.language, chosen_at = EXCLUDED.chosen_at
                    WHERE subscriber.chosen_at <= EXCLUDED.chosen_at
                    """)
                .bind("phone", vault.lookup("phone", phone.digits()))
                .bind("language", language)
                .bind("at", at)
                .execute());
  }

  @Override
  public void close() {
    looks.close();
  }
}
