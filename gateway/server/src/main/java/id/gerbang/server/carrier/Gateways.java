package id.gerbang.server.carrier;

import id.gerbang.server.channel.smpp.CommandStatus;
import id.gerbang.server.channel.smpp.Delivered;
import id.gerbang.server.channel.smpp.GuardedPduReader;
import id.gerbang.server.channel.smpp.PduGuard;
import id.gerbang.server.channel.smpp.Tlv;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jsmpp.DefaultPDUSender;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.PDUStringException;
import org.jsmpp.SynchronizedPDUSender;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.connection.socket.SocketConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The carrier's SMPP port: takes binds and passes messages. Listens on 127.0.0.1 only: it is a toy
 * without TLS.
 *
 * <p>One thread accepts, one a connection binds; {@link #deliver} blocks its caller and is safe for
 * any thread.
 */
final class Gateways implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateways.class);

  /** More gateways than a test of ours ever binds. */
  private static final int MOST = 16;

  private static final Duration BIND_PATIENCE = Duration.ofSeconds(5);
  private static final Duration TRANSACTION = Duration.ofSeconds(10);
  private static final int ENQUIRE_MILLIS = 30_000;
  private static final int THREADS = 8;
  private static final int QUEUE = 1_000;

  private final String systemId;
  private final String password;
  private final Function<Delivered, Taken> submissions;
  private final ServerSocket socket;
  private final List<SMPPServerSession> bound = new CopyOnWriteArrayList<>();
  private final Thread acceptor;
  private final AtomicInteger turn = new AtomicInteger();

  /**
   * What the carrier answers to a submit_sm.
   *
   * @param status 0 when taken
   * @param messageId empty unless taken
   */
  record Taken(int status, String messageId) {}

  Gateways(int port, String systemId, String password, Function<Delivered, Taken> submissions)
      throws IOException {
    this.systemId = systemId;
    this.password = password;
    this.submissions = submissions;
    this.socket = new ServerSocket(port, MOST, InetAddress.getLoopbackAddress());
    this.acceptor = Thread.ofVirtual().name("carrier-accept").start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /**
   * Delivers to one of the bound gateways, in turns.
   *
   * @return the gateway's status, or -1 when none took it in time
   */
  int deliver(
      String from, String to, int esmClass, int dataCoding, byte[] payload, List<Tlv> tlvs) {
    List<SMPPServerSession> candidates =
        bound.stream().filter(s -> s.getSessionState().isReceivable()).toList();
    if (candidates.isEmpty()) {
      return -1;
    }
    SMPPServerSession session =
        candidates.get(Math.floorMod(turn.getAndIncrement(), candidates.size()));
    try {
      session.deliverShortMessage(
          tlvs.stream().anyMatch(tlv -> tlv.tag() == Tlv.USSD_SERVICE_OP) ? "USSD" : "",
          TypeOfNumber.INTERNATIONAL,
          NumberingPlanIndicator.ISDN,
          from,
          TypeOfNumber.UNKNOWN,
          NumberingPlanIndicator.ISDN,
          to,
          new ESMClass(esmClass),
          (byte) 0,
          (byte) 0,
          new RegisteredDelivery(0),
          new RawDataCoding((byte) dataCoding),
          payload,
          tlvs.stream().map(Tlv::toWire).toArray(OptionalParameter[]::new));
      return CommandStatus.OK;
    } catch (NegativeResponseException e) {
      return e.getCommandStatus();
    } catch (PDUException | ResponseTimeoutException | InvalidResponseException | IOException e) {
      LOG.info("The gateway did not take a message ({})", e.getClass().getSimpleName());
      return -1;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (SMPPServerSession session : bound) {
      session.close();
    }
    acceptor.interrupt();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connection.setTcpNoDelay(true);
        Thread.ofVirtual().name("carrier-bind").start(() -> bind(connection));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          LOG.warn(
              "The carrier simulator could not accept a connection ({})",
              e.getClass().getSimpleName());
        }
      }
    }
  }

  private void bind(Socket connection) {
    try {
      SMPPServerSession session =
          new SMPPServerSession(
              new SocketConnection(connection),
              (now, before, source) -> {
                if (now == SessionState.CLOSED || now == SessionState.UNBOUND) {
                  bound.removeIf(known -> known == source);
                }
              },
              new Submissions(this::take),
              null,
              THREADS,
              QUEUE,
              new SynchronizedPDUSender(new DefaultPDUSender()),
              new GuardedPduReader());
      session.setEnquireLinkTimer(ENQUIRE_MILLIS);
      session.setTransactionTimer(TRANSACTION.toMillis());
      BindRequest request = session.waitForBind(BIND_PATIENCE.toMillis());
      int status = status(request);
      if (status != CommandStatus.OK) {
        request.reject(status);
        session.close();
        return;
      }
      bound.add(session);
      request.accept("carrier", InterfaceVersion.IF_34);
    } catch (IOException | TimeoutException | PDUStringException | IllegalStateException e) {
      LOG.info(
          "A connection to the carrier simulator did not bind ({})", e.getClass().getSimpleName());
      try {
        connection.close();
      } catch (IOException ignored) {
        LOG.debug("It was closed already");
      }
    }
  }

  private int status(BindRequest request) {
    if (!request.getSystemId().equals(systemId)) {
      return CommandStatus.INVALID_SYSTEM_ID;
    }
    if (!request.getPassword().equals(password)) {
      return CommandStatus.INVALID_PASSWORD;
    }
    return bound.size() < MOST ? CommandStatus.OK : CommandStatus.BIND_FAILED;
  }

  private String take(Delivered message) throws ProcessRequestException {
    int broken = message.number(PduGuard.BROKEN, 4);
    Taken taken = broken >= 0 ? new Taken(broken, "") : submissions.apply(message);
    if (taken.status() != CommandStatus.OK) {
      throw new ProcessRequestException(CommandStatus.name(taken.status()), taken.status());
    }
    return taken.messageId();
  }
}
