package id.gerbang.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.inbox.Inbox.Sms;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.TestRecords;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InboxAgesIT {
  private final TestRecords records = new TestRecords();
  private final InboxAges ages = new InboxAges(records.jdbi);

  private int run() {
    return ages.runDue(records.instant());
  }

  @Test
  void whatIsDoneGoesAfterAWeekAndWhatSomebodyShouldLookAtAfterAMonth() {
    try (PostgresInbox inbox = new PostgresInbox(records.jdbi, records.vault, records)) {
      for (String status : new String[] {"done", "parked", "lost", "received"}) {
        assertThat(
                inbox.store(
                    new Sms(
                        "first", new Msisdn("6281200010001"), "2757", status, Optional.empty())))
            .isTrue();
        records.execute(
            "UPDATE inbox SET status = ? WHERE id = (SELECT max(id) FROM inbox)", status);
      }
    }
    records.pass(InboxAges.DONE_KEPT.minusSeconds(1));
    assertThat(run()).isZero();
    records.pass(Duration.ofSeconds(1));
    assertThat(run()).isEqualTo(1);
    assertThat(records.count("inbox WHERE status = 'done'")).isZero();
    records.pass(InboxAges.UNHANDLED_KEPT.minus(InboxAges.DONE_KEPT).minusSeconds(1));
    assertThat(run()).isZero();
    records.pass(Duration.ofSeconds(1));
    assertThat(run()).isEqualTo(2);
    assertThat(records.row("SELECT status FROM inbox"))
        .as("what is not handled stays")
        .containsEntry("status", "received");
  }
}
