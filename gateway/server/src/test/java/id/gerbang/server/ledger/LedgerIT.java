package id.gerbang.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.server.testing.TestRecords;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LedgerIT {
  private static final Account BRI = Account.clearing("bri");

  private final TestRecords records = new TestRecords();
  private final Ledger ledger = new Ledger();

  private Booked book(String event, long rupiah) {
    return records.jdbi.inTransaction(
        tx -> ledger.book(tx, records.instant(), "test", event, "payment.received", paid(rupiah)));
  }

  private static List<Posting> paid(long rupiah) {
    return List.of(new Posting(BRI, rupiah), new Posting(Account.CONTRIBUTIONS, -rupiah));
  }

  private long balance(Account account) {
    return records.jdbi.withHandle(handle -> ledger.balance(handle, account));
  }

  private void refused(String sql, String why) {
    assertThatThrownBy(() -> records.execute(sql)).as(sql).hasStackTraceContaining(why);
  }

  @Test
  void anEventIsBookedOnce() {
    Booked first = book("payment:bri:1", 16_800);
    assertThat(first).isInstanceOf(Booked.Now.class);
    assertThat(book("payment:bri:1", 99_999)).isEqualTo(new Booked.Before(first.entry()));
    assertThat(balance(BRI)).isEqualTo(16_800);
    assertThat(balance(Account.CONTRIBUTIONS)).isEqualTo(-16_800);
    assertThat(records.count("audit WHERE what = 'ledger.booked'")).isEqualTo(1);
  }

  @Test
  void theSameEventFromManySidesAtOnceIsBookedOnce() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Booked> booking = () -> book("payment:bri:1", 5_000);
      List<Future<Booked>> all =
          threads.invokeAll(Stream.generate(() -> booking).limit(8).toList());
      int now = 0;
      for (Future<Booked> one : all) {
        now += one.get() instanceof Booked.Now ? 1 : 0;
      }
      assertThat(now).isEqualTo(1);
    }
    assertThat(balance(BRI)).isEqualTo(5_000);
  }

  @Test
  void anEntryIsTakenBackOnceAndWithAReason() {
    Booked booked = book("payment:bri:1", 16_800);
    Booked undone = reverse(booked.entry());
    assertThat(undone).isInstanceOf(Booked.Now.class);
    assertThat(reverse(booked.entry())).isEqualTo(new Booked.Before(undone.entry()));
    assertThat(balance(BRI)).isZero();
    assertThat(records.row("SELECT reason FROM ledger_entry WHERE reverses IS NOT NULL"))
        .containsEntry("reason", "booked to the wrong bank");
    assertThatThrownBy(() -> reverse(4711)).hasMessageContaining("4711");
  }

  private Booked reverse(long entry) {
    return records.jdbi.inTransaction(
        tx -> ledger.reverse(tx, records.instant(), "test", entry, "booked to the wrong bank"));
  }

  @Test
  void whatDoesNotBalanceIsRefused() {
    assertThatThrownBy(
            () ->
                records.jdbi.useTransaction(
                    tx ->
                        ledger.book(
                            tx,
                            records.instant(),
                            "test",
                            "payment:bri:1",
                            "payment.received",
                            List.of(new Posting(BRI, 2), new Posting(Account.CONTRIBUTIONS, -1)))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(records.count("ledger_entry")).isZero();
  }

  /** Past this program: PostgreSQL itself holds the rules. */
  @Test
  void theDatabaseRefusesWhatIsNoDoubleEntry() {
    String entry =
        "WITH e AS (INSERT INTO ledger_entry (at, event, what) VALUES (now(), 'payment:x', 'x.y')"
            + " RETURNING id) ";
    refused(entry + "SELECT 1", "sum to zero");
    records.execute(
        "INSERT INTO ledger_account (code, kind) VALUES ('bank:bri', 'asset') ON CONFLICT DO"
            + " NOTHING");
    for (String lines :
        List.of("(1, 'bank:bri', 5)", "(1, 'bank:bri', 5), (2, 'contributions', -4)")) {
      assertThatThrownBy(
              () ->
                  records.jdbi.useTransaction(
                      tx -> {
                        tx.execute(
                            "INSERT INTO ledger_entry (at, event, what) VALUES (now(), 'payment:x',"
                                + " 'x.y')");
                        tx.execute(
                            "INSERT INTO ledger_posting SELECT e.id, v.* FROM ledger_entry e,"
                                + " (VALUES "
                                + lines
                                + ") AS v WHERE event = 'payment:x'");
                      }))
          .as(lines)
          .hasStackTraceContaining("sum to zero");
    }
    assertThat(records.count("ledger_entry")).isZero();
  }

  @Test
  void nothingIsChangedDeletedOrAddedLater() {
    long entry = book("payment:bri:1", 16_800).entry();
    refused("UPDATE ledger_posting SET amount = 1", "append-only");
    refused("DELETE FROM ledger_posting", "append-only");
    refused("UPDATE ledger_entry SET what = 'x.y'", "append-only");
    refused("DELETE FROM ledger_entry", "append-only");
    refused("TRUNCATE ledger_posting", "append-only");
    refused("TRUNCATE ledger_entry CASCADE", "append-only");
    refused(
        "INSERT INTO ledger_posting VALUES (%1$d, 3, 'suspense', 5), (%1$d, 4, 'suspense', -5)"
            .formatted(entry),
        "in one transaction");
    assertThat(balance(BRI)).isEqualTo(16_800);
  }
}
