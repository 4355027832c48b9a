package id.gerbang.server.cli;

import id.gerbang.engine.Walk;
import id.gerbang.server.config.Secret;
import id.gerbang.server.config.Settings;
import id.gerbang.server.session.Conversations;
import id.gerbang.server.session.Stand;
import id.gerbang.server.testing.FakeBotApi;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * A gateway with a bot, in a process of its own that dies, as by {@code kill -9}, when a stored
 * update takes its turn.
 */
final class DyingChatNode {
  private DyingChatNode() {}

  static Settings settings(String redis, String database, String keyset, String apiUrl) {
    return DyingNode.settings(redis, database, keyset)
        .but(
            draft ->
                draft.telegram =
                    List.of(
                        new Settings.Bot(
                            "bot", new Secret(FakeBotApi.TOKEN), apiUrl, new Secret(""))));
  }

  /** Arguments: Redis' URL, PostgreSQL's URL, the keyset's file, the Bot API's URL. */
  public static void main(String[] arguments) throws Exception {
    Settings settings =
        settings(arguments[0], arguments[1], Files.readString(Path.of(arguments[2])), arguments[3]);
    Gateway gateway = gateway(settings, Path.of("."), _ -> new Dying());
    new Chats(gateway, settings, World.real(), new SimpleMeterRegistry()).start();
    Thread.sleep(30_000);
    System.exit(0);
  }

  static Gateway gateway(Settings settings, Path data, UnaryOperator<Conversations> conversations)
      throws InterruptedException {
    Gateway gateway =
        new Gateway(
            settings,
            RunningServer.home(),
            new Gateway.Plan(
                data,
                true,
                _ -> Runnable::run,
                conversations,
                UnaryOperator.identity(),
                Walk.UNSEEN),
            World.real(),
            new SimpleMeterRegistry());
    while (!gateway.health.look().values().stream().allMatch(up -> up)) {
      Thread.sleep(20);
    }
    return gateway;
  }

  private static final class Dying implements Conversations {
    @Override
    public CompletionStage<Begun> begin(byte[] subscriber, byte[] messageId, String lease) {
      Runtime.getRuntime().halt(DyingNode.KILLED);
      throw new IllegalStateException();
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
      throw new IllegalStateException();
    }

    @Override
    public CompletionStage<Void> release(byte[] subscriber, String lease) {
      throw new IllegalStateException();
    }
  }
}
