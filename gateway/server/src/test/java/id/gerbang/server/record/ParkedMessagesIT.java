package id.gerbang.server.record;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.record.ParkedMessages.Kind;
import id.gerbang.server.record.ParkedMessages.Parked;
import id.gerbang.server.testing.TestRecords;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ParkedMessagesIT {
  private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");

  private final TestRecords records = new TestRecords();
  private final ParkedMessages parked = new ParkedMessages(records.jdbi);

  private void sms(String status, int tries, String why) {
    records.execute(
        "INSERT INTO inbox (link, from_sealed, from_lookup, text_sealed, reference, total, number,"
            + " received_at, status, tries, why) VALUES ('first', 'a', 'b', 'c', 0, 1, 1, ?, ?, ?,"
            + " ?)",
        NOW.minusSeconds(60),
        status,
        tries,
        why);
  }

  @Test
  void oneOrAllComeBackWithTheirLineOfTheAuditAndTheRestStays() {
    sms("parked", 3, "a bug");
    sms("parked", 3, "its seal does not open");
    sms("done", 1, null);
    List<Parked> all = parked.list(Kind.INBOX, OptionalLong.empty());
    assertThat(all).extracting(Parked::why).containsExactly("a bug", "its seal does not open");

    long first = all.getFirst().id();
    assertThat(parked.replay(Kind.INBOX, OptionalLong.of(first), "operator:ayu", NOW)).hasSize(1);
    assertThat(records.row("SELECT status, tries, why FROM inbox WHERE id = " + first))
        .containsEntry("status", "received")
        .containsEntry("tries", 0)
        .containsEntry("why", null);
    assertThat(records.row("SELECT who, what, about FROM audit"))
        .containsEntry("who", "operator:ayu")
        .containsEntry("what", "inbox.replayed")
        .containsEntry("about", "inbox:" + first);
    assertThat(parked.replay(Kind.INBOX, OptionalLong.of(first), "operator:ayu", NOW)).isEmpty();
    assertThat(parked.replay(Kind.INBOX, OptionalLong.empty(), "operator:ayu", NOW)).hasSize(1);
    assertThat(records.count("inbox WHERE status = 'done'")).isEqualTo(1);
    assertThat(records.count("audit")).isEqualTo(2);
  }

  @Test
  void whatWasToBeSentAndWhatChatsSaidComeBackAsWell() {
    records.execute(
        "INSERT INTO outbox (link, to_sealed, to_lookup, text_sealed, about, created_at, due_at,"
            + " status, why) VALUES ('first', 'a', 'b', 'c', 'notice', ?, ?, 'parked', 'x')",
        NOW,
        NOW);
    records.execute(
        "INSERT INTO chat_update (channel, account, update_lookup, chat_lookup, body_sealed,"
            + " received_at, status, tries, failures, due_at, why) VALUES ('telegram', 'bot', 'a',"
            + " 'b', 'c', ?, 'parked', 9, 3, ?, 'x')",
        NOW,
        NOW);
    Instant later = NOW.plusSeconds(3_600);
    assertThat(parked.replay(Kind.OUTBOX, OptionalLong.empty(), "operator:ayu", later)).hasSize(1);
    assertThat(parked.replay(Kind.CHAT, OptionalLong.empty(), "operator:ayu", later)).hasSize(1);
    assertThat(records.count("outbox WHERE status = 'due' AND due_at > '2026-11-21T03:30:00Z'"))
        .isEqualTo(1);
    assertThat(records.count("chat_update WHERE status = 'received' AND failures = 0"))
        .isEqualTo(1);
  }
}
