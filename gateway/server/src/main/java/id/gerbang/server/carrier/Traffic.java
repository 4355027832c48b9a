package id.gerbang.server.carrier;

import id.gerbang.server.channel.phone.PhoneNetwork;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Phones that dial and walk menus by themselves, each on a virtual thread, until it is closed. The
 * same seed presses the same keys on the same screens.
 */
public final class Traffic implements AutoCloseable {
  /** Phones have numbers of their own, which are nobody's: 62812000 and five digits. */
  public static final int MOST_PHONES = 9_998;

  private static final int LONGEST_DIALOGUE = 30;
  private static final Duration SHORTEST_THOUGHT = Duration.ofMillis(300);
  private static final Duration LONGEST_THOUGHT = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(22);

  private final PhoneNetwork network;
  private final String code;
  private final List<Thread> people = new ArrayList<>();
  private final LongAdder dialogues = new LongAdder();
  private final LongAdder screens = new LongAdder();
  private final LongAdder silences = new LongAdder();

  /**
   * Begins.
   *
   * @param phones how many, at most {@link #MOST_PHONES}
   * @param code what they dial
   */
  public Traffic(PhoneNetwork network, int phones, String code, long seed) {
    if (phones < 0 || phones > MOST_PHONES) {
      throw new IllegalArgumentException("--traffic: expected 0 to " + MOST_PHONES + " phones");
    }
    this.network = network;
    this.code = code;
    for (int i = 1; i <= phones; i++) {
      int number = i;
      people.add(
          Thread.ofVirtual()
              .name("traffic-" + i)
              .start(() -> live(number, new SplittableRandom(seed * 31 + number))));
    }
  }

  private record Shown(String text, boolean waits) {}

  private void live(int number, SplittableRandom random) {
    Msisdn phone = new Msisdn("62812000%05d".formatted(50_000 + number));
    Wanderer person = new Wanderer(random, number);
    BlockingQueue<Shown> shown = new LinkedBlockingQueue<>();
    PhoneNetwork.Handset handset =
        new PhoneNetwork.Handset() {
          @Override
          public void screen(String text, boolean open) {
            shown.add(new Shown(text, open));
          }

          @Override
          public void sms(String from, String text) {}
        };
    try (AutoCloseable _ = network.watch(phone, handset)) {
      while (!Thread.currentThread().isInterrupted()) {
        think(random);
        dialogue(phone, person, random, shown);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException("a handset that is put away throws nothing", e);
    }
  }

  private void dialogue(
      Msisdn phone, Wanderer person, SplittableRandom random, BlockingQueue<Shown> shown)
      throws InterruptedException {
    shown.clear();
    dialogues.increment();
    network.dial(phone, code);
    for (int step = 0; step < LONGEST_DIALOGUE; step++) {
      Shown now = shown.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (now == null) {
        silences.increment();
        return;
      }
      screens.increment();
      if (!now.waits()) {
        return;
      }
      think(random);
      network.press(phone, person.answer(now.text()));
    }
    network.hangUp(phone, random.nextBoolean());
  }

  private static void think(SplittableRandom random) throws InterruptedException {
    Thread.sleep(random.nextLong(SHORTEST_THOUGHT.toMillis(), LONGEST_THOUGHT.toMillis()));
  }

  /** {@code 120 dialogues, 900 screens, 3 times no screen came}. */
  public String sofar() {
    return "%d dialogues, %d screens, %d times no screen came"
        .formatted(dialogues.sum(), screens.sum(), silences.sum());
  }

  @Override
  public void close() {
    people.forEach(Thread::interrupt);
  }
}
