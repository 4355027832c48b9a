package id.gerbang.server.cli;

import id.gerbang.server.config.Settings;
import java.util.concurrent.CountDownLatch;

/** A server that runs until it is told to end. */
final class Running {
  private Running() {}

  /**
   * Prints {@code ready …} when traffic is taken, then waits for SIGTERM or SIGINT and closes
   * everything.
   *
   * @param hint what to try, printed after the ready line
   */
  static int until(Server server, Settings settings, String hint) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      server.close();
                      ended.countDown();
                    }));
    System.err.println(unconfirmed(server));
    if (!server.awaitReady()) {
      System.err.println(
          "not ready after a minute: "
              + server.gateway().health.look()
              + "; look at the lines above");
      return 1;
    }
    System.out.println("ready http://localhost:" + settings.http().port());
    System.out.print(hint);
    System.out.flush();
    ended.await();
    return 0;
  }

  private static String unconfirmed(Server server) {
    Figures figures = server.gateway().figures;
    return figures.programme().unconfirmed()
        + " figures in config/programme.yaml and "
        + figures.commission().unconfirmed()
        + " in config/commission.yaml are marked verify: nobody has confirmed them yet";
  }
}
