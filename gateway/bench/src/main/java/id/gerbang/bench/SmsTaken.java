package id.gerbang.bench;

import com.cloudhopper.smpp.SmppServerSession;
import com.cloudhopper.smpp.pdu.DeliverSm;
import com.cloudhopper.smpp.pdu.SubmitSm;
import com.cloudhopper.smpp.type.Address;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/** The SMS that the carrier took of one client. Each is delivered at once and has its receipt. */
final class SmsTaken {
  private static final byte RECEIPT = 0x04;

  private final SmppServerSession session;
  private final ExecutorService threads;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong receipts = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final Set<String> phones = ConcurrentHashMap.newKeySet();

  SmsTaken(SmppServerSession session, ExecutorService threads) {
    this.session = session;
    this.threads = threads;
  }

  void take(SubmitSm sms, String id) {
    taken.incrementAndGet();
    phones.add(sms.getDestAddress().getAddress());
    if (sms.getRegisteredDelivery() != 0) {
      threads.execute(() -> tell(sms, id));
    }
  }

  private void tell(SubmitSm sms, String id) {
    try {
      DeliverSm receipt = new DeliverSm();
      receipt.setEsmClass(RECEIPT);
      receipt.setSourceAddress(new Address((byte) 1, (byte) 1, sms.getDestAddress().getAddress()));
      receipt.setDestAddress(new Address((byte) 0, (byte) 1, sms.getSourceAddress().getAddress()));
      receipt.setShortMessage(
          ("id:"
                  + id
                  + " sub:001 dlvrd:001 submit date:2611211200 done date:2611211200 stat:DELIVRD"
                  + " err:000 text:")
              .getBytes(StandardCharsets.US_ASCII));
      var answer = session.sendRequestPdu(receipt, BenchSmsc.PATIENCE_MILLIS, true);
      if (answer.await(BenchSmsc.PATIENCE_MILLIS)
          && answer.isSuccess()
          && answer.getResponse().getCommandStatus() == 0) {
        receipts.incrementAndGet();
      } else {
        refused.incrementAndGet();
      }
    } catch (Exception e) {
      refused.incrementAndGet();
    }
  }

  /** Taken, phones they were to, receipts that the client acknowledged, and those it did not. */
  @Override
  public String toString() {
    return taken + " " + phones.size() + " " + receipts + " " + refused;
  }
}
