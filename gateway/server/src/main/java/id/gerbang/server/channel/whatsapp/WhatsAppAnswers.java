package id.gerbang.server.channel.whatsapp;

import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Reply;
import id.gerbang.server.channel.Turns;
import id.gerbang.server.channel.whatsapp.WhatsAppMessage.Content;
import id.gerbang.server.inbox.ChatHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * Answers what people write, one message of the inbox at a time:
 *
 * <pre>
 *   message ─ turn ─┬─ something of ours is away ─► later, {@link #MOST_APOLOGIES} times; then said
 *                   └─ screen ─┬─ within 24 h ─► sent ─┬─ taken ──────────────► done
 *                              │                       ├─ refused for good ───► done, counted
 *                              │                       ├─ not now ────────────► later
 *                              │                       └─ the window closed ─┐
 *                              └─ later than 24 h ─────────────────────────► template ─► done
 * </pre>
 *
 * <p>The message is done only after its answer left. A node that dies in between, or an answer of
 * Meta's that got lost, sends the same screen once more: the turn knows the message's id and gives
 * the same reply. Nothing is done twice. (Where the person went on by another channel meanwhile,
 * the repeat shows the newer screen instead.)
 *
 * <p>Threads: called by the inbox, for one chat never twice at a time; it blocks.
 */
public final class WhatsAppAnswers implements ChatHandler {
  /** Meta's customer service window: later, only a template may be sent. */
  static final Duration WINDOW = Duration.ofHours(24);

  /** Some two minutes, as {@link #wait} goes: longer than a store needs to change its master. */
  static final int MOST_APOLOGIES = 6;

  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);

  /** An answer that waited longer than this between two tries comes as a surprise. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  /** Several pictures at once are one thing to say that we read words only. */
  private static final Duration BETWEEN_HINTS = Duration.ofMinutes(10);

  /** In Indonesian, because nothing knows the person's language where no menu answers. */
  static final String WORDS_ONLY =
      "Maaf, kami hanya bisa membaca tulisan. Silakan ketik jawaban Anda atau pilih dari menu.";

  private final Turns turns;
  private final BiFunction<Sender, JsonObject, CompletionStage<Sent>> api;
  private final Optional<Template> template;
  private final String elsewhere;
  private final InstantSource clock;
  private final WhatsAppMeters meters;
  private final Seldom hints = new Seldom(BETWEEN_HINTS);
  private final Seldom templates = new Seldom(WINDOW);
  private final Unseen unseen = new Unseen();

  /**
   * A message that Meta approved for the time outside the window; without variables.
   *
   * @param language as it was approved, {@code id}
   */
  public record Template(String name, String language) {}

  /**
   * @param template empty when none is approved: nothing is sent outside the window
   * @param serviceCode what somebody dials whose phone WhatsApp hides
   * @param smsNumber whom they may write to
   */
  public WhatsAppAnswers(
      Turns turns,
      CloudApi api,
      Optional<Template> template,
      String serviceCode,
      String smsNumber,
      InstantSource clock,
      MeterRegistry registry) {
    this(turns, api::send, template, serviceCode, smsNumber, clock, registry);
  }

  WhatsAppAnswers(
      Turns turns,
      BiFunction<Sender, JsonObject, CompletionStage<Sent>> api,
      Optional<Template> template,
      String serviceCode,
      String smsNumber,
      InstantSource clock,
      MeterRegistry registry) {
    this.turns = turns;
    this.api = api;
    this.template = template;
    this.elsewhere =
        "Maaf, WhatsApp menyembunyikan nomor HP Anda, jadi kami tidak bisa melayani Anda di sini."
            + " Dari HP Anda, tekan "
            + serviceCode
            + " atau kirim SMS MENU ke "
            + smsNumber
            + ".";
    this.clock = clock;
    this.meters = new WhatsAppMeters(registry);
  }

  @Override
  public Outcome handle(Update update) {
    return WhatsAppMessage.ofJson(update.body())
        .map(message -> answer(message, update.tries()))
        .orElseThrow(() -> new IllegalStateException("the inbox holds no message of ours"));
  }

  private Outcome answer(WhatsAppMessage message, int tries) {
    return switch (message.sender()) {
      case Sender.Hidden _ -> hidden(message, tries);
      case Sender.Known(var phone) ->
          unseen
              .instead(message)
              .inbound(phone)
              .map(inbound -> converse(message, inbound, tries))
              .orElseGet(() -> outsideWindow(message.sender(), tries));
    };
  }

  private Outcome hidden(WhatsAppMessage message, int tries) {
    if (message.content() instanceof Content.WindowClosed
        || !hints.may(message.sender().chat(), clock.instant())) {
      return new Outcome.Done();
    }
    if (send(message.sender(), ScreenMessage.text(elsewhere)) instanceof Sent.Later later) {
      return later(later.after(), tries);
    }
    hints.said(message.sender().chat(), clock.instant());
    return new Outcome.Done();
  }

  private Outcome converse(WhatsAppMessage message, Inbound inbound, int tries) {
    String chat = message.sender().chat();
    boolean hint = message.content() instanceof Content.Unreadable;
    if (hint && !hints.may(chat, clock.instant())) {
      return new Outcome.Done();
    }
    Reply reply = turns.take(inbound).toCompletableFuture().join();
    if (reply.apology() && tries < MOST_APOLOGIES) {
      return later(Duration.ZERO, tries);
    }
    if (reply.text().isEmpty()) {
      return new Outcome.Done();
    }
    if (!clock.instant().isBefore(message.at().plus(WINDOW))) {
      return outsideWindow(message.sender(), tries);
    }
    Sent sent = send(message.sender(), ScreenMessage.of(hint ? hinted(reply) : reply));
    return switch (sent) {
      case Sent.Taken(_) -> {
        unseen.seen(chat);
        if (hint) {
          hints.said(chat, clock.instant());
        }
        yield new Outcome.Done();
      }
      case Sent.Refused(_) -> new Outcome.Done();
      case Sent.Later(_, Duration after) -> later(after, tries);
      case Sent.WindowClosed() -> outsideWindow(message.sender(), tries);
    };
  }

  private static Reply hinted(Reply reply) {
    return new Reply(
        WORDS_ONLY + "\n\n" + reply.text(),
        (WORDS_ONLY + "\n\n" + reply.body()).strip(),
        reply.choices(),
        reply.ends(),
        reply.number(),
        reply.apology());
  }

  /** The person has an answer that may not be sent: a template asks them to write to us. */
  private Outcome outsideWindow(Sender to, int tries) {
    Instant now = clock.instant();
    unseen.add(to.chat());
    if (template.isEmpty()) {
      meters.template(WhatsAppMeters.Template.ABSENT);
      return new Outcome.Done();
    }
    if (!templates.may(to.chat(), now)) {
      meters.template(WhatsAppMeters.Template.RECENT);
      return new Outcome.Done();
    }
    Sent sent = send(to, ScreenMessage.template(template.get().name(), template.get().language()));
    return switch (sent) {
      case Sent.Taken(_) -> {
        templates.said(to.chat(), now);
        meters.template(WhatsAppMeters.Template.SENT);
        yield new Outcome.Done();
      }
      case Sent.Refused(_), Sent.WindowClosed() -> new Outcome.Done();
      case Sent.Later(_, Duration after) -> later(after, tries);
    };
  }

  private Sent send(Sender to, JsonObject message) {
    return api.apply(to, message).toCompletableFuture().join();
  }

  /** Waits that double with each try, and at least what Meta asks for. */
  private static Outcome later(Duration atLeast, int tries) {
    Duration wait = wait(tries);
    return new Outcome.Later(wait.compareTo(atLeast) > 0 ? wait : atLeast);
  }

  static Duration wait(int tries) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(tries, 20));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
