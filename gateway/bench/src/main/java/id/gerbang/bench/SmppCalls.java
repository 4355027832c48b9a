package id.gerbang.bench;

import com.cloudhopper.smpp.SmppServerSession;
import com.cloudhopper.smpp.pdu.DeliverSm;
import com.cloudhopper.smpp.pdu.SubmitSm;
import com.cloudhopper.smpp.tlv.Tlv;
import com.cloudhopper.smpp.type.Address;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many phones that press whole dialogues in the dialect {@code standard}: each presses as soon as
 * its screen came, and a dialogue that began is pressed to its end. Every screen is looked for: one
 * that never came is lost, one that nobody waits for (of another step, or after the end) is
 * doubled.
 *
 * <p>Threads: screens come on the carrier's thread, keys leave on virtual threads, since sending
 * waits for the wire.
 */
final class SmppCalls {
  private static final String CODE = "*500*25#";
  private static final short ITS_SESSION_INFO = 0x1383;
  private static final byte USSD_GSM7 = 0x0F;
  private static final int DIALS = 1;
  private static final int ANSWERS = 18;
  private static final int MOST_SAMPLES = 4_000_000;
  private static final int SESSIONS = 256;

  /** Longer than any turn may take (the contract of Turns: 10 s). */
  private static final long LAST_SCREENS_SECONDS = 20;

  private final SmppServerSession session;
  private final ExecutorService threads;
  private final Dialogues dialogues;
  private final boolean checks;
  private final Map<String, Call> open = new ConcurrentHashMap<>();
  private final AtomicInteger samples = new AtomicInteger();
  private final int[] micros = new int[MOST_SAMPLES];
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private final AtomicLong doubled = new AtomicLong();
  private final AtomicLong screens = new AtomicLong();
  private final AtomicLong inTime = new AtomicLong();
  private final AtomicLong endedInTime = new AtomicLong();
  private volatile CountDownLatch resting;
  private volatile long until;

  /**
   * @param checks whether screens are read; the floor shows always the same one
   */
  SmppCalls(
      SmppServerSession session, ExecutorService threads, Dialogues dialogues, boolean checks) {
    this.session = session;
    this.threads = threads;
    this.dialogues = dialogues;
    this.checks = checks;
  }

  private static final class Call {
    private final Dialogues.Dialogue dialogue;
    private final int number;
    private int step;
    private long pressed;

    Call(Dialogues.Dialogue dialogue, int number) {
      this.dialogue = dialogue;
      this.number = number;
    }

    /** Octet 1 the session, octet 2 its step in bits 7 to 1. */
    byte[] info() {
      return new byte[] {(byte) number, (byte) (step << 1)};
    }
  }

  /**
   * @param lost dialogues that began and did not come to their end
   */
  record Seen(
      double turnsPerSecond,
      double dialoguesPerSecond,
      double p50Millis,
      double p99Millis,
      long dialogues,
      long lost,
      long doubled,
      long wrong) {
    static Seen parse(String line) {
      String[] words = line.split(" ");
      return new Seen(
          Double.parseDouble(words[0]),
          Double.parseDouble(words[1]),
          Double.parseDouble(words[2]),
          Double.parseDouble(words[3]),
          Long.parseLong(words[4]),
          Long.parseLong(words[5]),
          Long.parseLong(words[6]),
          Long.parseLong(words[7]));
    }

    long faults() {
      return lost + doubled + wrong;
    }

    String shown() {
      return String.format(
          "%,8.0f dialogues/s  %,9.0f turns/s   p50 %6.2f ms   p99 %6.2f ms   %,d dialogues: lost"
              + " %d, doubled %d, wrong %d",
          dialoguesPerSecond,
          turnsPerSecond,
          p50Millis,
          p99Millis,
          dialogues,
          lost,
          doubled,
          wrong);
    }

    @Override
    public String toString() {
      return turnsPerSecond
          + " "
          + dialoguesPerSecond
          + " "
          + p50Millis
          + " "
          + p99Millis
          + " "
          + dialogues
          + " "
          + lost
          + " "
          + doubled
          + " "
          + wrong;
    }
  }

  /** New dialogues begin for {@code seconds}; returns when the last has its last screen. */
  Seen play(int phones, int seconds) throws InterruptedException {
    resting = new CountDownLatch(phones);
    long began = System.nanoTime();
    until = began + TimeUnit.SECONDS.toNanos(seconds);
    for (int i = 0; i < phones; i++) {
      begin();
    }
    resting.await(seconds + LAST_SCREENS_SECONDS, TimeUnit.SECONDS);
    Thread.sleep(300); // a doubled screen may still be on its way
    int count = Math.min(MOST_SAMPLES, samples.get());
    int[] sorted = Arrays.copyOf(micros, count);
    Arrays.sort(sorted);
    return new Seen(
        inTime.get() / (double) seconds,
        endedInTime.get() / (double) seconds,
        count == 0 ? 0 : sorted[count / 2] / 1e3,
        count == 0 ? 0 : sorted[(int) (count * 0.99)] / 1e3,
        begun.get(),
        begun.get() - ended.get(),
        doubled.get(),
        wrong.get());
  }

  private void begin() {
    if (System.nanoTime() >= until) {
      resting.countDown();
      return;
    }
    int number = (int) begun.getAndIncrement() % SESSIONS;
    Call call = new Call(dialogues.next(), number);
    open.put(call.dialogue.phone(), call);
    press(call);
  }

  private void press(Call call) {
    threads.execute(
        () -> {
          try {
            DeliverSm key = new DeliverSm();
            key.setServiceType("USSD");
            key.setSourceAddress(new Address((byte) 1, (byte) 1, call.dialogue.phone()));
            key.setDestAddress(new Address((byte) 0, (byte) 1, CODE));
            key.setDataCoding(USSD_GSM7);
            String text = call.step == 0 ? CODE : call.dialogue.key(call.step);
            key.setShortMessage(text.getBytes(StandardCharsets.US_ASCII));
            key.addOptionalParameter(
                new Tlv(
                    BenchSmsc.USSD_SERVICE_OP,
                    new byte[] {(byte) (call.step == 0 ? DIALS : ANSWERS)}));
            key.addOptionalParameter(new Tlv(ITS_SESSION_INFO, call.info()));
            call.pressed = System.nanoTime();
            session.sendRequestPdu(key, BenchSmsc.PATIENCE_MILLIS, false);
          } catch (Exception e) {
            System.err.println("smsc: " + e);
          }
        });
  }

  /** A screen came. */
  void shown(SubmitSm screen) {
    long now = System.nanoTime();
    Call call = open.get(screen.getDestAddress().getAddress());
    Tlv echoed = screen.getOptionalParameter(ITS_SESSION_INFO);
    if (call == null
        || echoed == null
        || echoed.getValue()[0] != call.info()[0]
        || (echoed.getValue()[1] & 0xFE) != call.info()[1]) {
      doubled.incrementAndGet();
      return;
    }
    screens.incrementAndGet();
    int at = samples.getAndIncrement();
    if (at < MOST_SAMPLES) {
      micros[at] = (int) Math.min(Integer.MAX_VALUE, (now - call.pressed) / 1_000);
    }
    if (now < until) {
      inTime.incrementAndGet();
    }
    if (checks && !reads(screen, call.step)) {
      end(call);
    } else if (++call.step == call.dialogue.inputs().size()) {
      ended.incrementAndGet();
      if (now < until) {
        endedInTime.incrementAndGet();
      }
      end(call);
    } else {
      press(call);
    }
  }

  /** The letters that are looked for are the same in GSM's alphabet and in ASCII. */
  private boolean reads(SubmitSm screen, int step) {
    String text = new String(screen.getShortMessage(), StandardCharsets.US_ASCII);
    boolean right = text.contains(Dialogues.EXPECTED.get(step));
    if (!right && wrong.getAndIncrement() < 3) {
      System.err.println("step " + step + ": " + text);
    }
    return right;
  }

  private void end(Call call) {
    open.remove(call.dialogue.phone());
    begin();
  }
}
