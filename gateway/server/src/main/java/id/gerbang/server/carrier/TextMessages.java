package id.gerbang.server.carrier;

import id.gerbang.server.carrier.Gateways.Taken;
import id.gerbang.server.channel.smpp.CommandStatus;
import id.gerbang.server.channel.smpp.Delivered;
import id.gerbang.server.channel.smpp.SmppText;
import id.gerbang.server.channel.smpp.SmsParts;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The carrier's SMS centre: what phones send, what they get, and the receipts. Safe for any thread.
 */
final class TextMessages {
  private static final Duration RECEIPT_AFTER = Duration.ofMillis(150);

  /**
   * Five minutes of a gateway that is away; then an SMS or a receipt is lost, as on any network.
   */
  private static final Duration STORE_PATIENCE = Duration.ofMinutes(5);

  /** An early receipt holds up the answer to its message: less than a gateway's patience. */
  private static final Duration EARLY_PATIENCE = Duration.ofSeconds(1);

  private static final int UDH_INDICATOR = 0x40;

  /** A million messages of each millisecond have names of their own. */
  private static final int COUNTER_BITS = 20;

  private final Deliveries deliveries;
  private final ExecutorService threads;
  private final ScheduledExecutorService clockwork;
  private final InstantSource clock;
  private final Witness witness;
  private final AtomicLong messages = new AtomicLong();

  TextMessages(
      Deliveries deliveries,
      ExecutorService threads,
      ScheduledExecutorService clockwork,
      InstantSource clock,
      Witness witness) {
    this.deliveries = deliveries;
    this.threads = threads;
    this.clockwork = clockwork;
    this.clock = clock;
    this.witness = witness;
  }

  /** A phone sends an SMS, in as many parts as it needs. Blocks while no gateway takes it. */
  void send(Phone phone, Msisdn from, String to, String text) {
    Optional<SmsParts> cut = SmsParts.of(text, phone.reference());
    if (cut.isEmpty()) {
      return;
    }
    int esmClass = cut.get().several() ? UDH_INDICATOR : 0;
    List<byte[]> payloads = new ArrayList<>(cut.get().payloads());
    if (phone.dice().happens(m -> m.wire().overtaken())) {
      Collections.shuffle(payloads, new Random(phone.dice().below(Long.MAX_VALUE)));
    }
    int worst = CommandStatus.OK;
    for (byte[] payload : payloads) {
      int status =
          deliveries.deliver(
              phone,
              new Parcel(phone.digits(), to, esmClass, cut.get().dataCoding(), payload, List.of()),
              STORE_PATIENCE);
      worst = worst == CommandStatus.OK ? status : worst;
    }
    witness.saw(new Witness.Event.FromPhone(from, text, worst));
  }

  /** The gateway submits an SMS or a part of one. */
  Taken take(Phone phone, Msisdn to, Delivered message) {
    SmsParts.Received received = SmsParts.Received.of(message);
    String words = SmppText.decode(message.dataCoding(), received.words());
    Fate.Dice dice = phone.dice();
    Taken taken = answer(dice);
    witness.saw(new Witness.Event.Sms(to, words, taken.status(), taken.messageId()));
    if (taken.status() != CommandStatus.OK) {
      return taken;
    }
    String from = message.source().value();
    boolean reached = !dice.happens(m -> m.receipts().failed());
    if (reached) {
      Optional<String> whole =
          received.part().isEmpty()
              ? Optional.of(words)
              : phone.join(from, received.part().get(), words);
      whole.ifPresent(text -> phone.show(handset -> handset.sms(from, text)));
    }
    tell(phone, from, taken.messageId(), reached);
    return taken;
  }

  private Taken answer(Fate.Dice dice) {
    Deliveries.pause(dice.lasts(m -> m.wire().latency()));
    if (dice.happens(m -> m.answers().throttled())) {
      return Taken.refused(CommandStatus.THROTTLED);
    }
    if (dice.happens(m -> m.answers().full())) {
      return Taken.refused(CommandStatus.QUEUE_FULL);
    }
    if (dice.happens(m -> m.answers().failing())) {
      return Taken.refused(CommandStatus.SYSTEM_ERROR);
    }
    return new Taken(CommandStatus.OK, id(), !dice.happens(m -> m.answers().lost()));
  }

  /** Sends the receipt of a message when it is due, if ever. */
  private void tell(Phone phone, String to, String id, boolean reached) {
    Fate.Dice dice = phone.dice();
    if (dice.happens(m -> m.receipts().never())) {
      witness.saw(new Witness.Event.Mischief("sends no receipt", phone.digits()));
      return;
    }
    ReceiptShape shape =
        dice.happens(m -> m.receipts().odd()) ? dice.oneOf(ReceiptShape.ALL) : ReceiptShape.PLAIN;
    Parcel receipt = shape.write(phone.digits(), to, id, reached, clock.instant());
    if (dice.happens(m -> m.receipts().early())) {
      witness.saw(new Witness.Event.Mischief("sends a receipt early", phone.digits()));
      deliveries.deliver(phone, receipt, EARLY_PATIENCE);
      return;
    }
    Duration after =
        dice.happens(m -> m.receipts().late())
            ? dice.lasts(m -> m.receipts().lateness())
            : RECEIPT_AFTER;
    int times = dice.happens(m -> m.receipts().doubled()) ? 2 : 1;
    for (int i = 0; i < times; i++) {
      clockwork.schedule(
          () -> threads.execute(() -> deliveries.deliver(phone, receipt, STORE_PATIENCE)),
          after.toMillis(),
          TimeUnit.MILLISECONDS);
    }
  }

  /**
   * In hexadecimal. Unique over restarts too: receipts of an earlier life must not meet messages of
   * this one.
   */
  String id() {
    long count = messages.incrementAndGet() & (1 << COUNTER_BITS) - 1;
    return Long.toHexString(clock.millis() << COUNTER_BITS | count);
  }
}
