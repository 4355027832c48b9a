package id.gerbang.server.carrier;

import id.gerbang.server.carrier.Gateways.Taken;
import id.gerbang.server.channel.phone.PhoneNetwork;
import id.gerbang.server.channel.smpp.CarrierSide;
import id.gerbang.server.channel.smpp.CommandStatus;
import id.gerbang.server.channel.smpp.Delivered;
import id.gerbang.server.channel.smpp.Dialect;
import id.gerbang.server.subscriber.Msisdn;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A small carrier: an SMPP server on 127.0.0.1 with phones, in any dialect, as good or as bad as
 * its {@link Fate}. For the demo, for rehearsals and for tests. Safe for any thread.
 */
public final class CarrierSimulator implements PhoneNetwork, AutoCloseable {
  private static final int MOST_PHONES = 20_000;

  private final Fate fate;
  private final Map<String, Phone> phones = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("carrier-clock").factory());
  private final Gateways gateways;
  private final Screens screens;
  private final TextMessages messages;

  /**
   * Opens the port of a carrier that does everything right.
   *
   * @param port 0 for any free one, see {@link #port()}
   * @param dialect how this carrier writes USSD
   * @throws IOException when the port is taken
   */
  public CarrierSimulator(
      int port, String systemId, String password, Dialect dialect, InstantSource clock)
      throws IOException {
    this(port, systemId, password, dialect, clock, Fate.kind(), Witness.NOBODY);
  }

  /**
   * Opens the port.
   *
   * @param port 0 for any free one, see {@link #port()}
   * @param dialect how this carrier writes USSD
   * @param fate what goes wrong
   * @param witness sees what happens
   * @throws IOException when the port is taken
   */
  public CarrierSimulator(
      int port,
      String systemId,
      String password,
      Dialect dialect,
      InstantSource clock,
      Fate fate,
      Witness witness)
      throws IOException {
    this.fate = fate;
    this.gateways = new Gateways(port, systemId, password, this::submitted, fate, witness);
    Deliveries deliveries = new Deliveries(gateways, threads, witness);
    this.screens = new Screens(new CarrierSide(dialect), deliveries, clockwork, witness);
    this.messages = new TextMessages(deliveries, threads, clockwork, clock, witness);
    gateways.open();
  }

  /** The port that gateways bind to. */
  public int port() {
    return gateways.port();
  }

  /** How many gateways are bound. */
  public int bound() {
    return gateways.bound();
  }

  /** Resets every connection. */
  public void cut() {
    gateways.cutAll();
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
    at.act(() -> screens.dial(at, code));
  }

  @Override
  public void press(Msisdn phone, String text) {
    Phone at = phone(phone);
    at.act(() -> screens.press(at, text));
  }

  @Override
  public void hangUp(Msisdn phone, boolean tellsGateway) {
    Phone at = phone(phone);
    at.act(() -> screens.hangUp(at, tellsGateway));
  }

  @Override
  public void sms(Msisdn phone, String to, String text) {
    Phone at = phone(phone);
    // not in line: a gateway that is away must not keep the phone from dialling
    threads.execute(() -> messages.send(at, phone, to, text));
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
        return fresh(phone.digits()); // the network is full: nobody rings there
      }
    }
    return phones.computeIfAbsent(phone.digits(), this::fresh);
  }

  private Phone fresh(String digits) {
    return new Phone(digits, threads, fate.of(digits));
  }

  private Taken submitted(Delivered message) {
    Optional<Msisdn> to = Msisdn.parse(message.destination().value());
    if (to.isEmpty()) {
      return Taken.refused(CommandStatus.INVALID_DESTINATION);
    }
    Phone phone = phone(to.get());
    return message.ussd()
        ? screens.take(phone, to.get(), message, messages.id())
        : messages.take(phone, to.get(), message);
  }
}
