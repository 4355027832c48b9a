package id.gerbang.server.channel.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.gerbang.engine.Surface;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Inbound.Event;
import id.gerbang.server.channel.Reply;
import id.gerbang.server.channel.Turns;
import id.gerbang.server.channel.Wish;
import id.gerbang.server.inbox.ChatHandler;
import id.gerbang.server.subscriber.ChatLinks;
import id.gerbang.server.subscriber.ChatLinks.Chat;
import id.gerbang.server.subscriber.ChatLinks.Whose;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One bot's chats: an update becomes a turn of the phone that was proven in its chat, and the
 * turn's screen becomes a message with buttons.
 *
 * <pre>
 *   stranger ── shares their own contact ──► linked ── /stop, "Data saya", a newer chat ──► stranger
 *                                              │ ▲
 *                        unused for 90 days ──►│ │── shares again
 *                                              ▼ │
 *                                            expired
 * </pre>
 *
 * <p>A repeat of an update (a node died, Telegram was away) takes no second turn: the pipeline
 * knows its id and answers with the same screen.
 *
 * <p>Threads: safe for any; it blocks. One chat's updates come one at a time ({@link ChatHandler}).
 */
final class TelegramChats implements ChatHandler {
  static final String CHANNEL = Channel.TELEGRAM.label();

  private static final Logger log = LoggerFactory.getLogger(TelegramChats.class);
  private static final Outcome DONE = new Outcome.Done();

  /** A turn ends within 10 s ({@link Turns}). */
  private static final Duration TURN_WITHIN = Duration.ofSeconds(12);

  /** While something of ours is away the same press is tried for so long; then it is said. */
  static final Duration TRIED_FOR = Duration.ofMinutes(2);

  private static final Duration FIRST_AGAIN = Duration.ofSeconds(2);

  /** Who waits longer for an answer than this has left, and a late one would only puzzle. */
  static final Duration SAID_WITHIN = Duration.ofHours(1);

  private static final Duration GROUPS_TOLD = Duration.ofDays(1);
  private static final Duration STRANGERS_TOLD = Duration.ofSeconds(20);
  private static final Pattern NIK = Pattern.compile("(?:[0-9][ .-]?){16}");

  private final Bot bot;
  private final Mouth mouth;
  private final Turns turns;
  private final ChatLinks links;
  private final InstantSource clock;
  private final TelegramMeters meters;

  TelegramChats(
      Bot bot,
      Mouth mouth,
      Turns turns,
      ChatLinks links,
      InstantSource clock,
      TelegramMeters meters) {
    this.bot = bot;
    this.mouth = mouth;
    this.turns = turns;
    this.links = links;
    this.clock = clock;
    this.meters = meters;
  }

  @Override
  public Outcome handle(Update stored) {
    TelegramUpdate update = TelegramUpdate.read(stored.body());
    Instant now = clock.instant();
    Chat chat = new Chat(CHANNEL, bot.name(), Long.toString(update.chat()));
    return switch (update.kind()) {
      case GROUP -> group(chat, update, stored, now);
      case BLOCKED -> {
        links.block(chat, true);
        yield DONE;
      }
      case UNBLOCKED -> {
        links.block(chat, false);
        yield DONE;
      }
      case CONTACT -> contact(chat, update, stored, now);
      case TEXT, PRESSED, OTHER -> spoken(chat, update, stored, now);
    };
  }

  private Outcome group(Chat chat, TelegramUpdate update, Update stored, Instant now) {
    boolean tells = stored.tries() > 0 || links.mayTell(chat, GROUPS_TOLD, now);
    return tells
        ? said(
            mouth.send(update.chat(), ChatWords.PRIVATE_ONLY, null, stored.tries()), stored, chat)
        : DONE;
  }

  /** Only a contact that is its sender's own proves a phone (docs/adr/0007). */
  private Outcome contact(Chat chat, TelegramUpdate update, Update stored, Instant now) {
    if (!update.own()) {
      return strange(chat, update, ChatWords.NOT_YOURS, stored);
    }
    Optional<Msisdn> phone = Msisdn.international(update.text());
    if (phone.isEmpty()) {
      return strange(chat, update, ChatWords.NO_NUMBER, stored);
    }
    Optional<Chat> before = links.link(chat, phone.get(), now);
    before.ifPresent(
        older ->
            mouth.send(Long.parseLong(older.chat()), ChatWords.ELSEWHERE, Keyboard.removed(), 0));
    Said linked = mouth.send(update.chat(), ChatWords.LINKED, Keyboard.removed(), stored.tries());
    return linked instanceof Said.Done
        ? turn(chat, phone.get(), new Event.Started(), update, stored)
        : said(linked, stored, chat);
  }

  private Outcome spoken(Chat chat, TelegramUpdate update, Update stored, Instant now) {
    if (update.kind() == TelegramUpdate.Kind.PRESSED && stored.tries() == 0) {
      mouth.pressed(update.callback());
    }
    if (command(update).equals("/stop")) {
      links.unlink(chat, now);
      return said(
          mouth.send(update.chat(), ChatWords.UNLINKED, Keyboard.removed(), stored.tries()),
          stored,
          chat);
    }
    return switch (links.whose(chat, now)) {
      case Whose.Phone(Msisdn phone) -> turn(chat, phone, event(update), update, stored);
      case Whose.Expired() -> strange(chat, update, ChatWords.PROVE_AGAIN, stored);
      case Whose.Nobody() -> stranger(chat, update, stored, now);
    };
  }

  /** A machine that talks to us is not answered each time. */
  private Outcome stranger(Chat chat, TelegramUpdate update, Update stored, Instant now) {
    boolean asks = command(update).equals("/start") || stored.tries() > 0;
    return asks || links.mayTell(chat, STRANGERS_TOLD, now)
        ? strange(chat, update, ChatWords.WELCOME, stored)
        : DONE;
  }

  private Outcome strange(Chat chat, TelegramUpdate update, String words, Update stored) {
    ObjectNode button = Keyboard.contact();
    return said(mouth.send(update.chat(), words, button, stored.tries()), stored, chat);
  }

  /** {@code /bayar@our_bot now} is {@code /bayar}; empty when it is no command. */
  private static String command(TelegramUpdate update) {
    boolean is = update.kind() == TelegramUpdate.Kind.TEXT && update.text().startsWith("/");
    return is ? update.text().split("[@\\s]", 2)[0].toLowerCase(Locale.ROOT) : "";
  }

  private static Event event(TelegramUpdate update) {
    return switch (update.kind()) {
      case PRESSED -> Keyboard.event(update.text()).orElse(SHOW_AGAIN);
      case TEXT -> typed(update);
      case CONTACT, OTHER, BLOCKED, UNBLOCKED, GROUP -> SHOW_AGAIN;
    };
  }

  /** No screen has this number: it answers nothing, and the screen is shown again. */
  private static final Event SHOW_AGAIN = new Event.Pressed(-1, "");

  private static Event typed(TelegramUpdate update) {
    String command = command(update);
    if (command.isEmpty()) {
      return new Event.Typed(update.text());
    }
    if (command.equals("/start")) {
      return new Event.Started();
    }
    return Wish.of(command.substring(1)).<Event>map(Event.Opened::new).orElse(SHOW_AGAIN);
  }

  private Outcome turn(Chat chat, Msisdn phone, Event event, TelegramUpdate update, Update stored) {
    Inbound inbound =
        new Inbound(Channel.TELEGRAM, Surface.TELEGRAM, phone, event, "", stored.id());
    Reply reply = taken(inbound);
    if (reply.apology() && isYoungerThan(TRIED_FOR, stored)) {
      return new Outcome.Later(FIRST_AGAIN.multipliedBy(1L << Math.min(stored.tries(), 4)));
    }
    if (reply.text().isEmpty()) {
      return DONE;
    }
    Outcome outcome = said(show(event, reply, update, stored), stored, chat);
    if (outcome.equals(DONE) && NIK.matcher(update.text()).find() && event instanceof Event.Typed) {
      mouth.remove(update.chat(), update.message());
    }
    return outcome;
  }

  /**
   * The next screen takes the place of the one whose button was pressed; an older one loses its
   * buttons, and the newer screen is shown below, where the person looks.
   */
  private Said show(Event event, Reply reply, TelegramUpdate update, Update stored) {
    if (update.kind() == TelegramUpdate.Kind.PRESSED && update.message() != 0) {
      boolean follows =
          event instanceof Event.Pressed(long number, _) && reply.number() == number + 1;
      if (follows) {
        return mouth.showIn(update.chat(), update.message(), reply, stored.tries());
      }
      if (stored.tries() == 0) {
        mouth.unbutton(update.chat(), update.message());
      }
    }
    return mouth.show(update.chat(), reply, stored.tries());
  }

  private Reply taken(Inbound inbound) {
    try {
      return turns
          .take(inbound)
          .toCompletableFuture()
          .get(TURN_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted within a turn");
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("a turn broke its promise to end", e);
    }
  }

  private Outcome said(Said said, Update stored, Chat chat) {
    return switch (said) {
      case Said.Done(), Said.Refused() -> DONE;
      case Said.Gone() -> {
        links.block(chat, true);
        yield DONE;
      }
      case Said.Later(Duration after) when isYoungerThan(SAID_WITHIN, stored) ->
          new Outcome.Later(after);
      case Said.Later _ -> {
        meters.said("gave_up");
        log.warn("bot={} an answer was given up after {}", bot.name(), SAID_WITHIN);
        yield DONE;
      }
    };
  }

  private boolean isYoungerThan(Duration age, Update stored) {
    return clock.instant().isBefore(stored.receivedAt().plus(age));
  }
}
