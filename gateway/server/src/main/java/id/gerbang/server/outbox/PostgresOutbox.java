package id.gerbang.server.outbox;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.record.Columns;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;

/**
 * {@link Outbox} on PostgreSQL. A committed row wakes its sender at once; the sender also looks by
 * itself.
 */
public final class PostgresOutbox implements Outbox {
  private static final String INSERT =
      """
      INSERT INTO outbox (link, to_sealed, to_lookup, text_sealed, about, created_at, due_at)
      SELECT :link, r.number, r.lookup, r.words, r.about, r.due, r.due
      FROM unnest(:to, :lookup, :text, :about, :due) AS r (number, lookup, words, about, due)
      """;

  private static final Runnable NOBODY = () -> {};

  private final Vault vault;
  private final SealedText sealed;
  private final String link;
  private final AtomicReference<Runnable> wake = new AtomicReference<>(NOBODY);

  /**
   * @param link the link that messages leave by
   */
  public PostgresOutbox(Vault vault, String link) {
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.link = link;
  }

  /** Whom to wake after a commit. */
  public void onAdded(Runnable sender) {
    wake.set(sender);
  }

  @Override
  public void add(Handle tx, NewSms... messages) {
    new Columns<>(List.of(messages))
        .bytes("to", sms -> sealed.seal(sms.to().digits(), "outbox.to:"))
        .bytes("lookup", sms -> vault.lookup("phone", sms.to().digits()))
        .bytes("text", sms -> sealed.seal(sms.text(), "outbox.text:"))
        .text("about", NewSms::about)
        .instant("due", NewSms::due)
        .bindTo(tx.createUpdate(INSERT))
        .bind("link", link)
        .execute();
    tx.afterCommit(() -> wake.get().run());
  }
}
