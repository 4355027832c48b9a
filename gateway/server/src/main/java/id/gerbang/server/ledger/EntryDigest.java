package id.gerbang.server.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What an entry says, as a hash that the audit keeps: SHA-256, in hexadecimal. */
final class EntryDigest {
  private EntryDigest() {}

  /** The digest of an entry as it stands in the ledger now; empty fields where it is not there. */
  static String of(Handle handle, long entry) {
    StringBuilder said = new StringBuilder();
    Optional<String> head =
        handle
            .createQuery(
                "SELECT at, event, what, coalesce(reverses::text, '') AS reverses, coalesce(reason,"
                    + " '') AS reason FROM ledger_entry WHERE id = ?")
            .bind(0, entry)
            .map(
                (row, _) ->
                    line(
                        micros(row.getTimestamp("at").toInstant()),
                        row.getString("event"),
                        row.getString("what"),
                        row.getString("reverses"),
                        row.getString("reason")))
            .findFirst();
    said.append(head.orElse(""));
    for (Posting posting : postings(handle, entry)) {
      said.append(line(posting.account().code(), Long.toString(posting.rupiah())));
    }
    return HexFormat.of().formatHex(sha256(said.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** The postings of an entry in their order; none where it is not there. */
  static List<Posting> postings(Handle handle, long entry) {
    return handle
        .createQuery(
            "SELECT p.account, a.kind, p.amount FROM ledger_posting p JOIN ledger_account a ON"
                + " a.code = p.account WHERE p.entry = ? ORDER BY p.line")
        .bind(0, entry)
        .map(
            (row, _) ->
                new Posting(
                    new Account(
                        row.getString("account"),
                        row.getString("kind").equals("asset")
                            ? Account.Kind.ASSET
                            : Account.Kind.LIABILITY),
                    row.getLong("amount")))
        .list();
  }

  /** Fields with their lengths, so that no two different lines are the same text. */
  static String line(String... fields) {
    StringBuilder line = new StringBuilder();
    for (String field : fields) {
      line.append(field.length()).append(':').append(field).append(',');
    }
    return line.append('\n').toString();
  }

  /** An instant as PostgreSQL keeps it. */
  static String micros(Instant at) {
    return Long.toString(
        Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000));
  }

  private static byte[] sha256(byte[] said) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(said);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each JDK has SHA-256", e);
    }
  }
}
