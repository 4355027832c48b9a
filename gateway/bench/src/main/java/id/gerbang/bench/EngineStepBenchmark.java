package id.gerbang.bench;

import id.gerbang.engine.Conversation;
import id.gerbang.engine.ConversationCodec;
import id.gerbang.engine.Engine;
import id.gerbang.engine.Input;
import id.gerbang.engine.Progress;
import id.gerbang.engine.Situation;
import id.gerbang.engine.Surface;
import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.book.FlowFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one step of the engine costs: the consent screen answered, and the same with the
 * conversation read and written.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EngineStepBenchmark {
  private static final Situation SITUATION =
      new Situation(
          Surface.USSD,
          Instant.parse("2026-11-21T01:00:00Z"),
          ZoneId.of("Asia/Makassar"),
          "intent");

  private FlowBook book;
  private Conversation atMenu;
  private Conversation atName;
  private byte[] bytes;

  @Setup
  public void open() {
    Path flows = Path.of(System.getProperty("gerbang.home", ""), "flows");
    ActionCatalog catalog =
        id.gerbang.server.action.ShippedActions.catalog(
            Path.of(System.getProperty("gerbang.home", ""), "config/programme.yaml"));
    book =
        switch (FlowBook.load(FlowFolder.sources(flows), catalog)) {
          case FlowBook.Loaded.Good(FlowBook loaded) -> loaded;
          case FlowBook.Loaded.Bad(var problems) ->
              throw new IllegalStateException(problems.toString());
        };
    // The first screen asks who calls; here nobody can look.
    Conversation asked =
        Engine.step(book, Engine.fresh(book, "id"), new Input.Start(), SITUATION).conversation();
    atMenu =
        Engine.resume(book, asked, ActionResult.Outcome.unavailable(), SITUATION).conversation();
    atName = Engine.step(book, atMenu, new Input.Answer("1"), SITUATION).conversation();
    bytes = ConversationCodec.write(atName);
  }

  /** A key on a menu, to the next menu's screen. */
  @Benchmark
  public Progress menuKey() {
    return Engine.step(book, atMenu, new Input.Answer("1"), SITUATION);
  }

  /** A mistake, which prints the screen with its sentence. */
  @Benchmark
  public Progress mistake() {
    return Engine.step(book, atName, new Input.Answer("x"), SITUATION);
  }

  /** A turn's share of the engine: read, step, write. */
  @Benchmark
  public byte[] readStepWrite() {
    Conversation read = ConversationCodec.read(bytes);
    return ConversationCodec.write(
        Engine.step(book, read, new Input.Answer("x"), SITUATION).conversation());
  }
}
