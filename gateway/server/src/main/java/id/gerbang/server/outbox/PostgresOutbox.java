package id.gerbang.server.outbox;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * {@link Outbox} on PostgreSQL. A committed row wakes its sender at once; the sender also looks by
 * itself.
 */
public final class PostgresOutbox implements Outbox {
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
    PreparedBatch batch =
        tx.prepareBatch(
            """
            INSERT INTO outbox (link, to_sealed, to_lookup, text_sealed, about, created_at, due_at)
            VALUES (:link, :to, :lookup, :text, :about, :due, :due)
            """);
    for (NewSms sms : messages) {
      batch
          .bind("link", link)
          .bind("to", sealed.seal(sms.to().digits(), "outbox.to:"))
          .bind("lookup", vault.lookup("phone", sms.to().digits()))
          .bind("text", sealed.seal(sms.text(), "outbox.text:"))
          .bind("about", sms.about())
          .bind("due", sms.due())
          .add();
    }
    batch.execute();
    tx.afterCommit(() -> wake.get().run());
  }
}
