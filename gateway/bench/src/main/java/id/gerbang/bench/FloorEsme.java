package id.gerbang.bench;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.jsmpp.session.connection.socket.SocketConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The floor of a dialogue over SMPP: a bare jsmpp client with TCP_NODELAY, a window and virtual
 * threads, that answers each deliver_sm at once with the same screen. No menus, no state, no store.
 */
@Command(
    name = "floor-esme",
    hidden = true,
    description = "The floor's client, a process of its own.")
final class FloorEsme implements Callable<Integer> {
  /** The gateway's own (config/gateway.yaml). */
  private static final int WINDOW = 100;

  private static final int QUEUE = 4_000;
  private static final long TRANSACTION_MILLIS = 10_000;
  private static final long BIND_MILLIS = 30_000;
  private static final byte[] SCREEN =
      "BPJS Ketenagakerjaan\n1 Daftar\n2 Cek status\n3 Cari agen\n4 Info program\n5 Bayar iuran\n6 Bahasa\n0 Keluar"
          .getBytes(StandardCharsets.US_ASCII);

  @Option(names = "--port", required = true)
  private int port;

  private final Semaphore window = new Semaphore(WINDOW);
  private SMPPSession session;

  @Override
  public Integer call() throws Exception {
    session =
        new SMPPSession(
            new org.jsmpp.SynchronizedPDUSender(),
            new org.jsmpp.SynchronizedPDUReader(),
            (host, at) -> {
              Socket socket = new Socket(host, at);
              socket.setTcpNoDelay(true);
              return new SocketConnection(socket);
            });
    session.setTransactionTimer(TRANSACTION_MILLIS);
    session.setQueueCapacity(QUEUE);
    session.setMessageReceiverListener(new Answers());
    session.connectAndBind(
        "127.0.0.1",
        port,
        new BindParameter(
            BindType.BIND_TRX,
            BenchSmsc.FLOOR,
            BenchSmsc.PASSWORD,
            "",
            TypeOfNumber.UNKNOWN,
            NumberingPlanIndicator.UNKNOWN,
            null,
            InterfaceVersion.IF_34),
        BIND_MILLIS);
    System.out.println("ready floor");
    new CountDownLatch(1).await();
    return 0;
  }

  private final class Answers implements MessageReceiverListener {
    @Override
    public void onAcceptDeliverSm(DeliverSm asked) {
      Thread.startVirtualThread(() -> answer(asked));
    }

    @Override
    public void onAcceptAlertNotification(AlertNotification notification) {}

    @Override
    public DataSmResult onAcceptDataSm(DataSm message, Session source) {
      throw new UnsupportedOperationException("the bench sends none");
    }
  }

  private void answer(DeliverSm asked) {
    window.acquireUninterruptibly();
    try {
      session.submitShortMessage(
          asked.getServiceType(),
          TypeOfNumber.UNKNOWN,
          NumberingPlanIndicator.ISDN,
          asked.getDestAddress(),
          TypeOfNumber.INTERNATIONAL,
          NumberingPlanIndicator.ISDN,
          asked.getSourceAddr(),
          new ESMClass(),
          (byte) 0,
          (byte) 0,
          null,
          null,
          new RegisteredDelivery(0),
          (byte) 0,
          new RawDataCoding((byte) 0x0F),
          (byte) 0,
          SCREEN,
          new OptionalParameter.OctetString((short) 0x0501, new byte[] {2}),
          asked.getOptionalParameter(OptionalParameter.Tag.ITS_SESSION_INFO));
    } catch (Exception e) { // the carrier counts what is missing
      System.err.println("floor: " + e);
    } finally {
      window.release();
    }
  }
}
