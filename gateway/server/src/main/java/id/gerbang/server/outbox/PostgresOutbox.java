package id.gerbang.server.outbox;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.record.Columns;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * {@link Outbox} on PostgreSQL; each message gets its link here. A committed row wakes its sender
 * at once; the sender also looks by itself.
 */
public final class PostgresOutbox implements Outbox {
  private static final String INSERT =
      """
      INSERT INTO outbox (link, to_sealed, to_lookup, text_sealed, about, created_at, due_at)
      SELECT r.link, r.number, r.lookup, r.words, r.about, r.due, r.due
      FROM unnest(:link, :to, :lookup, :text, :about, :due) AS r (link, number, lookup, words, about, due)
      """;

  private final Vault vault;
  private final SealedText sealed;
  private final Routes routes;
  private final Map<String, Runnable> senders = new ConcurrentHashMap<>();

  /**
   * @param routes chooses the link that a message leaves by
   */
  public PostgresOutbox(Vault vault, Routes routes) {
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.routes = routes;
  }

  /** Whom to wake after a commit of messages that leave by {@code link}. */
  public void onAdded(String link, Runnable sender) {
    senders.put(link, sender);
  }

  @Override
  public void add(Handle tx, NewSms... messages) {
    List<Row> rows = Stream.of(messages).map(sms -> new Row(routes.of(sms.to()), sms)).toList();
    new Columns<>(rows)
        .text("link", Row::link)
        .bytes("to", row -> sealed.seal(row.sms().to().digits(), "outbox.to:"))
        .bytes("lookup", row -> vault.lookup("phone", row.sms().to().digits()))
        .bytes("text", row -> sealed.seal(row.sms().text(), "outbox.text:"))
        .text("about", row -> row.sms().about())
        .instant("due", row -> row.sms().due())
        .bindTo(tx.createUpdate(INSERT))
        .execute();
    Set<String> links = rows.stream().map(Row::link).collect(Collectors.toSet());
    tx.afterCommit(() -> links.forEach(link -> senders.getOrDefault(link, () -> {}).run()));
  }

  private record Row(String link, NewSms sms) {}
}
