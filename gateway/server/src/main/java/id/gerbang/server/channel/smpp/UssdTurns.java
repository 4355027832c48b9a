package id.gerbang.server.channel.smpp;

import id.gerbang.engine.Surface;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Reply;
import id.gerbang.server.channel.Turns;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dialogues of a link. {@link #accept} only hands over and returns (submitting on jsmpp's threads
 * starves its responses); the turn and its screen run on virtual threads, at most {@link #MOST} at
 * once, and those of one phone one after the other. What is lost with the process between the
 * acknowledgement and the screen is a key press that the subscriber repeats.
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
  private final String serviceCode;
  private final Turns turns;
  private final SubmitWindow window;
  private final SmppMeters meters;
  private final ExecutorService threads;
  private final PhoneLines lines = new PhoneLines();
  private final Semaphore room = new Semaphore(MOST);
  private volatile boolean draining;

  UssdTurns(
      String link,
      Dialect dialect,
      String serviceCode,
      Turns turns,
      SubmitWindow window,
      SmppMeters meters,
      ExecutorService threads) {
    this.link = link;
    this.dialect = dialect;
    this.serviceCode = serviceCode;
    this.turns = turns;
    this.window = window;
    this.meters = meters;
    this.threads = threads;
    meters.dialogues(() -> MOST - room.availablePermits());
  }

  /** Takes a message of a dialogue; the status to answer it with. Never blocks. */
  int accept(Delivered message) {
    Dialect.Heard heard = dialect.hear(message);
    if (heard instanceof Dialect.Heard.Strange strange) {
      return told("strange", strange.status());
    }
    if (heard instanceof Dialect.Heard.Confirmed) {
      return told("confirmed", CommandStatus.OK);
    }
    Optional<Msisdn> from = Msisdn.parse(message.source().value());
    if (from.isEmpty()) {
      return told("no_phone", CommandStatus.INVALID_SOURCE);
    }
    if (draining || !room.tryAcquire()) {
      return told("full", CommandStatus.QUEUE_FULL);
    }
    PhoneLines.Said said = new PhoneLines.Said(message, heard);
    String taken =
        heard instanceof Dialect.Heard.Closed(_, boolean aborted) && aborted ? "aborted" : "taken";
    return switch (lines.add(from.get().digits(), said)) {
      case NOW -> {
        run(from.get(), said);
        yield told(taken, CommandStatus.OK);
      }
      case LATER -> told(taken, CommandStatus.OK);
      case FULL -> {
        room.release();
        yield told("full", CommandStatus.QUEUE_FULL);
      }
    };
  }

  private int told(String outcome, int status) {
    meters.received("ussd", outcome);
    return status;
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

  private Inbound inbound(Msisdn from, PhoneLines.Said said) {
    return switch (said.heard()) {
      case Dialect.Heard.Dialled dialled ->
          inbound(from, new Inbound.Event.Started(), dialled.session());
      case Dialect.Heard.Answered answered ->
          inbound(from, new Inbound.Event.Typed(dialect.typed(said.message())), answered.session());
      case Dialect.Heard.Closed closed ->
          inbound(from, new Inbound.Event.Dropped(), closed.session());
      case Dialect.Heard.Confirmed confirmed -> throw new IllegalStateException("told before");
      case Dialect.Heard.Strange strange -> throw new IllegalStateException("refused before");
    };
  }

  private Inbound inbound(Msisdn from, Inbound.Event event, String session) {
    return new Inbound(
        Channel.USSD, Surface.USSD, from, event, UssdPushes.dialogue(link, session), "");
  }

  /**
   * Hands a turn to a thread. While the link closes there is none: then the dialogue is the
   * carrier's to end.
   */
  private void run(Msisdn from, PhoneLines.Said said) {
    try {
      threads.execute(() -> take(from, said));
    } catch (RejectedExecutionException e) {
      room.release();
      lines.next(from.digits()).ifPresent(after -> run(from, after));
    }
  }

  private void take(Msisdn from, PhoneLines.Said said) {
    CompletableFuture<Reply> answer;
    try {
      answer = turns.take(inbound(from, said)).toCompletableFuture().copy();
    } catch (RuntimeException e) { // a bug of ours: its place must not be lost with it
      answer = CompletableFuture.failedFuture(e);
    }
    answer
        .orTimeout(dialect.times().answer().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((reply, failure) -> answered(from, said, reply, failure));
  }

  /**
   * Shows the screen, if somebody still reads it, and lets the phone's next turn begin. Never
   * throws: places would be lost.
   */
  private void answered(Msisdn from, PhoneLines.Said said, Reply reply, Throwable failure) {
    if (failure instanceof TimeoutException) {
      meters.received("ussd", "unanswered");
      LOG.warn(
          "A turn on SMPP link {} took longer than {} ms; its carrier ends the dialogue, its"
              + " subscriber dials again",
          link,
          dialect.times().answer().toMillis());
    } else if (failure != null) { // the class only: its message may quote what a person wrote
      Throwable bug =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      LOG.error(
          "A turn on SMPP link {} met a bug of ours ({}); its subscriber sees no screen and dials"
              + " again",
          link,
          bug.getClass().getName());
    }
    boolean read = reply != null && !(said.heard() instanceof Dialect.Heard.Closed);
    if (read && lines.outlived(from.digits(), said)) {
      meters.submitted("ussd", "outlived");
      read = false;
    }
    if (read) {
      show(said, reply);
    } else {
      room.release();
    }
    lines.next(from.digits()).ifPresent(after -> run(from, after));
  }

  private void show(PhoneLines.Said asked, Reply reply) {
    try {
      threads.execute(
          () -> {
            try {
              submit(asked.message(), reply);
            } finally {
              room.release();
            }
          });
    } catch (RejectedExecutionException e) { // closing
      room.release();
    }
  }

  private void submit(Delivered asked, Reply reply) {
    Dialect.Written screen = dialect.screen(reply.text());
    Submission.Outcome outcome =
        window.submit(
            new Submission(
                "ussd",
                asked.serviceType(),
                dialect.from(asked, serviceCode),
                asked.source(),
                0,
                false,
                screen.dataCoding(),
                screen.octets(),
                dialect.answer(asked, reply.ends())));
    if (outcome
        instanceof
        Submission.Outcome.Rejected
            rejected) { // not again: its content is offered at the next dial
      LOG.info(
          "SMPP link {}: the carrier refused a screen with {}",
          link,
          CommandStatus.name(rejected.status()));
    }
  }
}
