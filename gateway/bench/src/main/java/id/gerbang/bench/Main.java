package id.gerbang.bench;

import id.gerbang.bench.soak.SoakBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code gerbang bench}: what it costs, beside its floors. */
@Command(
    name = "bench",
    description = "Measures, beside its floor.",
    mixinStandardHelpOptions = true,
    subcommands = {
      TurnsBench.class,
      SmppBench.class,
      SnapBench.class,
      SnapFloor.class,
      SoakBench.class,
      EngineBench.class,
      CheckBench.class,
      FloorServer.class,
      FloorEsme.class,
      BenchSmsc.class
    })
public final class Main {
  public static void main(String[] arguments) {
    String[] own =
        arguments.length > 0 && arguments[0].equals("bench")
            ? java.util.Arrays.copyOfRange(arguments, 1, arguments.length)
            : arguments;
    System.exit(
        new CommandLine(new Main()).execute(own.length == 0 ? new String[] {"--help"} : own));
  }
}
