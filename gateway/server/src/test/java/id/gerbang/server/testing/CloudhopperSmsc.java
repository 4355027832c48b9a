package id.gerbang.server.testing;

import com.cloudhopper.smpp.SmppServerConfiguration;
import com.cloudhopper.smpp.SmppServerHandler;
import com.cloudhopper.smpp.SmppServerSession;
import com.cloudhopper.smpp.SmppSessionConfiguration;
import com.cloudhopper.smpp.impl.DefaultSmppServer;
import com.cloudhopper.smpp.impl.DefaultSmppSessionHandler;
import com.cloudhopper.smpp.pdu.BaseBind;
import com.cloudhopper.smpp.pdu.BaseBindResp;
import com.cloudhopper.smpp.pdu.DeliverSm;
import com.cloudhopper.smpp.pdu.PduRequest;
import com.cloudhopper.smpp.pdu.PduResponse;
import com.cloudhopper.smpp.pdu.SubmitSm;
import com.cloudhopper.smpp.pdu.SubmitSmResp;
import com.cloudhopper.smpp.tlv.Tlv;
import com.cloudhopper.smpp.type.Address;
import com.cloudhopper.smpp.type.SmppProcessingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A carrier made of Cloudhopper's SMPP: an implementation that shares nothing with ours. Holds the
 * latest bind.
 */
@SuppressWarnings("rawtypes") // Cloudhopper's interfaces are raw
public final class CloudhopperSmsc implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 5_000;
  private final int port;
  private final String systemId;
  private final String password;
  private final DefaultSmppServer server;
  private final BlockingQueue<SmppServerSession> binds = new LinkedBlockingQueue<>();
  private final BlockingQueue<SubmitSm> submits = new LinkedBlockingQueue<>();
  private final Deque<Integer> statuses = new ConcurrentLinkedDeque<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicInteger ids = new AtomicInteger();
  private volatile SmppServerSession session;

  private CloudhopperSmsc(int port, String systemId, String password) {
    this.port = port;
    this.systemId = systemId;
    this.password = password;
    SmppServerConfiguration configuration = new SmppServerConfiguration();
    configuration.setHost("127.0.0.1");
    configuration.setPort(port);
    configuration.setMaxConnectionSize(10);
    configuration.setDefaultWindowSize(100);
    configuration.setDefaultRequestExpiryTimeout(PATIENCE_MILLIS);
    configuration.setNonBlockingSocketsEnabled(true);
    configuration.setAutoNegotiateInterfaceVersion(true);
    this.server =
        new DefaultSmppServer(
            configuration,
            new Binds(),
            new ThreadPoolExecutor(0, 50, 10, TimeUnit.SECONDS, new SynchronousQueue<>()));
  }

  /** Starts on {@code port}; 0 for a free one. */
  public static CloudhopperSmsc start(int port, String systemId, String password) throws Exception {
    CloudhopperSmsc smsc = new CloudhopperSmsc(port == 0 ? freePort() : port, systemId, password);
    smsc.server.start();
    return smsc;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  public int port() {
    return port;
  }

  /** Waits for the next bind; what follows speaks to it. */
  public void awaitBind() throws InterruptedException {
    SmppServerSession bound = binds.poll(15, TimeUnit.SECONDS);
    if (bound == null) {
      throw new AssertionError("no bind within 15 s");
    }
    session = bound;
  }

  /** The next submit_sm, answered already as scripted. */
  public SubmitSm awaitSubmit() throws InterruptedException {
    SubmitSm submit = submits.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    if (submit == null) {
      throw new AssertionError("no submit_sm within " + PATIENCE_MILLIS + " ms");
    }
    return submit;
  }

  /** Whether no submit_sm waits to be looked at. */
  public boolean quiet() {
    return submits.isEmpty();
  }

  /** The coming submits get these statuses, in order; then 0 again. Negative: no answer at all. */
  public void answerWith(int... scripted) {
    for (int status : scripted) {
      statuses.add(status);
    }
  }

  /** Pushes a USSD request and waits for its answer's status. */
  public int ussd(String phone, String code, int operation, int sessionInfo, String text)
      throws Exception {
    return deliver(
        "USSD",
        phone,
        code,
        0,
        0x0F,
        text.getBytes(StandardCharsets.US_ASCII),
        new Tlv((short) 0x0501, new byte[] {(byte) operation}),
        new Tlv((short) 0x1383, new byte[] {(byte) (sessionInfo >> 8), (byte) sessionInfo}));
  }

  /** Pushes an SMS in the GSM alphabet's ASCII part. */
  public int sms(String phone, String to, String text) throws Exception {
    return deliver("", phone, to, 0, 0, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Pushes a receipt in text form. */
  public int receipt(String phone, String to, String text) throws Exception {
    return deliver("", phone, to, 4, 0, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Pushes any deliver_sm and waits for its answer's status. */
  public int deliver(
      String service, String from, String to, int esmClass, int coding, byte[] payload, Tlv... tlvs)
      throws Exception {
    DeliverSm message = new DeliverSm();
    message.setServiceType(service);
    message.setSourceAddress(new Address((byte) 1, (byte) 1, from));
    message.setDestAddress(new Address((byte) 0, (byte) 1, to));
    message.setEsmClass((byte) esmClass);
    message.setDataCoding((byte) coding);
    if (payload.length > 0) {
      message.setShortMessage(payload);
    }
    for (Tlv tlv : tlvs) {
      message.addOptionalParameter(tlv);
    }
    return request(message);
  }

  /** Pushes any request and waits for its answer's status. */
  public int request(PduRequest<?> request) throws Exception {
    var future = session.sendRequestPdu(request, PATIENCE_MILLIS, true);
    if (!future.await(PATIENCE_MILLIS) || !future.isSuccess()) {
      throw new AssertionError("no answer within " + PATIENCE_MILLIS + " ms");
    }
    return future.getResponse().getCommandStatus();
  }

  /** Writes these octets as they are. */
  public void raw(byte[] octets) {
    ((com.cloudhopper.smpp.impl.DefaultSmppSession) session)
        .getChannel()
        .write(org.jboss.netty.buffer.ChannelBuffers.wrappedBuffer(octets));
  }

  /** Asks the gateway to go. */
  public void unbind() {
    session.unbind(PATIENCE_MILLIS);
  }

  /** Dies: connections end, nobody listens. Once, or more often. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      server.destroy();
    }
  }

  private final class Binds implements SmppServerHandler {
    @Override
    public void sessionBindRequested(
        Long id, SmppSessionConfiguration configuration, BaseBind request)
        throws SmppProcessingException {
      if (!systemId.equals(request.getSystemId()) || !password.equals(request.getPassword())) {
        throw new SmppProcessingException(0x0E);
      }
    }

    @Override
    public void sessionCreated(Long id, SmppServerSession created, BaseBindResp response) {
      created.serverReady(new Traffic());
      binds.add(created);
    }

    @Override
    public void sessionDestroyed(Long id, SmppServerSession destroyed) {
      destroyed.destroy();
    }
  }

  private final class Traffic extends DefaultSmppSessionHandler {
    @Override
    public PduResponse firePduRequestReceived(PduRequest request) {
      PduResponse response = request.createResponse();
      if (request instanceof SubmitSm submit) {
        Integer scripted = statuses.poll();
        int status = scripted == null ? 0 : scripted;
        submits.add(submit);
        if (status < 0) {
          return null;
        }
        response.setCommandStatus(status);
        if (status == 0) {
          ((SubmitSmResp) response).setMessageId("id" + ids.incrementAndGet());
        }
      }
      return response;
    }
  }
}
