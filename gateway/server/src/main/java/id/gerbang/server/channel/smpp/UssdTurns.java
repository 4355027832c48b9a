package id.gerbang.server.channel.smpp;

import id.gerbang.engine.Surface;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Reply;
import id.gerbang.server.channel.Turns;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dialogues of a link. {@link #accept} only begins a turn and returns; the rest of it and its
 * screen come by the threads of {@link Turns}, at most {@link #MOST} turns at once, and those of
 * one phone one after the other. No thread of ours waits for a turn: the link's clock ({@link
 * #sweep}) gives up those that take longer than the carrier waits. What is lost with the process
 * between the acknowledgement and the screen is a key press that the subscriber repeats.
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
  private final Screens screens;
  private final SmppMeters meters;
  private final Set<Turn> underWay = ConcurrentHashMap.newKeySet();
  private final PhoneLines lines = new PhoneLines();
  private final Semaphore room = new Semaphore(MOST);
  private volatile boolean draining;

  UssdTurns(
      String link,
      Dialect dialect,
      String serviceCode,
      Turns turns,
      Screens screens,
      SmppMeters meters) {
    this.link = link;
    this.dialect = dialect;
    this.serviceCode = serviceCode;
    this.turns = turns;
    this.screens = screens;
    this.meters = meters;
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

  /** One turn of one phone, which ends once: by its reply, or by being given up. */
  private final class Turn {
    private final Msisdn from;
    private final PhoneLines.Said said;
    private final long since = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();

    Turn(Msisdn from, PhoneLines.Said said) {
      this.from = from;
      this.said = said;
    }

    boolean late(long now) {
      return now - since > dialect.times().answer().toNanos();
    }

    void replied(Reply reply, Throwable failure) {
      if (late(System.nanoTime())) {
        giveUp();
      } else if (end()) {
        answered(from, said, failure == null ? Optional.of(reply) : bug(failure));
      }
    }

    void giveUp() {
      if (end()) {
        meters.received("ussd", "unanswered");
        LOG.warn(
            "A turn on SMPP link {} took longer than {} ms; its carrier ends the dialogue, its"
                + " subscriber dials again",
            link,
            dialect.times().answer().toMillis());
        answered(from, said, Optional.empty());
      }
    }

    private boolean end() {
      underWay.remove(this);
      return ended.compareAndSet(false, true);
    }
  }

  private void run(Msisdn from, PhoneLines.Said said) {
    Turn turn = new Turn(from, said);
    underWay.add(turn);
    try {
      turns.take(inbound(from, said)).whenComplete(turn::replied);
    } catch (RuntimeException e) { // a bug of ours: its place must not be lost with it
      turn.replied(null, e);
    }
  }

  /** Gives up the turns that took longer than the carrier waits. */
  void sweep() {
    long now = System.nanoTime();
    for (Turn turn : underWay) {
      if (turn.late(now)) {
        turn.giveUp();
      }
    }
  }

  private Optional<Reply> bug(Throwable failure) {
    Throwable bug =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    LOG.error( // the class only: its message may quote what a person wrote
        "A turn on SMPP link {} met a bug of ours ({}); its subscriber sees no screen and dials"
            + " again",
        link,
        bug.getClass().getName());
    return Optional.empty();
  }

  /**
   * Shows the screen, if somebody still reads it, and lets the phone's next turn begin. Never
   * throws: places would be lost.
   */
  private void answered(Msisdn from, PhoneLines.Said said, Optional<Reply> reply) {
    boolean read = reply.isPresent() && !(said.heard() instanceof Dialect.Heard.Closed);
    if (read && lines.outlived(from.digits(), said)) {
      meters.submitted("ussd", "outlived");
      read = false;
    }
    if (read) {
      show(said.message(), reply.get());
    } else {
      room.release();
    }
    lines.next(from.digits()).ifPresent(after -> run(from, after));
  }

  private void show(Delivered asked, Reply reply) {
    Dialect.Written screen = dialect.screen(reply.text());
    screens.show(
        new Submission(
            "ussd",
            asked.serviceType(),
            dialect.from(asked, serviceCode),
            asked.source(),
            0,
            false,
            screen.dataCoding(),
            screen.octets(),
            dialect.answer(asked, reply.ends())),
        this::shown);
  }

  private void shown(Submission.Outcome outcome) {
    room.release();
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
