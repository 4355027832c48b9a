package id.gerbang.server.channel.smpp;

import java.nio.ByteBuffer;
import java.util.function.IntSupplier;
import org.jsmpp.PDUStringException;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.util.DefaultDecomposer;
import org.jsmpp.util.MessageId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the carrier sends, to the room it belongs to. What belongs to a dialogue is {@link #taken}
 * by the one thread that reads the wire, in its order, and jsmpp never sees it; all else waits for
 * its store on one of jsmpp's processors, and returning is its acknowledgement.
 */
final class Incoming implements MessageReceiverListener {
  private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);
  private final DefaultDecomposer decomposer = new DefaultDecomposer();
  private final boolean dialogues;
  private final UssdTurns ussd;
  private final Screens screens;
  private final SmsArrivals sms;
  private final SmppMeters meters;

  /**
   * @param dialogues whether this link takes any
   */
  Incoming(boolean dialogues, UssdTurns ussd, Screens screens, SmsArrivals sms, SmppMeters meters) {
    this.dialogues = dialogues;
    this.ussd = ussd;
    this.screens = screens;
    this.sms = sms;
    this.meters = meters;
  }

  /**
   * Takes a message of a dialogue and answers it, or the response to a screen; waits only for a
   * carrier that does not read. Never throws.
   *
   * @param pdu that {@link PduGuard} made
   * @return false for anything else, which is jsmpp's
   */
  boolean taken(byte[] pdu, OutgoingPdus outgoing) {
    if (PduGuard.submitted(pdu)) {
      ByteBuffer response = ByteBuffer.wrap(pdu);
      return screens.answered(response.getInt(12), response.getInt(8));
    }
    if (!PduGuard.message(pdu)) {
      return false;
    }
    Delivered message;
    try {
      message =
          PduGuard.isDataSm(pdu)
              ? Delivered.of(decomposer.dataSm(pdu))
              : Delivered.of(decomposer.deliverSm(pdu));
    } catch (PDUStringException e) { // the processor meets it again, and answers it
      return false;
    }
    if (!message.ussd()) {
      return false;
    }
    outgoing.answer(WrittenPdu.answer(pdu, safely(() -> dialogue(message))));
    return true;
  }

  private int dialogue(Delivered message) {
    if (dialogues) {
      return ussd.accept(message);
    }
    meters.received("ussd", "not_of_this_link");
    return CommandStatus.INVALID_SERVICE_TYPE;
  }

  @Override
  public void onAcceptDeliverSm(DeliverSm message) throws ProcessRequestException {
    accept(Delivered.of(message));
  }

  @Override
  public DataSmResult onAcceptDataSm(DataSm message, Session source)
      throws ProcessRequestException {
    accept(Delivered.of(message));
    try {
      return new DataSmResult(new MessageId(""), new OptionalParameter[0]);
    } catch (PDUStringException e) {
      throw new IllegalStateException("an empty message id is within every limit", e);
    }
  }

  @Override
  public void onAcceptAlertNotification(AlertNotification notification) {
    meters.received("alert", "ignored");
  }

  private void accept(Delivered message) throws ProcessRequestException {
    int status = safely(() -> status(message));
    if (status != CommandStatus.OK) {
      throw new Refused(status);
    }
  }

  private static int safely(IntSupplier taking) {
    try {
      return taking.getAsInt();
    } catch (RuntimeException e) {
      // The class only: its message may quote what a person wrote.
      LOG.error(
          "A message from the carrier met a bug of ours ({}); it was answered with {}",
          e.getClass().getName(),
          CommandStatus.name(CommandStatus.TRY_AGAIN));
      return CommandStatus.TRY_AGAIN;
    }
  }

  /**
   * An answer, not a fault: jsmpp prints it whole, and a flood of them must not become a flood of
   * stack traces.
   */
  private static final class Refused extends ProcessRequestException {
    Refused(int status) {
      super(CommandStatus.name(status), status);
    }

    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }

  private int status(Delivered message) {
    int broken = message.number(PduGuard.BROKEN, 4);
    if (broken >= 0) {
      meters.received("broken", "refused");
      return broken;
    }
    return message.receipt() ? sms.receipt(message) : sms.sms(message);
  }
}
