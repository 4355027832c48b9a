package id.gerbang.server.cli;

import id.gerbang.server.testing.TestStores;
import java.nio.file.Files;
import java.nio.file.Path;

/** A gateway with WhatsApp in a process of its own, to be killed. */
final class WhatsAppNode {
  private WhatsAppNode() {}

  /** Arguments: Redis' URL, PostgreSQL's URL, the keyset's file, the Graph API's URL. */
  public static void main(String[] arguments) throws Exception {
    String keyset = Files.readString(Path.of(arguments[2]));
    RunningServer node =
        RunningServer.start(
            Path.of(arguments[2]).getParent(),
            TestStores.at(
                WhatsAppIT.settings(RunningServer.settings(0), keyset, arguments[3]),
                arguments[0],
                arguments[1]),
            World.real());
    System.out.println(node.url());
    Thread.sleep(60_000); // it is killed long before
    System.exit(1);
  }
}
