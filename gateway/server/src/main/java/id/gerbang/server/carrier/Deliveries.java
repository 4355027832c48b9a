package id.gerbang.server.carrier;

import id.gerbang.server.channel.smpp.CommandStatus;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/**
 * Messages on their way to a gateway: late, lost, doubled or overtaken, as {@link Fate} has it.
 * Blocks its callers, which are virtual threads; safe for any of them.
 */
final class Deliveries {
  private static final Duration RETRY = Duration.ofMillis(250);

  private final Gateways gateways;
  private final ExecutorService threads;
  private final Witness witness;

  Deliveries(Gateways gateways, ExecutorService threads, Witness witness) {
    this.gateways = gateways;
    this.threads = threads;
    this.witness = witness;
  }

  /**
   * Delivers, again while no gateway takes it and its patience lasts.
   *
   * @return the gateway's status; 0 also when it was lost on the way, or is to come later; -1 when
   *     none took it in time
   */
  int deliver(Phone phone, Parcel parcel, Duration patience) {
    Fate.Dice dice = phone.dice();
    pause(dice.lasts(m -> m.wire().latency()));
    // A receipt or an SMS is never lost: a carrier that stores and forwards repeats it.
    if (parcel.ussd() && dice.happens(m -> m.wire().lost())) {
      mischief(phone, "loses what the phone said");
      return CommandStatus.OK;
    }
    if (dice.happens(m -> m.wire().overtaken())) {
      Duration held = dice.lasts(m -> m.wire().held());
      mischief(phone, "holds a message for " + held.toMillis() + " ms");
      threads.execute(
          () -> {
            pause(held);
            persist(parcel, patience);
          });
      return CommandStatus.OK;
    }
    int status = persist(parcel, patience);
    if (dice.happens(m -> m.wire().doubled())) {
      mischief(phone, "delivers a message twice");
      persist(parcel, patience);
    }
    return status;
  }

  private int persist(Parcel parcel, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      int status = gateways.deliver(parcel);
      boolean again =
          status == -1 || status == CommandStatus.TRY_AGAIN || status == CommandStatus.QUEUE_FULL;
      boolean interrupted = Thread.currentThread().isInterrupted();
      if (!again || interrupted || System.nanoTime() > end) {
        return status;
      }
      pause(RETRY);
    }
  }

  private void mischief(Phone phone, String what) {
    witness.saw(new Witness.Event.Mischief(what, phone.digits()));
  }

  /** Returns early, still interrupted, when the carrier closes. */
  static void pause(Duration time) {
    try {
      if (time.isPositive()) {
        Thread.sleep(time);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
