package id.gerbang.server.channel.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.gerbang.server.inbox.ChatInbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches one bot's updates by long polling. The offset goes on only behind what is stored: an
 * update that was confirmed to Telegram is never lost here.
 *
 * <pre>
 *   deleteWebhook ──► getUpdates(offset) ──► store ──► offset behind the last ──┐
 *                        ▲    │ anything goes wrong: back off, the same offset  │
 *                        └────┴─────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Threads: one virtual thread; nothing that is thrown ends it but {@link #close}.
 */
final class Poller implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Poller.class);

  /** What the server waits for an update: Telegram's own advice is long, and 50 s is its most. */
  private static final Duration LONG = Duration.ofSeconds(50);

  private static final Duration MARGIN = Duration.ofSeconds(10);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
  private static final long FIRST_BACK_OFF = 500;
  private static final long LONGEST_BACK_OFF = 30_000;

  /** A server that answers "nothing" at once is not asked a thousand times a second. */
  private static final Duration QUICK = Duration.ofMillis(200);

  /** After a week without updates Telegram may begin at any number again (Bot API: Update). */
  private static final Duration NUMBERS_KNOWN = Duration.ofDays(6);

  private final Bot bot;
  private final BotApi api;
  private final Updates updates;
  private final ChatInbox inbox;
  private final RandomGenerator random;
  private Thread thread;
  private volatile boolean closed;

  // of the polling thread
  private long offset;
  private long heard = System.nanoTime();
  private long backOff = FIRST_BACK_OFF;
  private boolean ready;

  Poller(Bot bot, BotApi api, Updates updates, ChatInbox inbox, RandomGenerator random) {
    this.bot = bot;
    this.api = api;
    this.updates = updates;
    this.inbox = inbox;
    this.random = random;
  }

  void start() {
    thread = Thread.ofVirtual().name("telegram-" + bot.name()).start(this::run);
  }

  private void run() {
    while (!closed) {
      try {
        if (ready) {
          poll();
        } else {
          ready = went(api.call("deleteWebhook", BotApi.fields(), ANSWER_WITHIN));
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) { // whatever it is, people go on writing
        log.error("bot={} a bug met the poller", bot.name(), e);
        pause();
      }
    }
  }

  private void poll() throws InterruptedException {
    long started = System.nanoTime();
    ObjectNode fields = BotApi.fields().put("timeout", LONG.toSeconds()).put("limit", 100);
    if (offset != 0 && started - heard < NUMBERS_KNOWN.toNanos()) {
      fields.put("offset", offset);
    }
    fields.putArray("allowed_updates").add("message").add("callback_query").add("my_chat_member");
    BotAnswer answer = api.call("getUpdates", fields, LONG.plus(MARGIN));
    if (closed || !went(answer) || !(answer instanceof BotAnswer.Ok(JsonNode result))) {
      return;
    }
    if (!result.isEmpty()) {
      store(result);
    } else if (System.nanoTime() - started < QUICK.toNanos()) {
      Thread.sleep(QUICK);
    }
  }

  private void store(JsonNode result) throws InterruptedException {
    List<ChatInbox.Arrived> arrived = new ArrayList<>();
    long last = 0;
    for (JsonNode update : result) {
      last = Math.max(last, update.path("update_id").asLong());
      updates.read(update).ifPresent(arrived::add);
    }
    if (inbox.store(arrived)) {
      offset = last + 1;
      heard = System.nanoTime();
    } else {
      backOff();
    }
  }

  /** Whether it went well; otherwise it was told and waited for. */
  private boolean went(BotAnswer answer) throws InterruptedException {
    switch (answer) {
      case BotAnswer.Ok _ -> {
        backOff = FIRST_BACK_OFF;
        return true;
      }
      case BotAnswer.TooMany(Duration after) -> Thread.sleep(after);
      case BotAnswer.Away(String why) -> {
        log.warn("bot={} the Bot API server is away: {}", bot.name(), why);
        backOff();
      }
      case BotAnswer.Refused no -> {
        refused(no);
        backOff();
      }
    }
    return false;
  }

  private void refused(BotAnswer.Refused no) {
    switch (no.code()) {
      case 401, 404 -> {
        log.error(
            "bot={} the Bot API server does not know the token ({}); ask BotFather for it",
            bot.name(),
            no.code());
        backOff = LONGEST_BACK_OFF;
      }
      case 409 -> {
        log.warn(
            "bot={} another process polls this bot, or its webhook is set (409); with several nodes"
                + " use a webhook",
            bot.name());
        ready = false;
      }
      default -> log.warn("bot={} getUpdates was refused with {}", bot.name(), no.code());
    }
  }

  private void backOff() throws InterruptedException {
    Thread.sleep(backOff / 2 + random.nextLong(backOff / 2 + 1));
    backOff = Math.min(LONGEST_BACK_OFF, backOff * 2);
  }

  private void pause() {
    try {
      backOff();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
