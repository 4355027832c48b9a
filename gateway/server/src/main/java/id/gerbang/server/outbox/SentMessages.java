package id.gerbang.server.outbox;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** What was sent to a phone, for the branch's eyes. */
public final class SentMessages {
  private static final int MOST = 100;

  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;

  public SentMessages(Jdbi jdbi, Vault vault) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
  }

  /**
   * @param about what it belongs to
   * @param text its words, with the codes that let somebody act masked; empty when they are erased
   *     ({@link OutboxAges}) or cannot be opened
   * @param status due, sending, sent, unknown, delivered, failed or parked
   */
  public record Message(
      long id,
      String about,
      String status,
      Instant createdAt,
      Optional<Instant> sentAt,
      String text) {}

  /** The latest messages to a phone, newest first. Blocks. */
  public List<Message> list(Msisdn phone) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT id, about, status, created_at, sent_at, text_sealed FROM outbox WHERE"
                        + " to_lookup = ? ORDER BY id DESC LIMIT ?")
                .bind(0, vault.lookup("phone", phone.digits()))
                .bind(1, MOST)
                .map(
                    (row, _) ->
                        new Message(
                            row.getLong("id"),
                            row.getString("about"),
                            row.getString("status"),
                            row.getTimestamp("created_at").toInstant(),
                            Optional.ofNullable(row.getTimestamp("sent_at"))
                                .map(java.sql.Timestamp::toInstant),
                            words(row.getBytes("text_sealed"))))
                .list());
  }

  private String words(byte[] textSealed) {
    return Optional.ofNullable(textSealed)
        .flatMap(text -> sealed.tryOpen(text, "outbox.text:"))
        .map(SentMessages::withoutCodes)
        .orElse("");
  }

  /**
   * A code in somebody else's hands would let them answer; only a reference, which opens nothing,
   * stays.
   */
  static String withoutCodes(String text) {
    return text.replaceAll("\\b(YA|TOLAK|BATAL|SETUJU) [A-Z2-9]{6}\\b", "$1 ******");
  }
}
