package id.gerbang.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.record.Audit;
import id.gerbang.server.record.AuditChain;
import id.gerbang.server.testing.TestRecords;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever changes a row by hand, past the triggers, is found. */
class AuditIT {
  private final TestRecords records = new TestRecords();
  private final AuditChain chain = new AuditChain(records.jdbi);
  private final Ledger ledger = new Ledger();

  @BeforeEach
  void write() {
    for (int i = 1; i <= 3; i++) {
      String event = "payment:bri:" + i;
      records.jdbi.useTransaction(
          tx -> {
            Audit.write(tx, records.instant(), "system", "test.done", "test:" + event);
            ledger.book(
                tx,
                records.instant(),
                "test",
                event,
                "payment.received",
                List.of(
                    new Posting(Account.clearing("bri"), 16_800),
                    new Posting(Account.CONTRIBUTIONS, -16_800)));
          });
    }
    assertThat(chain.runDue(records.instant())).isEqualTo(6);
    assertThat(chain.runDue(records.instant())).isZero();
  }

  /** As somebody does who owns the database. */
  private void byHand(String table, String sql) {
    records.execute("ALTER TABLE " + table + " DISABLE TRIGGER USER");
    records.execute(sql);
    records.execute("ALTER TABLE " + table + " ENABLE TRIGGER USER");
  }

  private List<String> broken() {
    return chain.check(Optional.empty()).broken();
  }

  private List<String> brokenLedger() {
    return new LedgerCheck(records.jdbi).check().broken();
  }

  @Test
  void whatWasNotTouchedIsGood() {
    AuditChain.Head head = chain.check(Optional.empty()).head();
    assertThat(head.n()).isEqualTo(6);
    assertThat(AuditChain.Head.parse(head.toString())).contains(head);
    records.jdbi.useTransaction(
        tx -> Audit.write(tx, records.instant(), "system", "test.done", "test:4"));
    assertThat(chain.runDue(records.instant())).isEqualTo(1);
    AuditChain.Checked later = chain.check(Optional.of(head));
    assertThat(later.broken()).isEmpty();
    assertThat(later.head().n()).isEqualTo(7);
    LedgerCheck.Checked checked = new LedgerCheck(records.jdbi).check();
    assertThat(checked.broken()).isEmpty();
    assertThat(checked.entries()).isEqualTo(3);
    assertThat(checked.accounts()).containsExactly("bank:bri 50400", "contributions -50400");
  }

  @Test
  void aRowChangedByHandIsNamed() {
    byHand("audit", "UPDATE audit SET who = 'nobody' WHERE id = 3");
    assertThat(broken()).containsExactly("audit row 3 or its link was changed");
  }

  @Test
  void aRowDeletedByHandIsNamed() {
    byHand("audit", "DELETE FROM audit WHERE id = 2");
    assertThat(broken()).containsExactly("audit row 2 was deleted");
    assertThat(brokenLedger()).containsExactly("ledger entry 1 is in no line of the audit");
  }

  @Test
  void aLinkTakenOutIsNamed() {
    byHand("audit_link", "DELETE FROM audit_link WHERE n = 4");
    assertThat(broken()).containsExactly("links 4 to 4 are gone");
  }

  @Test
  void aChainThatWasCutShortOrRebuiltIsKnownByTheHeadThatWasKept() {
    AuditChain.Head head = chain.check(Optional.empty()).head();
    byHand("audit_link", "DELETE FROM audit_link WHERE n > 3");
    byHand("audit", "UPDATE audit SET who = 'nobody' WHERE id = 6");
    assertThat(broken()).isEmpty();
    assertThat(chain.check(Optional.of(head)).broken())
        .containsExactly("link 6 was noted and is gone: the chain was cut short");
    chain.runDue(records.instant());
    assertThat(broken()).isEmpty();
    assertThat(chain.check(Optional.of(head)).broken())
        .containsExactly("link 6 is not the one that was noted: the chain was rebuilt");
  }

  @Test
  void anEntryChangedByHandIsNamedThoughItBalances() {
    byHand("ledger_posting", "UPDATE ledger_posting SET amount = amount * 2 WHERE entry = 2");
    assertThat(brokenLedger()).containsExactly("ledger entry 2 is not what was booked");
    byHand("ledger_posting", "UPDATE ledger_posting SET amount = 1 WHERE entry = 3 AND line = 1");
    assertThat(brokenLedger())
        .containsExactly(
            "ledger entry 3 does not balance",
            "ledger entry 2 is not what was booked",
            "ledger entry 3 is not what was booked");
    byHand("ledger_posting", "DELETE FROM ledger_posting WHERE entry = 1");
    byHand("ledger_entry", "DELETE FROM ledger_entry WHERE id = 1");
    assertThat(brokenLedger()).contains("ledger entry 1 was booked and is gone");
  }
}
