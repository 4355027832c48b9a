package id.gerbang.bench;

import com.cloudhopper.smpp.SmppServerSession;
import com.cloudhopper.smpp.pdu.DeliverSm;
import com.cloudhopper.smpp.pdu.SubmitSm;
import com.cloudhopper.smpp.type.Address;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** The SMS that the carrier took of one client. Each is delivered at once and has its receipt. */
final class SmsTaken {
  private static final byte RECEIPT = 0x04;

  /** A carrier has a window too; without one it would mostly hear "try again". */
  private static final int RECEIPTS_AT_ONCE = 30;

  /** A carrier repeats what it is told to try again (0x64). */
  private static final int TRIES = 20;

  private static final long AGAIN_MILLIS = 1_000;

  private final SmppServerSession session;
  private final ExecutorService threads;
  private final Semaphore window = new Semaphore(RECEIPTS_AT_ONCE, true);
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong receipts = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();
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
      for (int tries = 0; tries < TRIES; tries++) {
        if (acknowledged(receipt)) {
          receipts.incrementAndGet();
          return;
        }
        repeated.incrementAndGet();
        receipt.removeSequenceNumber();
        Thread.sleep(AGAIN_MILLIS);
      }
      refused.incrementAndGet();
    } catch (Exception e) {
      refused.incrementAndGet();
    }
  }

  private boolean acknowledged(DeliverSm receipt) throws Exception {
    window.acquire();
    try {
      var answer = session.sendRequestPdu(receipt, BenchSmsc.PATIENCE_MILLIS, true);
      return answer.await(BenchSmsc.PATIENCE_MILLIS)
          && answer.isSuccess()
          && answer.getResponse().getCommandStatus() == 0;
    } finally {
      window.release();
    }
  }

  /**
   * Taken, phones they were to, receipts that the client acknowledged, and those it did not, and
   * repeats.
   */
  @Override
  public String toString() {
    return taken + " " + phones.size() + " " + receipts + " " + refused + " " + repeated;
  }
}
