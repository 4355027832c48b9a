package id.gerbang.server.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.outbox.Receipts.Receipt;
import id.gerbang.server.outbox.Receipts.State;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.TestRecords;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutboxAgesIT {
  private static final Msisdn AYU = new Msisdn("6281200010001");
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final TestRecords records = new TestRecords();
  private final OutboxAges ages = new OutboxAges(records.jdbi);

  private int run() {
    return ages.runDue(records.instant());
  }

  private void add(int many) {
    PostgresOutbox outbox = new PostgresOutbox(records.vault, Routes.only("first"));
    records.jdbi.useTransaction(
        tx -> {
          for (int i = 0; i < many; i++) {
            outbox.add(tx, new NewSms(AYU, "words", "test", records.instant()));
          }
        });
  }

  @Test
  void theWordsAndThePhoneGoFirstThenTheRow() {
    add(3);
    records.execute("UPDATE outbox SET status = 'delivered' WHERE id = 1");
    records.execute("UPDATE outbox SET status = 'sent' WHERE id = 2");
    records.execute("INSERT INTO outbox_part (link, message_id, outbox) VALUES ('first', 'a', 2)");
    records.pass(OutboxAges.RECEIPT_AWAITED.minus(MOMENT));
    assertThat(run()).isZero();
    records.pass(MOMENT);
    assertThat(run()).isEqualTo(1);
    assertThat(records.count("outbox_part")).isZero();
    records.pass(OutboxAges.WORDS_KEPT.minus(OutboxAges.RECEIPT_AWAITED));
    assertThat(run()).isEqualTo(2);
    assertThat(records.count("outbox WHERE text_sealed IS NULL AND to_sealed IS NULL"))
        .isEqualTo(2);
    assertThat(new SentMessages(records.jdbi, records.vault).list(AYU))
        .extracting(SentMessages.Message::text)
        .containsExactly("words", "", "");
    assertThat(run()).isZero();
    records.pass(OutboxAges.ROW_KEPT.minus(OutboxAges.WORDS_KEPT));
    assertThat(run()).isEqualTo(2);
    assertThat(records.row("SELECT status FROM outbox"))
        .as("what has not left stays")
        .containsEntry("status", "due");
  }

  @Test
  void receiptsThatBelongToNothingGo() {
    try (PostgresReceipts receipts =
        new PostgresReceipts(records.jdbi, records, _ -> ReceiptIds.EITHER)) {
      receipts.received(new Receipt("first", "77", State.DELIVERED));
    }
    records.pass(OutboxAges.EARLY_RECEIPT_KEPT.minus(MOMENT));
    assertThat(run()).isZero();
    records.pass(MOMENT);
    assertThat(run()).isEqualTo(1);
    assertThat(records.count("early_receipt")).isZero();
  }

  @Test
  void aRunTakesAllOfSomeThousandRows() {
    add(1_700);
    records.execute("UPDATE outbox SET status = 'failed'");
    records.pass(OutboxAges.WORDS_KEPT);
    assertThat(run()).isEqualTo(1_700);
  }
}
