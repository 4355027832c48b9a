package id.gerbang.bench;

import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;

/** {@code gerbang bench engine}: the engine alone, by JMH. */
@Command(
    name = "engine",
    description = "One step of the engine on the shipped menus, by JMH.",
    mixinStandardHelpOptions = true)
final class EngineBench implements Callable<Integer> {
  @Override
  public Integer call() throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(EngineStepBenchmark.class.getSimpleName())
                .jvmArgsAppend("-Dgerbang.home=" + System.getProperty("gerbang.home", ""))
                .build())
        .run();
    return 0;
  }
}
