package id.gerbang.server.channel.smpp;

import id.gerbang.server.outbox.SmsLink;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * SMS that leave by a link. When the carrier says "later", the whole link pauses, longer each time
 * until it takes one again. Blocks its caller, which is a virtual thread; safe for any of them.
 */
final class SmsDepartures {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final byte UNKNOWN = 0;
  private static final byte INTERNATIONAL = 1;
  private static final byte ISDN = 1;

  private final SmsWriting writing;
  private final SmppAddress from;
  private final SubmitWindow window;
  private final InstantSource clock;
  private final BackOff pauses;
  private volatile Instant pausedUntil = Instant.MIN;

  SmsDepartures(
      SmsWriting writing, SubmitWindow window, InstantSource clock, RandomGenerator random) {
    this.writing = writing;
    this.from = new SmppAddress(UNKNOWN, ISDN, writing.number());
    this.window = window;
    this.clock = clock;
    this.pauses = new BackOff(FIRST_PAUSE, LONGEST_PAUSE, random);
  }

  boolean paused() {
    return clock.instant().isBefore(pausedUntil);
  }

  /** Sends every part in turn. */
  SmsLink.Sent send(SmsLink.Outgoing message) {
    Optional<SmsParts> cut = SmsParts.of(message.text(), message.reference(), writing);
    if (cut.isEmpty()) {
      return new SmsLink.Sent.Refused("the text needs more than " + SmsParts.MOST + " parts");
    }
    if (paused()) {
      return new SmsLink.Sent.Deferred("the carrier asked this link to wait");
    }
    SmsParts parts = cut.get();
    SmppAddress to = new SmppAddress(INTERNATIONAL, ISDN, message.to().digits());
    List<String> ids = new ArrayList<>();
    for (SmsParts.Part part : parts.parts()) {
      Submission.Outcome outcome =
          window.submit(
              new Submission(
                  "sms",
                  "",
                  from,
                  to,
                  parts.esmClass(),
                  true,
                  parts.dataCoding(),
                  part.payload(),
                  part.tlvs()));
      switch (outcome) {
        case Submission.Outcome.Taken taken -> ids.add(taken.messageId());
        case Submission.Outcome.Rejected rejected -> {
          return rejected(rejected.status(), ids);
        }
        case Submission.Outcome.NotSent notSent -> {
          return ids.isEmpty()
              ? new SmsLink.Sent.Deferred(notSent.why())
              : partly(notSent.why(), ids);
        }
        case Submission.Outcome.Unanswered unanswered -> {
          return new SmsLink.Sent.Unknown(unanswered.why(), ids);
        }
      }
    }
    flowing();
    return new SmsLink.Sent.Accepted(ids);
  }

  private SmsLink.Sent rejected(int status, List<String> ids) {
    boolean later = CommandStatus.transientFailure(status);
    if (later) {
      pause();
    }
    String why = CommandStatus.name(status);
    if (!ids.isEmpty()) {
      return partly(why, ids);
    }
    return later ? new SmsLink.Sent.Deferred(why) : new SmsLink.Sent.Refused(why);
  }

  private static SmsLink.Sent partly(String why, List<String> ids) {
    return new SmsLink.Sent.Unknown("only " + ids.size() + " of its parts were taken: " + why, ids);
  }

  /** Many answers of one burst say "later" together: they are one reason to wait, not many. */
  private synchronized void pause() {
    if (!paused()) {
      pausedUntil = clock.instant().plus(pauses.next());
    }
  }

  private synchronized void flowing() {
    if (!paused()) {
      pauses.reset();
    }
  }
}
