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
 * The way out of SMS and pushed screens: in at most three quarters of the window, so that a
 * campaign never keeps a dialogue waiting. Blocks its caller, which is a virtual thread; safe for
 * any of them.
 */
final class SubmitWindow {
  /** What waits longer than this for its place is better tried again, maybe by another link. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int LONGEST_SHORT_MESSAGE = 254;
  private final AtomicReference<LinkSession> session;
  private final SmppMeters meters;
  private final int receipts;
  private final WindowPlaces places;
  private final Semaphore sms;

  /**
   * @param receipts what is asked for where a receipt is wanted, registered_delivery of §5.2.17
   */
  SubmitWindow(
      AtomicReference<LinkSession> session, WindowPlaces places, int receipts, SmppMeters meters) {
    this.receipts = receipts;
    this.session = session;
    this.meters = meters;
    this.places = places;
    this.sms = new Semaphore(Math.max(1, places.size() * 3 / 4), true);
  }

  /** Submits in place; never throws what the network can cause. */
  Submission.Outcome submit(Submission submission) {
    Submission.Outcome outcome = inItsPlace(submission);
    meters.told(submission.kind(), outcome);
    return outcome;
  }

  private Submission.Outcome inItsPlace(Submission submission) {
    try {
      if (!sms.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return full();
      }
      try {
        if (!places.take(PATIENCE)) {
          return full();
        }
        try {
          return send(submission);
        } finally {
          places.give();
        }
      } finally {
        sms.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Submission.Outcome.NotSent("interrupted");
    }
  }

  private static Submission.Outcome full() {
    return new Submission.Outcome.NotSent(
        "the window stayed full for " + PATIENCE.toSeconds() + " s");
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
