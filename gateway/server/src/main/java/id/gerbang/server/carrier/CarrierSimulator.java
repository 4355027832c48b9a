package id.gerbang.server.carrier;

import id.gerbang.server.carrier.Gateways.Taken;
import id.gerbang.server.channel.phone.PhoneNetwork;
import id.gerbang.server.channel.smpp.CarrierSide;
import id.gerbang.server.channel.smpp.CommandStatus;
import id.gerbang.server.channel.smpp.Delivered;
import id.gerbang.server.channel.smpp.Dialect;
import id.gerbang.server.channel.smpp.SmppText;
import id.gerbang.server.channel.smpp.SmsParts;
import id.gerbang.server.channel.smpp.Tlv;
import id.gerbang.server.subscriber.Msisdn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A small carrier: an SMPP server on 127.0.0.1 with phones, in any dialect. For the demo and for
 * tests. Safe for any thread.
 */
public final class CarrierSimulator implements PhoneNetwork, AutoCloseable {
  private static final Duration SCREEN_PATIENCE = Duration.ofSeconds(20);

  /** A gateway that restarts is back by then; a person waits no longer. */
  private static final Duration GATEWAY_PATIENCE = Duration.ofSeconds(3);

  private static final Duration RETRY = Duration.ofMillis(250);
  private static final Duration RECEIPT_AFTER = Duration.ofMillis(150);

  /**
   * Five minutes of a gateway that is away; then an SMS or a receipt is lost, as on any network.
   */
  private static final Duration STORE_PATIENCE = Duration.ofMinutes(5);

  private static final int MOST_PHONES = 20_000;
  private static final int UDH_INDICATOR = 0x40;
  private static final int RECEIPT = 0x04;
  private static final int DELIVERED = 2;

  /** What a real gateway answers to a screen that comes too late: a vendor's status. */
  private static final int NO_SUCH_DIALOGUE = 0x0401;

  private static final String AWAY = "Layanan sedang tidak tersedia. Silakan coba lagi.";
  private static final String OVER = "Sesi berakhir.";
  private static final DateTimeFormatter RECEIPT_TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmm").withZone(ZoneOffset.UTC);

  private final CarrierSide side;
  private final InstantSource clock;
  private final Map<String, Phone> phones = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("carrier-clock").factory());
  private final AtomicLong messages = new AtomicLong();
  private final Gateways gateways;

  /**
   * Opens the port.
   *
   * @param port 0 for any free one, see {@link #port()}
   * @param dialect how this carrier writes USSD
   * @throws IOException when the port is taken
   */
  public CarrierSimulator(
      int port, String systemId, String password, Dialect dialect, InstantSource clock)
      throws IOException {
    this.side = new CarrierSide(dialect);
    this.clock = clock;
    this.gateways = new Gateways(port, systemId, password, this::submitted);
  }

  /** The port that gateways bind to. */
  public int port() {
    return gateways.port();
  }

  @Override
  public void close() throws IOException {
    clockwork.shutdownNow();
    gateways.close();
    threads.shutdownNow();
  }

  @Override
  public void dial(Msisdn phone, String code) {
    Phone at = phone(phone);
    at.act(
        () -> {
          Phone.Dialogue opened = at.open(code, side::fitted);
          limit(at, opened);
          say(at, opened, side.dialled(opened.session(), opened.step(), code));
        });
  }

  @Override
  public void press(Msisdn phone, String text) {
    Phone at = phone(phone);
    at.act(
        () ->
            at.dialogue()
                .flatMap(open -> at.step(open.session()))
                .ifPresent(
                    open ->
                        say(
                            at,
                            open,
                            side.answered(open.session(), open.step(), open.code(), text))));
  }

  @Override
  public void hangUp(Msisdn phone, boolean tellsGateway) {
    Phone at = phone(phone);
    at.act(
        () ->
            at.dialogue()
                .flatMap(open -> at.end(open.session()))
                .filter(ended -> tellsGateway)
                .ifPresent(
                    ended -> tell(at, side.closed(ended.session(), ended.step(), ended.code()))));
  }

  @Override
  public void sms(Msisdn phone, String to, String text) {
    Phone at = phone(phone);
    threads.execute( // not in line: a gateway that is away must not keep the phone from dialling
        () ->
            SmsParts.of(text, at.reference())
                .ifPresent(
                    parts -> {
                      int esmClass = parts.several() ? UDH_INDICATOR : 0;
                      for (byte[] payload : parts.payloads()) {
                        deliver(
                            at.digits(),
                            to,
                            esmClass,
                            parts.dataCoding(),
                            payload,
                            List.of(),
                            STORE_PATIENCE);
                      }
                    }));
  }

  @Override
  public AutoCloseable watch(Msisdn phone, Handset handset) {
    Phone at = phone(phone);
    at.handsets().add(handset);
    return () -> at.handsets().remove(handset);
  }

  private Phone phone(Msisdn phone) {
    if (phones.size() >= MOST_PHONES) {
      phones.values().removeIf(Phone::idle);
      if (phones.size() >= MOST_PHONES && !phones.containsKey(phone.digits())) {
        return new Phone(phone.digits(), threads); // the network is full: nobody rings there
      }
    }
    return phones.computeIfAbsent(phone.digits(), digits -> new Phone(digits, threads));
  }

  /**
   * Tells the gateway what the subscriber did, and ends the dialogue with an error screen when
   * nobody takes it.
   */
  private void say(Phone phone, Phone.Dialogue dialogue, CarrierSide.Spoken spoken) {
    clockwork.schedule(
        () ->
            phone.dialogue().filter(dialogue::equals).ifPresent(silent -> end(phone, silent, AWAY)),
        SCREEN_PATIENCE.toMillis(),
        TimeUnit.MILLISECONDS);
    if (tell(phone, spoken) != CommandStatus.OK) {
      end(phone, dialogue, AWAY);
    }
  }

  private int tell(Phone phone, CarrierSide.Spoken spoken) {
    return deliver(
        phone.digits(),
        spoken.destination(),
        0,
        spoken.text().dataCoding(),
        spoken.text().octets(),
        spoken.tlvs(),
        GATEWAY_PATIENCE);
  }

  private void end(Phone phone, Phone.Dialogue dialogue, String why) {
    phone
        .end(open -> open.serial() == dialogue.serial())
        .ifPresent(ended -> phone.show(handset -> handset.screen(why, false)));
  }

  /** Delivers, again while no gateway takes it and its patience lasts. */
  private int deliver(
      String from,
      String to,
      int esmClass,
      int coding,
      byte[] payload,
      List<Tlv> tlvs,
      Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      int status = gateways.deliver(from, to, esmClass, coding, payload, tlvs);
      boolean again =
          status == -1 || status == CommandStatus.TRY_AGAIN || status == CommandStatus.QUEUE_FULL;
      if (!again || System.nanoTime() > end) {
        return status;
      }
      try {
        Thread.sleep(RETRY);
      } catch (InterruptedException e) { // closing
        Thread.currentThread().interrupt();
        return status;
      }
    }
  }

  private Taken submitted(Delivered message) {
    Optional<Msisdn> to = Msisdn.parse(message.destination().value());
    if (to.isEmpty()) {
      return new Taken(CommandStatus.INVALID_DESTINATION, "");
    }
    return message.ussd() ? screen(phone(to.get()), message) : text(phone(to.get()), message);
  }

  private Taken screen(Phone phone, Delivered message) {
    return switch (side.read(message)) {
      case CarrierSide.Read.Strange(int status) -> new Taken(status, "");
      case CarrierSide.Read.Screen(long session, String text, CarrierSide.Use use) -> {
        String code = message.source().value();
        boolean read =
            switch (use) {
              case ASKS -> phone.step(session).isPresent() || asked(phone, code, session);
              case LAST -> phone.end(session).isPresent();
              case NOTIFIES -> notified(phone, code, session);
            };
        if (read) {
          phone.show(handset -> handset.screen(text, use == CarrierSide.Use.ASKS));
        }
        yield read ? new Taken(CommandStatus.OK, id()) : new Taken(NO_SUCH_DIALOGUE, "");
      }
    };
  }

  /** Whether the gateway may begin a dialogue with this screen. */
  private boolean asked(Phone phone, String code, long session) {
    Optional<Phone.Dialogue> opened =
        side.dialect().push().ask().isPresent() ? phone.opened(code, session) : Optional.empty();
    opened.ifPresent(dialogue -> limit(phone, dialogue));
    return opened.isPresent();
  }

  /** Whether the gateway may show this on its own; that it was read is told. */
  private boolean notified(Phone phone, String code, long session) {
    boolean shown = phone.dialogue().isEmpty();
    if (shown && !side.dialect().push().confirmed().isEmpty()) {
      phone.act(() -> tell(phone, side.confirmed(session, code)));
    }
    return shown;
  }

  private void limit(Phone phone, Phone.Dialogue opened) {
    clockwork.schedule(
        () -> end(phone, opened, OVER),
        side.dialect().times().session().toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private Taken text(Phone phone, Delivered message) {
    SmsParts.Received received = SmsParts.Received.of(message);
    String words = SmppText.decode(message.dataCoding(), received.words());
    String from = message.source().value();
    Optional<String> whole =
        received.part().isEmpty()
            ? Optional.of(words)
            : phone.join(from, received.part().get(), words);
    whole.ifPresent(text -> phone.show(handset -> handset.sms(from, text)));
    String id = id();
    clockwork.schedule(
        () -> threads.execute(() -> receipt(phone.digits(), from, id)),
        RECEIPT_AFTER.toMillis(),
        TimeUnit.MILLISECONDS);
    return new Taken(CommandStatus.OK, id);
  }

  private void receipt(String phone, String to, String id) {
    String time = RECEIPT_TIME.format(clock.instant());
    String text =
        "id:"
            + id
            + " sub:001 dlvrd:001 submit date:"
            + time
            + " done date:"
            + time
            + " stat:DELIVRD err:000 text:";
    List<Tlv> tlvs =
        List.of(
            new Tlv(Tlv.RECEIPTED_MESSAGE_ID, (id + "\0").getBytes(StandardCharsets.US_ASCII)),
            new Tlv(Tlv.MESSAGE_STATE, new byte[] {DELIVERED}));
    deliver(phone, to, RECEIPT, 0, text.getBytes(StandardCharsets.US_ASCII), tlvs, STORE_PATIENCE);
  }

  /** Unique over restarts too: receipts of an earlier life must not meet messages of this one. */
  private String id() {
    return Long.toHexString(clock.millis()) + "-" + messages.incrementAndGet();
  }
}
