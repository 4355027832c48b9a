package id.gerbang.server.cli;

import id.gerbang.server.bank.BankSimulator;
import id.gerbang.server.bank.Teller;
import id.gerbang.server.bank.Teller.NoGateway;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gerbang bank}: the bank of a demonstration. */
@Command(
    name = "bank",
    description = "The bank of a demo, which signs for real.",
    mixinStandardHelpOptions = true,
    subcommands = {BankCommand.Pay.class, BankCommand.Serve.class})
final class BankCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return 2;
  }

  /** Which bank, and which gateway. */
  static final class Sides {
    @Option(names = "--url", description = "The gateway; ${DEFAULT-VALUE} when not given.")
    private String url = "http://localhost:8080";

    @Option(names = "--data", description = "The demo's data folder; .gerbang/demo when not given.")
    private Path data;

    DemoBank bank() {
      return DemoBank.on(data == null ? Home.find().below(".gerbang/demo") : data.toAbsolutePath());
    }

    /** Prints what the gateway answers. */
    Teller teller(PrintWriter out) {
      return new Teller(
          bank().who(),
          url,
          new SecureRandom(),
          (path, answer) -> {
            out.println(path + "\n" + answer.encodePrettily());
            out.flush();
          });
    }
  }

  /** Looks at a bill and pays it. Exit 1 when the gateway refuses. */
  @Command(
      name = "pay",
      description =
          "Looks at a bill and pays it, as a bank does over SNAP BI; or tells of money (--notify).",
      mixinStandardHelpOptions = true)
  static final class Pay implements Callable<Integer> {
    @Parameters(paramLabel = "CODE", description = "A payment code, or a virtual account number.")
    private String code;

    @Option(
        names = "--amount",
        description = "Rupiah, also too much or too little; what the bill says when not given.")
    private Long amount;

    @Option(
        names = "--notify",
        description =
            "The money has moved: tells of it instead of asking. Needs --amount when the"
                + " bill cannot be looked at.")
    private boolean told;

    @Option(
        names = "--repeat",
        description = "Says each payment so often under its id. Default: ${DEFAULT-VALUE}")
    private int repeat = 1;

    @Option(
        names = "--times",
        description = "So many payments, each with an id of its own. Default: ${DEFAULT-VALUE}")
    private int times = 1;

    @Option(
        names = "--late",
        description = "Pays also when the bill is expired, replaced or paid; with --amount.")
    private boolean late;

    @Mixin private Sides sides;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
      if (late && amount == null) {
        throw new IllegalArgumentException("--late: give the --amount, the bill will not say it");
      }
      Teller teller = sides.teller(spec.commandLine().getOut());
      try {
        return pay(teller, teller.account(code)) ? 0 : 1;
      } catch (NoGateway e) {
        throw new IllegalArgumentException(e.getMessage() + "; start a demo, or give --url", e);
      }
    }

    /** Whether the gateway took all of it. */
    private boolean pay(Teller teller, JsonObject account) throws NoGateway, InterruptedException {
      boolean good = true;
      for (int i = 0; i < times; i++) {
        String id = UUID.randomUUID().toString();
        JsonObject bill =
            teller.inquire(account, id).getJsonObject("virtualAccountData", new JsonObject());
        if (bill.isEmpty() && !late && !(told && amount != null)) {
          return false;
        }
        String value =
            amount != null ? amount + ".00" : bill.getJsonObject("totalAmount").getString("value");
        for (int again = 0; again < repeat; again++) {
          JsonObject answer =
              told ? teller.tell(account, id, value) : teller.pay(account, id, value, again > 0);
          good &= answer.getString("responseCode", "").startsWith("200");
        }
      }
      return good;
    }
  }

  /** A bank that keeps accounts and makes QRIS, until it is ended. */
  @Command(
      name = "serve",
      description =
          "A bank that keeps accounts which a gateway orders, and makes QRIS. A customer pays at"
              + " POST /counter {\"account\": …} or {\"qris\": …}.",
      mixinStandardHelpOptions = true)
  static final class Serve implements Callable<Integer> {
    @Option(names = "--port", description = "Default: ${DEFAULT-VALUE}")
    private int port = 8099;

    @Mixin private Sides sides;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
      PrintWriter out = spec.commandLine().getOut();
      Vertx vertx = Vertx.vertx();
      try (BankSimulator bank =
          new BankSimulator(
              vertx,
              port,
              sides.bank().who(),
              sides.teller(out),
              Executors.newVirtualThreadPerTaskExecutor(),
              new SecureRandom())) {
        out.println("ready " + bank.url());
        out.flush();
        new CountDownLatch(1).await();
      }
      return 0;
    }
  }
}
