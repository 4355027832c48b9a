package id.gerbang.bench;

import com.cloudhopper.smpp.SmppServerConfiguration;
import com.cloudhopper.smpp.SmppServerHandler;
import com.cloudhopper.smpp.SmppServerSession;
import com.cloudhopper.smpp.SmppSessionConfiguration;
import com.cloudhopper.smpp.impl.DefaultSmppServer;
import com.cloudhopper.smpp.impl.DefaultSmppSession;
import com.cloudhopper.smpp.impl.DefaultSmppSessionHandler;
import com.cloudhopper.smpp.pdu.BaseBind;
import com.cloudhopper.smpp.pdu.BaseBindResp;
import com.cloudhopper.smpp.pdu.PduRequest;
import com.cloudhopper.smpp.pdu.PduResponse;
import com.cloudhopper.smpp.pdu.SubmitSm;
import com.cloudhopper.smpp.pdu.SubmitSmResp;
import com.cloudhopper.smpp.type.SmppProcessingException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The carrier of {@code bench smpp}, a process of its own: Cloudhopper's SMPP, which shares no code
 * with ours, with the phones behind it. Both clients bind here, the floor as {@link #FLOOR}; what
 * to do is asked on the standard input:
 *
 * <pre>
 * await NAME                                        until NAME is bound
 * dialogues NAME FIRST REGISTERS CHECKS PHONES SECONDS   presses; answers what {@link SmppCalls} saw
 * sms NAME                                          what {@link SmsTaken} counted of NAME's SMS
 * </pre>
 */
@Command(name = "smsc", hidden = true, description = "The bench's carrier, a process of its own.")
@SuppressWarnings("rawtypes") // Cloudhopper's interfaces are raw
final class BenchSmsc implements Callable<Integer> {
  static final String FLOOR = "floor";

  /** What the shipped settings bind with. */
  static final String GATEWAY = "gerbang";

  static final String PASSWORD = "gerbang";
  static final short USSD_SERVICE_OP = 0x0501;
  static final long PATIENCE_MILLIS = 30_000;

  /**
   * More than all phones and receipts that can be under way: the bench shall not wait for itself.
   */
  private static final int WINDOW = 20_000;

  private static final int MOST_BINDS = 10;

  @Option(names = "--port", required = true)
  private int port;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Bound> bound = new ConcurrentHashMap<>();

  /** One client. */
  private final class Bound {
    private final SmppServerSession session;
    private final SmsTaken sms;
    private volatile SmppCalls calls;

    Bound(SmppServerSession session) {
      this.session = session;
      this.sms = new SmsTaken(session, threads);
    }
  }

  @Override
  public Integer call() throws Exception {
    SmppServerConfiguration configuration = new SmppServerConfiguration();
    configuration.setHost("127.0.0.1");
    configuration.setPort(port);
    configuration.setMaxConnectionSize(MOST_BINDS);
    configuration.setDefaultWindowSize(WINDOW);
    configuration.setDefaultRequestExpiryTimeout(PATIENCE_MILLIS);
    configuration.setDefaultWindowMonitorInterval(PATIENCE_MILLIS / 2);
    configuration.setNonBlockingSocketsEnabled(true);
    configuration.setAutoNegotiateInterfaceVersion(true);
    configuration.setDefaultSessionCountersEnabled(false);
    DefaultSmppServer server =
        new DefaultSmppServer(configuration, new Binds(), Executors.newCachedThreadPool());
    server.start();
    System.out.println("ready " + port);
    try (BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = questions.readLine(); line != null; line = questions.readLine()) {
        System.out.println(Child.ANSWER + answer(line.split(" ")));
      }
    }
    server.destroy();
    return 0;
  }

  private String answer(String[] words) throws InterruptedException, TimeoutException {
    return switch (words[0]) {
      case "await" -> {
        await(words[1]);
        yield "bound";
      }
      case "dialogues" -> {
        Bound client = await(words[1]);
        SmppCalls calls =
            new SmppCalls(
                client.session,
                threads,
                new Dialogues(Integer.parseInt(words[2]), Boolean.parseBoolean(words[3])),
                Boolean.parseBoolean(words[4]));
        client.calls = calls;
        yield calls.play(Integer.parseInt(words[5]), Integer.parseInt(words[6])).toString();
      }
      case "sms" -> await(words[1]).sms.toString();
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  private Bound await(String name) throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!bound.containsKey(name)) {
      if (System.nanoTime() > end) {
        throw new TimeoutException(name + " did not bind");
      }
      Thread.sleep(20);
    }
    return bound.get(name);
  }

  private final class Binds implements SmppServerHandler {
    @Override
    public void sessionBindRequested(
        Long id, SmppSessionConfiguration configuration, BaseBind request)
        throws SmppProcessingException {
      if (!PASSWORD.equals(request.getPassword())) {
        throw new SmppProcessingException(0x0E);
      }
      configuration.getLoggingOptions().setLogPdu(false);
    }

    @Override
    public void sessionCreated(Long id, SmppServerSession created, BaseBindResp response) {
      ((DefaultSmppSession) created).getChannel().getConfig().setOption("tcpNoDelay", true);
      Bound client = new Bound(created);
      created.serverReady(new Traffic(client));
      bound.put(created.getConfiguration().getSystemId(), client);
    }

    @Override
    public void sessionDestroyed(Long id, SmppServerSession destroyed) {
      destroyed.destroy();
    }
  }

  /** On Cloudhopper's thread of the connection, which must not wait. */
  private final class Traffic extends DefaultSmppSessionHandler {
    private final Bound client;
    private final AtomicLong ids = new AtomicLong();

    Traffic(Bound client) {
      this.client = client;
    }

    @Override
    public PduResponse firePduRequestReceived(PduRequest request) {
      PduResponse response = request.createResponse();
      if (request instanceof SubmitSm submit) {
        String id = Long.toHexString(ids.incrementAndGet());
        ((SubmitSmResp) response).setMessageId(id);
        SmppCalls calls = client.calls;
        if (submit.hasOptionalParameter(USSD_SERVICE_OP)) {
          if (calls != null) {
            calls.shown(submit);
          }
        } else {
          client.sms.take(submit, id);
        }
      }
      return response;
    }
  }
}
