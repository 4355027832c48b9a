package id.gerbang.server.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.consent.HeldData;
import id.gerbang.server.inbox.ChatInbox.Arrived;
import id.gerbang.server.inbox.PostgresChatInbox;
import id.gerbang.server.subscriber.ChatLinks.Chat;
import id.gerbang.server.subscriber.ChatLinks.Whose;
import id.gerbang.server.testing.TestRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** docs/adr/0007: what a link is worth, and for how long. */
class ChatLinksIT {
  private static final Msisdn PHONE = new Msisdn("6281200010001");
  private static final Msisdn OTHER = new Msisdn("6281200010002");
  private static final Chat CHAT = new Chat("telegram", "bot", "52000001");
  private static final Chat NEWER = new Chat("telegram", "bot", "52000002");

  private final TestRecords records = new TestRecords();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final PostgresChatLinks links =
      new PostgresChatLinks(
          records.jdbi,
          records.vault,
          (_, phone, language, _) -> told.add(phone.digits() + " " + language));

  private Whose whose(Chat chat) {
    return links.whose(chat, records.instant());
  }

  private Optional<Chat> link(Chat chat, Msisdn phone) {
    return links.link(chat, phone, records.instant());
  }

  @Test
  void theNewerChatWinsAndTheOlderIsNamed() {
    assertThat(whose(CHAT)).isEqualTo(new Whose.Nobody());
    assertThat(link(CHAT, PHONE)).isEmpty();
    assertThat(link(CHAT, PHONE)).as("again").isEmpty();
    assertThat(link(NEWER, PHONE)).contains(CHAT);
    assertThat(whose(CHAT)).isEqualTo(new Whose.Nobody());
    assertThat(whose(NEWER)).isEqualTo(new Whose.Phone(PHONE));
    assertThat(link(NEWER, OTHER)).as("its number changed").isEmpty();
    assertThat(whose(NEWER)).isEqualTo(new Whose.Phone(OTHER));
    assertThat(link(new Chat("telegram", "second", "52000001"), OTHER))
        .as("another bot has its own links")
        .isEmpty();
    assertThat(records.count("audit WHERE what = 'chat.linked'")).isEqualTo(5);
  }

  @Test
  void thePhoneIsToldOfANewLinkByAnotherWayOnceAnHour() {
    link(CHAT, PHONE);
    link(CHAT, PHONE);
    assertThat(told).containsExactly("6281200010001 id");
    link(NEWER, PHONE);
    assertThat(told).as("within the hour").hasSize(1);
    records.pass(Duration.ofHours(1));
    new Subscribers(records.jdbi, records.vault).speaks(PHONE, "jv", records.instant());
    link(CHAT, PHONE);
    assertThat(told).containsExactly("6281200010001 id", "6281200010001 jv");
    link(CHAT, PHONE);
    records.pass(Duration.ofHours(1));
    link(CHAT, PHONE);
    assertThat(told).as("nothing new").hasSize(2);
  }

  @Test
  void manyChatsOfOnePhoneAtOnceEndWithOneLink() {
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Optional<Chat>>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Chat chat = new Chat("telegram", "bot", "chat" + i);
        all.add(CompletableFuture.supplyAsync(() -> link(chat, PHONE), people));
      }
      assertThat(all.stream().map(CompletableFuture::join).filter(Optional::isPresent)).hasSize(7);
    }
    assertThat(records.count("chat_link")).isEqualTo(1);
  }

  @Test
  void anUnusedLinkMustBeProvenAgainAndAUsedOneAfterAYear() {
    link(CHAT, PHONE);
    records.pass(ChatLinks.UNUSED.minusHours(2));
    assertThat(whose(CHAT)).isEqualTo(new Whose.Phone(PHONE));
    records.pass(ChatLinks.UNUSED);
    assertThat(whose(CHAT)).isEqualTo(new Whose.Expired());
    assertThat(links.isLinked(PHONE, "telegram", records.instant())).isFalse();
    link(CHAT, PHONE);
    for (int week = 0; week < 52; week++) {
      records.pass(Duration.ofDays(7));
      assertThat(whose(CHAT)).isEqualTo(new Whose.Phone(PHONE));
    }
    records.pass(Duration.ofDays(7));
    assertThat(whose(CHAT)).isEqualTo(new Whose.Expired());
    records.pass(ChatLinks.UNUSED.multipliedBy(2));
    assertThat(links.runDue(records.instant()))
        .as("the link, and that its phone was told")
        .isEqualTo(2);
    assertThat(whose(CHAT)).isEqualTo(new Whose.Nobody());
  }

  @Test
  void aPhoneUnlinksAllItsChatsOfAChannel() {
    link(CHAT, PHONE);
    Chat second = new Chat("telegram", "second", "52000001");
    link(second, PHONE);
    link(NEWER, OTHER);
    assertThat(links.isLinked(PHONE, "telegram", records.instant())).isTrue();
    assertThat(links.unlinkAll(PHONE, "telegram", records.instant()))
        .containsExactlyInAnyOrder(CHAT, second);
    assertThat(links.isLinked(PHONE, "telegram", records.instant())).isFalse();
    assertThat(links.unlinkAll(PHONE, "telegram", records.instant())).isEmpty();
    assertThat(links.unlink(NEWER, records.instant())).isTrue();
    assertThat(links.unlink(NEWER, records.instant())).isFalse();
  }

  @Test
  void blockingKeepsTheLinkAndWritingAgainUnblocks() {
    link(CHAT, PHONE);
    links.block(CHAT, true);
    assertThat(links.isBlocked(CHAT)).isTrue();
    assertThat(whose(CHAT)).isEqualTo(new Whose.Phone(PHONE));
    assertThat(links.isBlocked(CHAT)).isFalse();
    assertThat(links.isBlocked(NEWER)).isFalse();
  }

  @Test
  void whatIsToldSeldomIsToldSeldom() {
    Duration day = Duration.ofDays(1);
    assertThat(links.mayTell(CHAT, day, records.instant())).isTrue();
    records.pass(day.minusSeconds(1));
    assertThat(links.mayTell(CHAT, day, records.instant())).isFalse();
    records.pass(Duration.ofSeconds(1));
    assertThat(links.mayTell(CHAT, day, records.instant())).isTrue();
    records.pass(Duration.ofDays(8));
    assertThat(links.runDue(records.instant())).isEqualTo(1);
  }

  @Test
  void nothingIsInClearAndItsOwnerIsToldAllAndItGoesWithThem() {
    link(CHAT, PHONE);
    link(NEWER, OTHER);
    try (PostgresChatInbox inbox = new PostgresChatInbox(records.jdbi, records.vault, records)) {
      assertThat(inbox.store(List.of(new Arrived("telegram", "bot", "1", "52000001", "Wayan"))))
          .isTrue();
    }
    records
        .row("SELECT * FROM chat_link WHERE linked_at IS NOT NULL LIMIT 1")
        .forEach(
            (column, value) -> {
              String text =
                  value instanceof byte[] bytes ? new String(bytes) : String.valueOf(value);
              assertThat(text).as(column).doesNotContain("52000001").doesNotContain("62812");
            });
    Map<String, Object> held =
        new HeldData(records.jdbi, records.vault).of(PHONE, "operator", records.instant());
    assertThat(held.get("chats").toString()).contains("chat=52000001", "blocked=false");
    assertThat(held.get("messagesFromChats").toString()).contains("body=Wayan");
    records.jdbi.useTransaction(
        tx -> ChatLinks.erase(tx, records.vault.lookup("phone", PHONE.digits())));
    assertThat(records.count("chat_update")).isZero();
    assertThat(whose(CHAT)).isEqualTo(new Whose.Nobody());
    assertThat(whose(NEWER)).isEqualTo(new Whose.Phone(OTHER));
  }
}
