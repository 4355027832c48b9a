package id.gerbang.server.channel.smpp;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.SMPPSession;

/**
 * The way out of a link: at most {@code window} requests wait for their answers, SMS and pushed
 * screens in at most three quarters of it, so that a campaign never keeps a dialogue waiting.
 * Blocks its caller, which is a virtual thread; safe for any of them.
 */
final class SubmitWindow {
  /** A screen that waits longer than this for its place comes too late for its reader. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int LONGEST_SHORT_MESSAGE = 254;
  private final AtomicReference<SMPPSession> session;
  private final SmppMeters meters;
  private final int size;
  private final int receipts;
  private final Semaphore all;
  private final Semaphore sms;

  /**
   * @param receipts what is asked for where a receipt is wanted, registered_delivery of §5.2.17
   */
  SubmitWindow(AtomicReference<SMPPSession> session, int window, int receipts, SmppMeters meters) {
    this.receipts = receipts;
    this.session = session;
    this.meters = meters;
    this.all = new Semaphore(window, true);
    this.size = window;
    meters.window(this::used);
    this.sms = new Semaphore(Math.max(1, window * 3 / 4), true);
  }

  /** How many requests wait for their answers. */
  int used() {
    return size - all.availablePermits();
  }

  /** Submits in place; never throws what the network can cause. */
  Submission.Outcome submit(Submission submission) {
    boolean bulk = !submission.kind().equals("ussd");
    Submission.Outcome outcome =
        bulk
            ? within(sms, () -> within(all, () -> send(submission)))
            : within(all, () -> send(submission));
    if (outcome instanceof Submission.Outcome.Rejected rejected) {
      meters.refused(submission.kind(), rejected.status());
    }
    meters.submitted(
        submission.kind(),
        switch (outcome) {
          case Submission.Outcome.Taken taken -> "taken";
          case Submission.Outcome.Rejected rejected -> "rejected";
          case Submission.Outcome.NotSent notSent -> "not_sent";
          case Submission.Outcome.Unanswered unanswered -> "unanswered";
        });
    return outcome;
  }

  private interface Sending {
    Submission.Outcome now();
  }

  private static Submission.Outcome within(Semaphore places, Sending sending) {
    try {
      if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Submission.Outcome.NotSent(
            "the window stayed full for " + PATIENCE.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Submission.Outcome.NotSent("interrupted");
    }
    try {
      return sending.now();
    } finally {
      places.release();
    }
  }

  private Submission.Outcome send(Submission submission) {
    SMPPSession bound = session.get();
    if (bound == null || !bound.getSessionState().isTransmittable()) {
      return new Submission.Outcome.NotSent("not bound");
    }
    long begin = System.nanoTime();
    try {
      return new Submission.Outcome.Taken(submit(bound, submission));
    } catch (NegativeResponseException e) {
      return new Submission.Outcome.Rejected(e.getCommandStatus());
    } catch (ResponseTimeoutException e) {
      return new Submission.Outcome.Unanswered("no response in time");
    } catch (InvalidResponseException e) {
      return new Submission.Outcome.Unanswered("an unreadable response");
    } catch (IOException e) {
      return new Submission.Outcome.Unanswered("the connection broke");
    } catch (PDUException | IllegalArgumentException e) {
      return new Submission.Outcome.Rejected(CommandStatus.INVALID_DESTINATION);
    } catch (RuntimeException e) { // jsmpp wraps an interruption so; the message may have left
      return new Submission.Outcome.Unanswered(e.getClass().getSimpleName());
    } finally {
      meters.answered(Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  private String submit(SMPPSession bound, Submission message)
      throws PDUException,
          ResponseTimeoutException,
          InvalidResponseException,
          NegativeResponseException,
          IOException {
    boolean outside = message.payload().length > LONGEST_SHORT_MESSAGE;
    OptionalParameter[] parameters =
        Stream.concat(
                message.tlvs().stream(),
                outside
                    ? Stream.of(new Tlv(Tlv.MESSAGE_PAYLOAD, message.payload()))
                    : Stream.empty())
            .map(Tlv::toWire)
            .toArray(OptionalParameter[]::new);
    String id =
        bound
            .submitShortMessage(
                message.serviceType(),
                ton(message.from()),
                npi(message.from()),
                message.from().value(),
                ton(message.to()),
                npi(message.to()),
                message.to().value(),
                new ESMClass(message.esmClass()),
                (byte) 0,
                (byte) 0,
                null,
                null,
                new RegisteredDelivery(message.registered() ? receipts : 0),
                (byte) 0,
                new RawDataCoding((byte) message.dataCoding()),
                (byte) 0,
                outside ? new byte[0] : message.payload(),
                parameters)
            .getMessageId();
    return id == null ? "" : id;
  }

  private static TypeOfNumber ton(SmppAddress address) {
    for (TypeOfNumber ton : TypeOfNumber.values()) {
      if (ton.value() == address.ton()) {
        return ton;
      }
    }
    return TypeOfNumber.UNKNOWN;
  }

  private static NumberingPlanIndicator npi(SmppAddress address) {
    for (NumberingPlanIndicator npi : NumberingPlanIndicator.values()) {
      if (npi.value() == address.npi()) {
        return npi;
      }
    }
    return NumberingPlanIndicator.UNKNOWN;
  }
}
