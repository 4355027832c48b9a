package id.gerbang.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudhopper.smpp.pdu.SubmitSm;
import id.gerbang.engine.text.Gsm7;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Phones behind an SMSC that is not ours: what the gateway submits is sorted into screens and whole
 * SMS.
 */
public final class SmscPhones implements AutoCloseable {
  private static final short USSD_SERVICE_OP = 0x0501;
  private static final long PATIENCE_SECONDS = 10;

  private final CloudhopperSmsc smsc;
  private final Map<String, BlockingQueue<String>> screens = new ConcurrentHashMap<>();
  private final Map<String, BlockingQueue<String>> messages = new ConcurrentHashMap<>();
  private final Map<String, Map<Integer, String>> parts = new ConcurrentHashMap<>();
  private final Thread sorter;
  private int session = 1;

  public SmscPhones(CloudhopperSmsc smsc) {
    this.smsc = smsc;
    this.sorter = Thread.ofVirtual().start(this::sort);
  }

  private void sort() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        SubmitSm submit = smsc.awaitSubmit();
        if (submit != null) {
          String phone = submit.getDestAddress().getAddress();
          if (submit.hasOptionalParameter(USSD_SERVICE_OP)) {
            queue(screens, phone).add(text(submit, submit.getShortMessage()));
          } else {
            sms(phone, submit);
          }
        }
      } catch (InterruptedException e) {
        return;
      } catch (AssertionError e) {
        // nothing was submitted for a while
      }
    }
  }

  private void sms(String phone, SubmitSm submit) {
    byte[] body = submit.getShortMessage();
    if ((submit.getEsmClass() & 0x40) == 0) {
      queue(messages, phone).add(text(submit, body));
      return;
    }
    // 05 00 03 RR TT SS
    assertThat(body[0]).isEqualTo((byte) 5);
    int total = body[4] & 0xFF;
    Map<Integer, String> known = parts.computeIfAbsent(phone + ":" + body[3], _ -> new TreeMap<>());
    known.put(body[5] & 0xFF, text(submit, Arrays.copyOfRange(body, 6, body.length)));
    if (known.size() == total) {
      queue(messages, phone).add(String.join("", new ArrayList<>(known.values())));
    }
  }

  private static String text(SubmitSm submit, byte[] body) {
    return submit.getDataCoding() == 8 || submit.getDataCoding() == 0x48
        ? new String(body, StandardCharsets.UTF_16BE)
        : Gsm7.decode(body);
  }

  private static BlockingQueue<String> queue(
      Map<String, BlockingQueue<String>> queues, String phone) {
    return queues.computeIfAbsent(phone, _ -> new LinkedBlockingQueue<>());
  }

  private static String take(BlockingQueue<String> queue, String what) {
    try {
      String taken = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(taken).as(what).isNotNull();
      return taken;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The next whole SMS to {@code phone}. */
  public String nextSms(String phone) {
    return take(queue(messages, phone), "an SMS to " + phone);
  }

  /** Whether no SMS to {@code phone} is waiting to be read. */
  public boolean hasNoSms(String phone) {
    return queue(messages, phone).isEmpty();
  }

  /** Sends an SMS from {@code phone} to the gateway's number. */
  public void sendSms(String phone, String text) {
    try {
      assertThat(smsc.sms(phone, "2757", text)).as("deliver_sm_resp").isZero();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A phone that dials over USSD in the dialect {@code standard}. */
  public RegisterDialogue.Phone ussd(String phone, String serviceCode) {
    return new RegisterDialogue.Phone() {
      private int its;

      @Override
      public String dial() {
        its = session++ << 8;
        return send(1, serviceCode);
      }

      @Override
      public String type(String input) {
        its += 2;
        return send(18, input);
      }

      private String send(int operation, String text) {
        try {
          assertThat(smsc.ussd(phone, serviceCode, operation, its, text))
              .as("deliver_sm_resp")
              .isZero();
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
        return take(queue(screens, phone), "a screen for " + phone);
      }
    };
  }

  @Override
  public void close() {
    sorter.interrupt();
  }
}
