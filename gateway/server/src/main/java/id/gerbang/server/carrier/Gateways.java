package id.gerbang.server.carrier;

import id.gerbang.server.channel.smpp.CommandStatus;
import id.gerbang.server.channel.smpp.Delivered;
import id.gerbang.server.channel.smpp.GuardedPduReader;
import id.gerbang.server.channel.smpp.PduGuard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jsmpp.DefaultPDUSender;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.PDUStringException;
import org.jsmpp.SynchronizedPDUSender;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The carrier's SMPP port: takes binds and passes messages, as badly as {@link Fate} has it.
 * Listens on 127.0.0.1 only: it is a toy without TLS.
 *
 * <p>One thread accepts, one a connection binds; {@link #deliver} blocks its caller and is safe for
 * any thread.
 */
final class Gateways implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateways.class);

  /** More gateways than a test of ours ever binds. */
  private static final int MOST = 16;

  private static final Duration BIND_PATIENCE = Duration.ofSeconds(5);
  private static final Duration TRANSACTION = Duration.ofSeconds(5);
  private static final int ENQUIRE_MILLIS = 30_000;

  /** Each may wait for a latency. */
  private static final int THREADS = 32;

  private static final int QUEUE = 1_000;

  private final String systemId;
  private final String password;
  private final Submitted submissions;
  private final Fate fate;
  private final Witness witness;
  private final ServerSocket socket;
  private final List<Line> bound = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Thread acceptor = Thread.ofVirtual().name("carrier-accept").unstarted(this::accept);
  private final AtomicInteger turn = new AtomicInteger();

  /**
   * What the carrier answers to a submit_sm.
   *
   * @param status 0 when taken
   * @param messageId empty unless taken
   * @param isTold whether the gateway hears it
   */
  record Taken(int status, String messageId, boolean isTold) {
    static Taken refused(int status) {
      return new Taken(status, "", true);
    }
  }

  /** Takes what gateways submit. */
  interface Submitted {
    Taken take(Delivered message);
  }

  /** A bound connection. */
  private record Line(SMPPServerSession session, RoughConnection connection, Fate.Dice dice) {}

  Gateways(
      int port, String systemId, String password, Submitted submissions, Fate fate, Witness witness)
      throws IOException {
    this.systemId = systemId;
    this.password = password;
    this.submissions = submissions;
    this.fate = fate;
    this.witness = witness;
    this.socket = new ServerSocket(port, MOST, InetAddress.getLoopbackAddress());
  }

  /** Lets gateways in. Once. */
  void open() {
    acceptor.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  /**
   * Delivers to one of the bound gateways, in turns.
   *
   * @return the gateway's status, or -1 when none took it in time
   */
  int deliver(Parcel parcel) {
    Optional<Line> line = anyLine();
    if (line.isEmpty()) {
      return -1;
    }
    try {
      trouble(line.get());
      parcel.sendBy(line.get().session());
      return CommandStatus.OK;
    } catch (NegativeResponseException e) {
      return e.getCommandStatus();
    } catch (PDUException | ResponseTimeoutException | InvalidResponseException | IOException e) {
      LOG.info("The gateway did not take a message ({})", e.getClass().getSimpleName());
      return -1;
    }
  }

  private Optional<Line> anyLine() {
    List<Line> candidates =
        bound.stream().filter(line -> line.session().getSessionState().isReceivable()).toList();
    return candidates.isEmpty()
        ? Optional.empty()
        : Optional.of(candidates.get(Math.floorMod(turn.getAndIncrement(), candidates.size())));
  }

  /** What befalls a connection at this message. */
  private void trouble(Line line) throws IOException {
    Fate.Dice dice = line.dice();
    if (dice.happens(m -> m.wire().garbage())) {
      Garbage garbage = dice.oneOf(Garbage.ALL);
      mischief("garbage " + garbage);
      line.connection().interject(garbage.octets((int) dice.below(1 << 16)));
    }
    Misbehaviour.Links links = dice.now().links();
    if (dice.happens(m -> m.links().unbound())) {
      mischief("unbinds");
      Thread.ofVirtual().start(line.session()::unbindAndClose);
    } else if (dice.happens(m -> m.links().cut())) {
      mischief("cuts the connection");
      line.connection().sever();
    } else if (dice.happens(m -> m.links().deaf())) {
      mischief("falls silent");
      silence(line, links.trouble());
    } else if (dice.happens(m -> m.links().slow())) {
      mischief("reads slowly");
      line.connection().readSlowly(links.trouble(), links.octetsPerSecond());
    }
  }

  private static void silence(Line line, Duration time) {
    line.connection().fallSilent();
    Thread.ofVirtual()
        .name("carrier-silence")
        .start(
            () -> {
              LockSupport.parkNanos(time.toNanos());
              line.connection().sever();
            });
  }

  private void mischief(String what) {
    witness.saw(new Witness.Event.Mischief(what, ""));
  }

  /** Ends every connection with a reset. */
  void cutAll() {
    bound.forEach(line -> line.connection().sever());
  }

  /** How many gateways are bound. */
  int bound() {
    return bound.size();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Line line : bound) {
      line.session().close();
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

  private void bind(Socket socket) {
    try {
      RoughConnection connection = new RoughConnection(socket);
      SMPPServerSession session = session(connection);
      BindRequest request = session.waitForBind(BIND_PATIENCE.toMillis());
      Fate.Dice dice = fate.of("connection " + connections.incrementAndGet());
      int status = status(request, dice);
      witness.saw(new Witness.Event.Bind(status));
      if (status != CommandStatus.OK) {
        request.reject(status);
        session.close();
        return;
      }
      bound.add(new Line(session, connection, dice));
      request.accept("carrier", InterfaceVersion.IF_34);
      if (!session.getSessionState().isBound()) { // it went while it was let in
        gone(session);
      }
    } catch (IOException | TimeoutException | PDUStringException | IllegalStateException e) {
      LOG.info(
          "A connection to the carrier simulator did not bind ({})", e.getClass().getSimpleName());
      try {
        socket.close();
      } catch (IOException ignored) {
        LOG.debug("It was closed already");
      }
    }
  }

  private SMPPServerSession session(RoughConnection connection) {
    SMPPServerSession session =
        new SMPPServerSession(
            connection,
            (now, before, source) -> {
              if (now == SessionState.CLOSED || now == SessionState.UNBOUND) {
                gone(source);
              }
            },
            new Submissions(message -> take(message, connection)),
            null,
            THREADS,
            QUEUE,
            new SynchronizedPDUSender(new DefaultPDUSender()),
            new GuardedPduReader());
    session.setEnquireLinkTimer(ENQUIRE_MILLIS);
    session.setTransactionTimer(TRANSACTION.toMillis());
    return session;
  }

  private void gone(Session session) {
    if (bound.removeIf(line -> line.session() == session)) {
      witness.saw(new Witness.Event.Gone());
    }
  }

  private int status(BindRequest request, Fate.Dice dice) {
    if (!request.getSystemId().equals(systemId)) {
      return CommandStatus.INVALID_SYSTEM_ID;
    }
    if (!request.getPassword().equals(password)) {
      return CommandStatus.INVALID_PASSWORD;
    }
    if (dice.happens(m -> m.links().refused())) {
      List<Integer> statuses = dice.now().links().statuses();
      return statuses.isEmpty() ? CommandStatus.BIND_FAILED : dice.oneOf(statuses);
    }
    return bound.size() < MOST ? CommandStatus.OK : CommandStatus.BIND_FAILED;
  }

  private String take(SubmitSm submit, RoughConnection connection) throws ProcessRequestException {
    Delivered message = Delivered.of(submit);
    int broken = message.number(PduGuard.BROKEN, 4);
    Taken taken = broken >= 0 ? Taken.refused(broken) : submissions.take(message);
    if (!taken.isTold()) {
      connection.mute(submit.getSequenceNumber());
    }
    if (taken.status() != CommandStatus.OK) {
      throw new ProcessRequestException(CommandStatus.name(taken.status()), taken.status());
    }
    return taken.messageId();
  }
}
