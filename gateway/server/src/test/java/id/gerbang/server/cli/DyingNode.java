package id.gerbang.server.cli;

import id.gerbang.engine.Surface;
import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.server.action.Action;
import id.gerbang.server.action.Caller;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.config.Secret;
import id.gerbang.server.config.Settings;
import id.gerbang.server.outbox.SmsLink;
import id.gerbang.server.session.Conversations;
import id.gerbang.server.session.Stand;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.TestStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A gateway in a process of its own that dies, as by {@code kill -9}, at one exact place: {@code
 * commit} between PostgreSQL's commit and Redis', {@code mark} between the carrier's answer and the
 * outbox' mark; {@code bill} as {@code commit}, when a member asks for a bill, and {@code
 * before_bill} before it is issued.
 */
final class DyingNode {
  static final int KILLED = 137;
  static final String PHONE = "6281200000801";
  static final String NIK = "5171991708908001";

  /** From the first menu of a member to a bill of one month, but for the last key. */
  static final List<String> TO_A_BILL = List.of("", "1", "1");

  static final List<String> REGISTRATION =
      List.of(
          "",
          "1",
          "1",
          NIK,
          "Wayan Sudarma",
          "17081990",
          "sese",
          "1",
          "1",
          "1",
          "1",
          "1",
          "1",
          "1");

  private DyingNode() {}

  static Settings settings(String redis, String database, String keyset) {
    return TestStores.at(RunningServer.settings(0), redis, database)
        .but(draft -> draft.keyset = new Secret(keyset));
  }

  /** Arguments: where to die, Redis' URL, PostgreSQL's URL, the keyset's file. */
  public static void main(String[] arguments) throws Exception {
    Settings settings =
        settings(arguments[1], arguments[2], Files.readString(Path.of(arguments[3])));
    boolean bills = arguments[0].endsWith("bill");
    boolean diesAtCommit = arguments[0].equals("commit") || arguments[0].equals("bill");
    boolean[] registering = {false};
    Gateway gateway =
        new Gateway(
            settings,
            RunningServer.home(),
            new Gateway.Plan(
                Path.of("."),
                true,
                _ -> Runnable::run,
                kept -> new DyingConversations(kept, () -> diesAtCommit && registering[0]),
                arguments[0].equals("before_bill") ? DyingNode::dying : DyingNode::itself,
                id.gerbang.engine.Walk.UNSEEN),
            World.real(),
            new SimpleMeterRegistry());
    while (!gateway.health.look().values().stream().allMatch(up -> up)) {
      Thread.sleep(20);
    }
    if (!diesAtCommit && !bills) {
      gateway.links.send(new DyingLink());
    }
    for (String typed : bills ? TO_A_BILL : REGISTRATION) {
      take(gateway, typed);
    }
    registering[0] = true;
    take(gateway, "1");
    Thread.sleep(10_000); // the outbox sends meanwhile, and this process is no more
    System.exit(0);
  }

  private static Action itself(Action action) {
    return action;
  }

  /** Dies before a bill is issued. */
  private static Action dying(Action action) {
    if (!action.signature().name().equals("billing.issue")) {
      return action;
    }
    return new Action.Blocking() {
      @Override
      public ActionSignature signature() {
        return action.signature();
      }

      @Override
      public ActionResult run(ActionRequest request, Caller caller) {
        Runtime.getRuntime().halt(KILLED);
        return ActionResult.Outcome.unavailable();
      }
    };
  }

  private static void take(Gateway gateway, String typed) {
    Inbound.Event event =
        typed.isEmpty() ? new Inbound.Event.Started() : new Inbound.Event.Typed(typed);
    gateway
        .turns
        .take(new Inbound(Channel.USSD, Surface.USSD, new Msisdn(PHONE), event, "call", ""))
        .toCompletableFuture()
        .join();
  }

  private record DyingConversations(Conversations kept, java.util.function.BooleanSupplier dies)
      implements Conversations {
    @Override
    public CompletionStage<Begun> begin(byte[] subscriber, byte[] messageId, String lease) {
      return kept.begin(subscriber, messageId, lease);
    }

    @Override
    public CompletionStage<Committed> commit(
        byte[] subscriber,
        String lease,
        long expectedSequence,
        byte[] state,
        byte[] messageId,
        byte[] reply,
        Stand stand) {
      if (dies.getAsBoolean()) {
        Runtime.getRuntime().halt(KILLED);
      }
      return kept.commit(subscriber, lease, expectedSequence, state, messageId, reply, stand);
    }

    @Override
    public CompletionStage<Void> release(byte[] subscriber, String lease) {
      return kept.release(subscriber, lease);
    }
  }

  /** The carrier takes the message, and the node dies before it can say so. */
  private static final class DyingLink implements SmsLink {
    @Override
    public String name() {
      return "first";
    }

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public int messagesPerSecond() {
      return 100;
    }

    @Override
    public CompletionStage<Sent> send(Outgoing message) {
      Runtime.getRuntime().halt(KILLED);
      return new CompletableFuture<>();
    }
  }
}
