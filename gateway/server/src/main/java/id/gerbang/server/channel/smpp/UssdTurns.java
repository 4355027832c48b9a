package id.gerbang.server.channel.smpp;

import id.gerbang.engine.Surface;
import id.gerbang.engine.text.Gsm7;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Reply;
import id.gerbang.server.channel.Turns;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dialogues of a link. {@link #accept} only hands over and returns (submitting on jsmpp's threads
 * starves its responses); the turn and its screen run on virtual threads, at most {@link #MOST} at
 * once. What is lost with the process between the acknowledgement and the screen is a key press
 * that the subscriber repeats.
 */
final class UssdTurns {
  /**
   * Ten seconds of 400 turns a second, when everything behind us hangs; beyond it the carrier hears
   * "queue full".
   */
  static final int MOST = 4_000;

  private static final Logger LOG = LoggerFactory.getLogger(UssdTurns.class);
  private final String link;
  private final Dialect dialect;
  private final Turns turns;
  private final SubmitWindow window;
  private final SmppMeters meters;
  private final ExecutorService threads;
  private final Semaphore room = new Semaphore(MOST);
  private volatile boolean draining;

  UssdTurns(
      String link,
      Dialect dialect,
      Turns turns,
      SubmitWindow window,
      SmppMeters meters,
      ExecutorService threads) {
    this.link = link;
    this.dialect = dialect;
    this.turns = turns;
    this.window = window;
    this.meters = meters;
    this.threads = threads;
  }

  /** Takes a message of a dialogue; the status to answer it with. Never blocks. */
  int accept(Delivered message) {
    Dialect.Heard heard = dialect.hear(message);
    if (heard instanceof Dialect.Heard.Strange strange) {
      meters.received("ussd", "strange");
      return strange.status();
    }
    Optional<Msisdn> from = Msisdn.parse(message.source().value());
    if (from.isEmpty()) {
      meters.received("ussd", "no_phone");
      return CommandStatus.INVALID_SOURCE;
    }
    if (draining || !room.tryAcquire()) {
      meters.received("ussd", "full");
      return CommandStatus.QUEUE_FULL;
    }
    try {
      threads.execute(() -> take(message, inbound(heard, from.get(), message)));
    } catch (RejectedExecutionException e) { // closing
      room.release();
      return CommandStatus.QUEUE_FULL;
    }
    meters.received("ussd", "taken");
    return CommandStatus.OK;
  }

  /** Takes nothing new, and waits at most {@code patience} for the screens of what was taken. */
  void drain(Duration patience) throws InterruptedException {
    draining = true;
    if (!room.tryAcquire(MOST, patience.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn(
          "SMPP link {} closes with dialogues that wait for a screen; their subscribers dial again",
          link);
    }
  }

  private Inbound inbound(Dialect.Heard heard, Msisdn from, Delivered message) {
    return switch (heard) {
      case Dialect.Heard.Dialled dialled ->
          inbound(from, new Inbound.Event.Started(), dialled.session());
      case Dialect.Heard.Answered answered ->
          inbound(
              from,
              new Inbound.Event.Typed(SmppText.decode(message.dataCoding(), message.payload())),
              answered.session());
      case Dialect.Heard.Closed closed ->
          inbound(from, new Inbound.Event.Dropped(), closed.session());
      case Dialect.Heard.Strange strange -> throw new IllegalStateException("refused before");
    };
  }

  private Inbound inbound(Msisdn from, Inbound.Event event, String session) {
    return new Inbound(
        Channel.USSD,
        Surface.USSD,
        from,
        event,
        session.isEmpty() ? link : link + ":" + session,
        "");
  }

  private void take(Delivered message, Inbound inbound) {
    CompletionStage<Reply> answer;
    try {
      answer = turns.take(inbound);
    } catch (RuntimeException e) { // a bug of ours: its place must not be lost with it
      answer = CompletableFuture.failedFuture(e);
    }
    answer.whenComplete(
        (reply, failure) -> {
          if (failure != null) { // the class only: its message may quote what a person wrote
            LOG.error(
                "A turn on SMPP link {} met a bug of ours ({}); its subscriber sees no screen and"
                    + " dials again",
                link,
                failure.getClass().getName());
          }
          if (reply == null || inbound.event() instanceof Inbound.Event.Dropped) {
            room.release();
            return;
          }
          try {
            threads.execute(() -> show(message, reply));
          } catch (RejectedExecutionException e) { // closing: the dialogue is the carrier's to end
            room.release();
          }
        });
  }

  private void show(Delivered asked, Reply reply) {
    try {
      String text = SmppText.spelledInGsm7(reply.text());
      int coding = Gsm7.encodes(text) ? SmppText.USSD_GSM7 : SmppText.USSD_UCS2;
      window.submit(
          new Submission(
              "ussd",
              asked.serviceType(),
              asked.destination(),
              asked.source(),
              0,
              false,
              coding,
              SmppText.encode(coding, text),
              dialect.answer(asked, reply.ends())));
    } finally {
      room.release();
    }
  }
}
