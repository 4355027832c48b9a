package id.gerbang.server.turn;

import id.gerbang.engine.Conversation;
import id.gerbang.engine.ConversationCodec;
import id.gerbang.engine.Engine;
import id.gerbang.engine.Input;
import id.gerbang.engine.Moving;
import id.gerbang.engine.Progress;
import id.gerbang.engine.Screen;
import id.gerbang.engine.Situation;
import id.gerbang.engine.Walk;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.action.Action;
import id.gerbang.server.action.Caller;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Reply;
import id.gerbang.server.channel.Turns;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.session.Conversations;
import id.gerbang.server.session.Conversations.Begun;
import id.gerbang.server.session.Conversations.Committed;
import id.gerbang.server.session.Stand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn of one subscriber, from what a channel read to what it shows:
 *
 * <pre>
 *   inbound ─ begin (Redis) ─┬─ repeat ────────────────────────────────► the same reply
 *                            ├─ limited ───────────────────────────────► a polite screen
 *                            ├─ busy ── wait, begin again …
 *                            └─ ready ─ engine ⇄ actions ─ commit (Redis) ─┬─ kept ──────► the screen
 *                                                                          └─ overtaken ─► the newer screen
 * </pre>
 *
 * <p>Threads: a turn runs on whichever thread completes Redis' answer (an event loop); an action
 * that must block does so on a virtual thread, and the turn goes on by an event loop. No state is
 * kept here; everything is in the turn or in Redis. Bugs are caught once, in {@link #take}.
 */
public final class TurnPipeline implements Turns {
  private static final Logger log = LoggerFactory.getLogger(TurnPipeline.class);

  /** A menu that needs more actions than this for one screen is a loop. */
  private static final int MOST_ACTIONS = 16;

  /**
   * How long a second input waits for the first to end before it gives up: less than a carrier's 10
   * s.
   */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(60);

  /** The contract of {@link Turns}: within 10 s, so that a carrier's 15 s are never reached. */
  private static final Duration LONGEST_TURN = Duration.ofSeconds(9);

  private final Conversations conversations;
  private final Vault vault;
  private final Books books;
  private final Map<String, Action> actions;
  private final Executor blocking;
  private final Executor turns;
  private final InstantSource clock;
  private final Supplier<String> ids;
  private final ZoneId zone;
  private final TurnMeters meters;
  private final Walk walk;
  private final OpenDialogues dialogues;

  /**
   * @param actions what menus may do, by name
   * @param blocking where actions that block run; a virtual thread for each
   * @param turns where a turn goes on after such an action: an event loop, whose threads keep what
   *     a cipher needs to draw at random
   * @param ids fresh random ids of at most 40 characters
   * @param zone the branch's time zone
   * @param walk is told where conversations go
   * @param dialogues is told what is left open on USSD
   */
  public TurnPipeline(
      Conversations conversations,
      Vault vault,
      Books books,
      Map<String, Action> actions,
      Executor blocking,
      Executor turns,
      InstantSource clock,
      Supplier<String> ids,
      ZoneId zone,
      TurnMeters meters,
      Walk walk,
      OpenDialogues dialogues) {
    this.walk = walk;
    this.dialogues = dialogues;
    this.conversations = conversations;
    this.vault = vault;
    this.books = books;
    this.actions = Map.copyOf(actions);
    this.blocking = blocking;
    this.turns = turns;
    this.clock = clock;
    this.ids = ids;
    this.zone = zone;
    this.meters = meters;
  }

  @Override
  public CompletionStage<Reply> take(Inbound inbound) {
    if (inbound.event() instanceof Inbound.Event.Dropped) {
      meters.dropped(inbound.channel());
      dialogues.dropped(inbound.from(), clock.instant());
      return CompletableFuture.completedFuture(
          Reply.NOTHING); // the conversation waits for the next dial
    }
    long started = System.nanoTime();
    Turn turn = new Turn(inbound);
    return turn.run()
        .exceptionally(failure -> turn.failed(failure))
        .whenComplete((reply, none) -> meters.took(inbound.channel(), System.nanoTime() - started));
  }

  /** One turn. Confined: each stage runs after the one before. */
  private final class Turn {
    private final Inbound inbound;
    private final String id = ids.get();
    private final byte[] subscriber;
    private final byte[] messageId;
    private final long deadline;

    Turn(Inbound inbound) {
      this.inbound = inbound;
      this.subscriber = vault.lookup("phone", inbound.from().digits());
      this.messageId =
          inbound.messageId().isEmpty()
              ? new byte[0]
              : vault.lookup("message", inbound.messageId());
      this.deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    }

    CompletionStage<Reply> run() {
      return conversations.begin(subscriber, messageId, id).thenCompose(this::begun);
    }

    private CompletionStage<Reply> begun(Begun begun) {
      return switch (begun) {
        case Begun.Ready ready -> walk(ready);
        case Begun.Repeat repeat -> CompletableFuture.completedFuture(repeated(repeat));
        case Begun.Limited() -> {
          meters.limited(inbound.channel());
          yield CompletableFuture.completedFuture(FixedScreens.TOO_MANY);
        }
        case Begun.Busy() ->
            System.nanoTime() < deadline
                ? CompletableFuture.supplyAsync(this::run, later()).thenCompose(stage -> stage)
                : CompletableFuture.completedFuture(FixedScreens.STILL_WORKING);
      };
    }

    private Executor later() {
      return CompletableFuture.delayedExecutor(
          BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS, blocking);
    }

    private Reply repeated(Begun.Repeat repeat) {
      meters.repeated(inbound.channel());
      return vault
          .open(repeat.reply(), context("reply"))
          .map(SealedReply::read)
          .orElse(FixedScreens.TRY_AGAIN);
    }

    private CompletionStage<Reply> walk(Begun.Ready ready) {
      TurnState before =
          vault
              .open(ready.state(), context("state"))
              .flatMap(TurnState::of)
              .orElse(TurnState.fresh("id"));
      return standing(before)
          .thenCompose(
              standing ->
                  Meaning.of(inbound, before, ready.sequence(), standing, clock.instant())
                      .map(
                          input ->
                              step(standing, before, input)
                                  .thenCompose(last -> close(ready.sequence(), before, last)))
                      .orElseGet(this::nothing));
    }

    private CompletionStage<Reply> nothing() {
      return conversations.release(subscriber, id).thenApply(_ -> Reply.NOTHING);
    }

    private CompletionStage<Progress> step(Standing standing, TurnState before, Input input) {
      Situation situation = situation();
      FlowBook live = books.current();
      return switch (standing) {
        case Standing.New() -> go(live, fresh(live, before), begins(input), situation);
        case Standing.In(FlowBook book, Conversation kept) -> {
          yield book == live
              ? go(book, kept, input, situation)
              : switch (Moving.of(kept, book, live)) {
                case Moving.Moved.Stays() -> go(book, kept, input, situation);
                case Moving.Moved.Goes(Conversation there) -> {
                  meters.moved(inbound.channel());
                  yield arrive(live, there, input, kept.resuming(), situation);
                }
              };
        }
      };
    }

    private CompletionStage<Progress> go(
        FlowBook book, Conversation conversation, Input input, Situation situation) {
      return settle(book, Engine.step(book, conversation, input, situation, walk), situation, 0);
    }

    /** Comes to the step of the live book; who dialled is offered to go on there. */
    private CompletionStage<Progress> arrive(
        FlowBook live, Conversation there, Input input, boolean offered, Situation situation) {
      CompletionStage<Progress> arrived =
          settle(live, Engine.arrive(live, there, input, offered, situation, walk), situation, 0);
      return input instanceof Input.Start
          ? arrived.thenCompose(
              shown ->
                  shown instanceof Progress.Waits
                      ? go(live, shown.conversation(), input, situation)
                      : CompletableFuture.completedFuture(shown))
          : arrived;
    }

    private Situation situation() {
      return new Situation(inbound.surface(), clock.instant(), zone, id);
    }

    private Conversation fresh(FlowBook live, TurnState before) {
      if (before.conversation().length > 0) {
        log.info("turn={} a conversation stood in a book that is gone; it begins anew", id);
      }
      return Engine.fresh(live, before.language());
    }

    private CompletionStage<Standing> standing(TurnState before) {
      return Standing.of(before, books, turns, LONGEST_TURN);
    }

    /** Where nothing is open there is nothing to answer. */
    private static Input begins(Input input) {
      return switch (input) {
        case Input.Open open -> open;
        case Input.Start(), Input.Again(), Input.Answer(_) -> new Input.Start();
      };
    }

    /** Runs the actions that the engine asks for until it shows a screen. */
    private CompletionStage<Progress> settle(
        FlowBook book, Progress progress, Situation situation, int done) {
      Progress now = progress;
      for (int count = done; now instanceof Progress.Needs needs; count++) {
        if (count == MOST_ACTIONS) {
          throw new IllegalStateException(
              "more than "
                  + MOST_ACTIONS
                  + " actions for one screen, at "
                  + needs.request().action());
        }
        Action action = actions.get(needs.request().action());
        if (action instanceof Action.Blocking) {
          int next = count + 1;
          return CompletableFuture.supplyAsync(() -> act(needs, action, situation), blocking)
              .thenComposeAsync(
                  result ->
                      settle(
                          book,
                          Engine.resume(book, needs.conversation(), result, situation, walk),
                          situation,
                          next),
                  turns)
              .orTimeout(LONGEST_TURN.toMillis(), TimeUnit.MILLISECONDS);
        }
        now =
            Engine.resume(
                book, needs.conversation(), act(needs, action, situation), situation, walk);
      }
      return CompletableFuture.completedFuture(now);
    }

    private ActionResult act(Progress.Needs needs, Action action, Situation situation) {
      long started = System.nanoTime();
      ActionResult result =
          action.run(
              needs.request(), new Caller(inbound.from(), inbound.channel(), situation.at()));
      meters.acted(needs.request().action(), result, System.nanoTime() - started);
      return result;
    }

    private CompletionStage<Reply> close(long sequence, TurnState before, Progress last) {
      Reply reply = reply(screen(last), sequence + 1);
      TurnState after = after(before, last);
      byte[] state = vault.seal(after.toBytes(), context("state"));
      byte[] kept =
          messageId.length == 0
              ? new byte[0]
              : vault.seal(SealedReply.write(reply), context("reply"));
      return conversations
          .commit(subscriber, id, sequence, state, messageId, kept, stand(last))
          .thenCompose(
              committed ->
                  switch (committed) {
                    case Committed.Kept() -> {
                      watch(last, reply.number());
                      yield CompletableFuture.completedFuture(reply);
                    }
                    case Committed.Overtaken() -> newerScreen();
                  });
    }

    private void watch(Progress last, long number) {
      Conversation now = last.conversation();
      boolean leavesOpen =
          inbound.channel() == Channel.USSD
              && last instanceof Progress.Waits
              && now.isUnfinished()
              && books.current().reminds(now.topic());
      if (leavesOpen) {
        dialogues.shown(
            inbound.from(),
            number,
            inbound.dialogue(),
            now.topic(),
            now.language(),
            clock.instant());
      } else {
        dialogues.ended(inbound.from());
      }
    }

    private Reply reply(Screen screen, long number) {
      boolean buttons = inbound.surface().kind().hasButtons();
      return new Reply(
          screen.text(),
          buttons ? screen.body() : screen.text(),
          buttons ? screen.choices() : List.of(),
          screen.ends(),
          number,
          false);
    }

    private static Stand stand(Progress last) {
      return last instanceof Progress.Waits(Conversation waiting, _)
          ? Stand.in(
              waiting.book(),
              String.join(">", waiting.places().stream().map(Object::toString).toList()))
          : Stand.NOWHERE;
    }

    private TurnState after(TurnState before, Progress last) {
      byte[] conversation =
          last instanceof Progress.Waits
              ? ConversationCodec.write(last.conversation())
              : new byte[0];
      String language = last.conversation().language();
      String dialogue = inbound.dialogue();
      AccumulatedText.Known typed =
          switch (inbound.event()) {
            case Inbound.Event.Accumulated(String text) ->
                AccumulatedText.after(before, dialogue, text);
            case Inbound.Event.Counted counted ->
                new AccumulatedText.Known(
                    dialogue, CountedStep.reached(before, dialogue, counted), 0);
            case Inbound.Event.Started(),
                Inbound.Event.Typed(_),
                Inbound.Event.Written(_),
                Inbound.Event.Pressed(_, _),
                Inbound.Event.Opened(_),
                Inbound.Event.Dropped() ->
                new AccumulatedText.Known(dialogue, 0, 0);
          };
      return new TurnState(
          language,
          inbound.channel(),
          clock.instant(),
          typed.dialogue(),
          typed.length(),
          typed.hash(),
          conversation);
    }

    private static Screen screen(Progress last) {
      return switch (last) {
        case Progress.Waits(_, Screen screen) -> screen;
        case Progress.Ends(_, Screen screen) -> screen;
        case Progress.Needs needs ->
            throw new IllegalStateException("unsettled: " + needs.request().action());
      };
    }

    /**
     * Somebody else of the same subscriber went on: show where the conversation stands now, change
     * nothing.
     */
    private CompletionStage<Reply> newerScreen() {
      meters.overtaken(inbound.channel());
      return conversations
          .begin(subscriber, new byte[0], id)
          .thenCompose(
              begun ->
                  switch (begun) {
                    case Begun.Ready ready -> {
                      TurnState now =
                          vault
                              .open(ready.state(), context("state"))
                              .flatMap(TurnState::of)
                              .orElse(TurnState.fresh("id"));
                      yield standing(now)
                          .thenApply(standing -> look(standing, now, ready.sequence()))
                          .thenCompose(
                              reply -> conversations.release(subscriber, id).thenApply(_ -> reply));
                    }
                    case Begun.Busy(), Begun.Limited(), Begun.Repeat(_) ->
                        CompletableFuture.completedFuture(FixedScreens.STILL_WORKING);
                  });
    }

    private Reply look(Standing standing, TurnState now, long number) {
      FlowBook live = books.current();
      Progress shown =
          switch (standing) {
            case Standing.New() ->
                Engine.step(live, fresh(live, now), new Input.Start(), situation());
            case Standing.In(FlowBook book, Conversation kept) ->
                Engine.step(book, kept, new Input.Again(), situation());
          };
      return shown instanceof Progress.Waits(_, Screen screen)
          ? reply(screen, number)
          : FixedScreens.STILL_WORKING;
    }

    /** The one place where a failure of a turn ends: something of ours is away, or a bug. */
    Reply failed(Throwable failure) {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      if (cause instanceof Conversations.StoreAway) {
        meters.storeAway(inbound.channel());
        log.warn(
            "turn={} channel={} the conversation store is away: {}",
            id,
            inbound.channel(),
            cause.getMessage());
      } else if (cause instanceof Books.Away) {
        meters.storeAway(inbound.channel());
        log.warn("turn={} {}", id, cause.getMessage());
        conversations.release(subscriber, id);
      } else if (cause instanceof TimeoutException) { // what it waited for may still happen, once
        meters.failed(inbound.channel());
        log.warn("turn={} channel={} took longer than {}", id, inbound.channel(), LONGEST_TURN);
        conversations.release(subscriber, id);
      } else {
        meters.failed(inbound.channel());
        log.error("turn={} channel={} a bug ended this turn", id, inbound.channel(), cause);
        conversations.release(subscriber, id);
      }
      return FixedScreens.TRY_AGAIN;
    }

    /**
     * Binds what is sealed to its subscriber and its place: a state copied to another key does not
     * open.
     */
    private byte[] context(String place) {
      byte[] name = place.getBytes(StandardCharsets.US_ASCII);
      byte[] context = new byte[subscriber.length + name.length];
      System.arraycopy(subscriber, 0, context, 0, subscriber.length);
      System.arraycopy(name, 0, context, subscriber.length, name.length);
      return context;
    }
  }
}
