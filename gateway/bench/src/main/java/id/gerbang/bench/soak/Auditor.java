package id.gerbang.bench.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs {@code gerbang audit}, a process of its own, on what is left; then changes one row of the
 * ledger by hand, past the trigger, and runs it again: it must find that row.
 */
final class Auditor {
  private final Site site;

  Auditor(Site site) {
    this.site = site;
  }

  private record Audited(int exit, String said) {}

  /** What does not agree; empty when the first run is clean and the second names the row. */
  List<String> differences() throws IOException, InterruptedException {
    List<String> differences = new ArrayList<>();
    Audited clean = audit();
    if (clean.exit() != 0) {
      differences.add("gerbang audit: exit " + clean.exit() + "\n" + clean.said());
    }
    String entry = changeOneRow();
    Audited found = audit();
    if (found.exit() != 1 || !found.said().contains("ledger entry " + entry + " is not what")) {
      differences.add("gerbang audit did not find ledger entry " + entry + "\n" + found.said());
    }
    return differences;
  }

  private Audited audit() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(Node.java(List.of("-Xmx256m"), "id.gerbang.server.Main", "audit"))
            .redirectErrorStream(true);
    builder.environment().putAll(site.environment());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Audited(process.waitFor(), said);
  }

  /** As somebody does who owns the database: the entry still balances. Which one it is. */
  private String changeOneRow() {
    return site.jdbi()
        .inTransaction(
            tx -> {
              tx.execute("ALTER TABLE ledger_posting DISABLE TRIGGER USER");
              String entry =
                  tx.createQuery("SELECT max(id)::text FROM ledger_entry")
                      .mapTo(String.class)
                      .one();
              tx.execute(
                  "UPDATE ledger_posting SET amount = amount * 2 WHERE entry = ?::bigint", entry);
              tx.execute("ALTER TABLE ledger_posting ENABLE TRIGGER USER");
              return entry;
            });
  }
}
