package id.gerbang.server.channel.smpp;

import id.gerbang.server.inbox.Inbox;
import id.gerbang.server.outbox.Receipts;
import id.gerbang.server.subscriber.Msisdn;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * SMS and receipts of a link: safe in their store before the carrier is told so. Blocks its caller,
 * which is one of jsmpp's processors: at most {@link #MOST_WAITING} of them, whatever the stores
 * do, so that dialogues and responses still get through. Safe for any thread.
 */
final class SmsArrivals {
  /**
   * The inbox lets 32 wait; receipts wait for the database beside them, those of a carrier's whole
   * window (seldom more than 50) together: what is refused here comes again much later.
   */
  static final int MOST_WAITING = 96;

  private final Semaphore room = new Semaphore(MOST_WAITING);
  private final String link;
  private final Inbox inbox;
  private final Receipts receipts;
  private final SmppMeters meters;

  SmsArrivals(String link, Inbox inbox, Receipts receipts, SmppMeters meters) {
    this.link = link;
    this.inbox = inbox;
    this.receipts = receipts;
    this.meters = meters;
  }

  /** Takes an SMS; the status to answer with. */
  int sms(Delivered message) {
    Optional<Msisdn> from = Msisdn.parse(message.source().value());
    if (from.isEmpty()) { // a shop's name or a short code: nobody to answer, and a repeat would not
      // change it
      meters.received("sms", "no_phone");
      return CommandStatus.OK;
    }
    if (!room.tryAcquire()) {
      meters.received("sms", "full");
      return CommandStatus.TRY_AGAIN;
    }
    try {
      return store(from.get(), message);
    } finally {
      room.release();
    }
  }

  private int store(Msisdn from, Delivered message) {
    SmsParts.Received received = SmsParts.Received.of(message);
    String text = SmppText.decode(message.dataCoding(), received.words());
    boolean stored =
        inbox.store(
            new Inbox.Sms(link, from, message.destination().value(), text, received.part()));
    meters.received("sms", stored ? "stored" : "not_stored");
    return stored ? CommandStatus.OK : CommandStatus.TRY_AGAIN;
  }

  /** Takes a receipt; the status to answer with. */
  int receipt(Delivered message) {
    Optional<ReceiptReader.Read> read = ReceiptReader.read(message);
    if (read
        .isEmpty()) { // names no message of ours: nothing to keep, and a repeat would not change it
      meters.received("receipt", "nameless");
      return CommandStatus.OK;
    }
    if (!room.tryAcquire()) {
      meters.received("receipt", "full");
      return CommandStatus.TRY_AGAIN;
    }
    try {
      boolean kept =
          receipts.received(new Receipts.Receipt(link, read.get().messageId(), read.get().state()));
      boolean cut = message.tlvs().containsKey(PduGuard.CUT);
      meters.received("receipt", kept ? cut ? "stored_cut" : "stored" : "not_stored");
      return kept ? CommandStatus.OK : CommandStatus.TRY_AGAIN;
    } finally {
      room.release();
    }
  }
}
