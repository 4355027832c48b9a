package id.gerbang.server.cli;

import id.gerbang.server.ledger.LedgerCheck;
import id.gerbang.server.record.AuditChain;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gerbang audit}. Exit 1 when a row was changed by hand, or the ledger does not balance. */
@Command(
    name = "audit",
    description =
        "Checks that the audit is as it was written (its chain of hashes) and that the ledger"
            + " balances and is what was booked. Keep the head that it prints outside of the"
            + " database, and give it the next time.",
    mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
  /** More lines tell no more: the rest is counted. */
  private static final int MOST_LINES = 100;

  @Mixin private OpenRecords.Place place;

  @Option(names = "--head", description = "A head that an earlier check printed: n:hash.")
  private String noted;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Optional<AuditChain.Head> head = Optional.ofNullable(noted).map(AuditCommand::head);
    try (OpenRecords records = place.openSealed(Home.find())) {
      AuditChain chain = new AuditChain(records.database().jdbi());
      while (chain.runDue(Instant.now()) > 0) {
        // a batch at a time: what was written until now belongs to this check
      }
      AuditChain.Checked audit = chain.check(head);
      LedgerCheck.Checked ledger = new LedgerCheck(records.database().jdbi()).check();
      print(audit, ledger);
      return audit.broken().isEmpty() && ledger.broken().isEmpty() ? 0 : 1;
    }
  }

  private static AuditChain.Head head(String text) {
    return AuditChain.Head.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--head: expected what an earlier check printed, a number, a colon and 64"
                        + " hexadecimal digits"));
  }

  private void print(AuditChain.Checked audit, LedgerCheck.Checked ledger) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("audit   " + audit.head().n() + " rows in the chain");
    out.println("ledger  " + ledger.entries() + " entries");
    ledger.accounts().forEach(account -> out.println("        " + account));
    long wrong = (long) audit.broken().size() + ledger.broken().size();
    java.util.stream.Stream.concat(audit.broken().stream(), ledger.broken().stream())
        .limit(MOST_LINES)
        .forEach(line -> out.println("WRONG   " + line));
    if (wrong > MOST_LINES) {
      out.println("WRONG   and " + (wrong - MOST_LINES) + " more");
    }
    out.println(wrong == 0 ? "all as it was written" : wrong + " things are wrong");
    out.println("head    " + audit.head());
    out.flush();
  }
}
