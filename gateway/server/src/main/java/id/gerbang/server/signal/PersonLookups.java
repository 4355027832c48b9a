package id.gerbang.server.signal;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The keyed hash by which people of one name and one birth date are found. It is written here
 * alone, a batch at a time, for new workers and old; a trigger clears it when name or birth date
 * change, whoever changes them.
 */
final class PersonLookups {
  static final int BATCH = 200;

  /** Of a worker whose seals do not open: never looked at again, and like nobody. */
  private static final byte[] NONE = {};

  private final Vault vault;
  private final SealedText sealed;

  PersonLookups(Vault vault) {
    this.vault = vault;
    this.sealed = new SealedText(vault);
  }

  private record Due(String id, byte[] lookup) {}

  /**
   * What a batch came to.
   *
   * @param rows how many workers
   * @param written the hashes that were written, by text in hexadecimal
   */
  record Filled(int rows, Set<String> written) {}

  /** Fills a batch. Who calls holds {@link LookOut}'s lock. */
  Filled fill(Handle tx) {
    List<Due> due =
        tx.createQuery(
                """
                SELECT id::text, encode(nik_lookup, 'hex') AS worker, name_sealed, birth_date_sealed FROM worker
                WHERE person_lookup IS NULL AND name_sealed IS NOT NULL ORDER BY id LIMIT :batch FOR UPDATE SKIP LOCKED
                """)
            .bind("batch", BATCH)
            .map(
                (row, _) ->
                    new Due(
                        row.getString("id"),
                        lookup(
                                row.getString("worker"),
                                row.getBytes("name_sealed"),
                                row.getBytes("birth_date_sealed"))
                            .orElse(NONE)))
            .list();
    if (due.isEmpty()) {
      return new Filled(0, Set.of());
    }
    PreparedBatch batch = tx.prepareBatch("UPDATE worker SET person_lookup = ? WHERE id = ?::uuid");
    Set<String> written = new LinkedHashSet<>();
    for (Due worker : due) {
      batch.add(worker.lookup(), worker.id());
      if (worker.lookup().length > 0) {
        written.add(java.util.HexFormat.of().formatHex(worker.lookup()));
      }
    }
    batch.execute();
    return new Filled(due.size(), written);
  }

  private Optional<byte[]> lookup(String worker, byte[] name, byte[] birthDate) {
    return sealed
        .tryOpen(name, "worker.name:" + worker)
        .flatMap(
            opened ->
                sealed
                    .tryOpen(birthDate, "worker.birth_date:" + worker)
                    .map(born -> vault.lookup("person", plain(opened) + "|" + born)));
  }

  /** A name as two spellings of it are the same: letters, capitals, words in one order. */
  static String plain(String name) {
    String letters =
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toUpperCase(Locale.ROOT)
            .replaceAll("[^\\p{L} ]", "");
    return Arrays.stream(letters.strip().split(" +")).sorted().collect(Collectors.joining(" "));
  }
}
