package id.gerbang.server.turn;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.Surface;
import id.gerbang.engine.Walk;
import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Reply;
import id.gerbang.server.crypt.Keyset;
import id.gerbang.server.crypt.TinkVault;
import id.gerbang.server.session.Conversations;
import id.gerbang.server.session.Stand;
import id.gerbang.server.subscriber.Msisdn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A turn whose book is not in memory, and then cannot be fetched. */
class BooksAwayTest {
  private static final String WORDS =
      """
      nav: {back: Kembali, exit: Keluar, next: Lanjut, ok: OK, goodbye: Sampai jumpa}
      resume: {question: "Lanjut {topic}?", go_on: Ya, anew: Baru}
      months: {1: Jan, 2: Feb, 3: Mar, 4: Apr, 5: Mei, 6: Jun, 7: Jul, 8: Agu, 9: Sep, 10: Okt, 11: Nov, 12: Des}
      mistakes:
        menu: Pilih 1-{last}
        nik: {digits: a, area: a, date: a, serial: a}
        person_name: {empty: a, letters: a, long: a}
        date: {form: a, impossible: a, future: a}
        text: {empty: a, long: a}
        agent_code: {form: a}
        phone: {form: a}
        reference: {form: a}
      main: {a: {_: %s, x: Ya}, c: {_: %s lagi, y: Ya}, b: Selesai}
      """;

  private static FlowBook book(String greeting) {
    Map<String, String> sources =
        Map.of(
            "main.yaml",
            "flow: main\nstart: a\nsteps:\n  a: {menu: [{x: c}]}\n  c: {menu: [{y: b}]}\n"
                + "  b: {end: true}\n",
            "messages/id.yaml",
            WORDS.formatted(greeting, greeting));
    return switch (FlowBook.load(sources, new ActionCatalog(Map.of(), Map.of()))) {
      case FlowBook.Loaded.Good(FlowBook book) -> book;
      case FlowBook.Loaded.Bad(var problems) -> throw new AssertionError(problems);
    };
  }

  /** One subscriber's conversation, in memory. */
  private static final class Kept implements Conversations {
    private byte[] state = {};
    private long sequence;
    private final List<Stand> stands = new ArrayList<>();
    private int released;

    @Override
    public CompletionStage<Begun> begin(byte[] subscriber, byte[] messageId, String lease) {
      return CompletableFuture.completedFuture(new Begun.Ready(sequence, state));
    }

    @Override
    public CompletionStage<Committed> commit(
        byte[] subscriber,
        String lease,
        long expectedSequence,
        byte[] newState,
        byte[] messageId,
        byte[] reply,
        Stand stand) {
      state = newState;
      sequence++;
      stands.add(stand);
      return CompletableFuture.completedFuture(new Committed.Kept());
    }

    @Override
    public CompletionStage<Void> release(byte[] subscriber, String lease) {
      released++;
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Books where what is not live has to be fetched by hand. */
  private static final class Shelf implements Books {
    private FlowBook live = book("Halo");
    private CompletableFuture<Optional<FlowBook>> fetched = new CompletableFuture<>();

    @Override
    public FlowBook current() {
      return live;
    }

    @Override
    public CompletionStage<Optional<FlowBook>> byHash(String hash) {
      return hash.equals(live.hash())
          ? CompletableFuture.completedFuture(Optional.of(live))
          : fetched;
    }
  }

  private final Kept kept = new Kept();
  private final Shelf books = new Shelf();
  private final AtomicInteger ids = new AtomicInteger();
  private final TurnPipeline turns =
      new TurnPipeline(
          kept,
          new TinkVault(Keyset.generate()),
          books,
          Map.of(),
          Runnable::run,
          Runnable::run,
          () -> Instant.parse("2026-05-04T01:00:00Z"),
          () -> "turn" + ids.incrementAndGet(),
          ZoneId.of("Asia/Makassar"),
          new TurnMeters(new SimpleMeterRegistry()),
          Walk.UNSEEN,
          new OpenDialogues(
              kept, new TinkVault(Keyset.generate()), (_, _, _, _) -> {}, Runnable::run));

  private CompletableFuture<Reply> take(Inbound.Event event) {
    return turns
        .take(
            new Inbound(Channel.USSD, Surface.USSD, new Msisdn("6281200006999"), event, "call", ""))
        .toCompletableFuture();
  }

  @Test
  void theTurnWaitsWithoutAThreadAndTheConversationIsNotLost() {
    FlowBook first = books.live;
    assertThat(take(new Inbound.Event.Started()).join().text()).startsWith("Halo");
    assertThat(kept.stands).containsExactly(Stand.in(first.hash(), "main.a"));
    books.live = book("Salam");

    CompletableFuture<Reply> waiting = take(new Inbound.Event.Typed("1"));
    assertThat(waiting).isNotDone();
    books.fetched.completeExceptionally(new Books.Away("PostgreSQL is away", null));
    assertThat(waiting.join()).isEqualTo(FixedScreens.TRY_AGAIN);
    assertThat(kept.sequence).as("nothing was changed").isEqualTo(1);
    assertThat(kept.released).isEqualTo(1);

    books.fetched = new CompletableFuture<>();
    CompletableFuture<Reply> again = take(new Inbound.Event.Typed("1"));
    assertThat(again).isNotDone();
    books.fetched.complete(Optional.of(first));
    assertThat(again.join().text()).startsWith("Halo lagi");
    assertThat(kept.stands.getLast()).isEqualTo(Stand.in(first.hash(), "main.c"));
  }

  @Test
  void onlyABookThatIsGoneForSureMakesItBeginAnew() {
    take(new Inbound.Event.Started()).join();
    books.live = book("Salam");
    books.fetched.complete(Optional.empty());
    assertThat(take(new Inbound.Event.Typed("1")).join().text()).startsWith("Salam");
  }
}
