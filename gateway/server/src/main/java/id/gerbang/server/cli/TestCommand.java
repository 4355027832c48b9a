package id.gerbang.server.cli;

import id.gerbang.engine.Walk;
import id.gerbang.server.action.ShippedActions;
import id.gerbang.server.cli.TranscriptStage.Played;
import id.gerbang.server.transcript.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gerbang test}. */
@Command(
    name = "test",
    description =
        "Plays the transcripts, compares every screen and SMS to the letter, and names the steps"
            + " that none walks.",
    mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", description = "The folder of the flows; flows/ when not given.")
  private Path flows;

  @Option(
      names = "--update",
      description = "Write what was shown into the transcripts. Read the diff.")
  private boolean update;

  @Option(names = "--outcomes", description = "Also list the outcomes that no transcript hears.")
  private boolean outcomes;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Home home = Home.find();
    Path folder = (flows == null ? home.flows() : flows).resolve("transcripts");
    Coverage coverage = new Coverage();
    boolean good = play(home, folder, update, coverage);
    Coverage.Seen seen =
        coverage.of(Home.book(home.flows(), ShippedActions.catalog(home.programme())));
    seen.unwalked().forEach(System.out::println);
    if (outcomes) {
      seen.unheard().forEach(System.out::println);
    }
    System.out.println("walked: " + seen);
    return good && seen.isWhole() ? 0 : 1;
  }

  /** Plays every transcript of a folder, each in a fresh world, and says what differs. */
  static boolean play(Home home, Path folder, boolean update, Walk walk)
      throws IOException, InterruptedException {
    List<Path> files;
    try (Stream<Path> walked = Files.walk(folder)) {
      files = walked.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
    Path data = Files.createTempDirectory("gerbang-test");
    boolean good = true;
    try (Playground ground = new Playground(DemoCommand.settings(home, null), home, data)) {
      for (Path file : files) {
        try (TranscriptStage stage = ground.stage(walk)) {
          if (!stage.awaitReady()) {
            throw new IllegalArgumentException(
                "the stores of the test did not become ready; look at " + data);
          }
          good &= play(stage, folder, file, update);
        }
      }
    }
    delete(data);
    System.out.println(
        files.size()
            + " transcripts "
            + (good ? "play as written" : "were played; look at the differences above"));
    return good;
  }

  private static boolean play(TranscriptStage stage, Path folder, Path file, boolean update)
      throws IOException, InterruptedException {
    String name = folder.relativize(file).toString();
    String text = Files.readString(file);
    List<Played> differences = stage.play(Transcript.parse(name, text), update);
    for (Played played : differences) {
      System.out.println(told(name, played));
    }
    if (update) {
      Files.writeString(file, updated(text, differences));
      return differences.stream().noneMatch(Played.Unexpected.class::isInstance);
    }
    return differences.isEmpty();
  }

  private static String told(String name, Played played) {
    return switch (played) {
      case Played.Good() -> name + ": good";
      case Played.Differs(int line, List<String> expected, List<String> shown) ->
          name
              + ":"
              + line
              + ": expected\n    "
              + String.join("\n    ", expected)
              + "\n  but it was\n    "
              + String.join("\n    ", shown);
      case Played.Renumbered(int line, String typed) ->
          name + ":" + line + ": the same option is " + typed + " now";
      case Played.Unexpected(String phone, String text) ->
          name + ": nobody expected this SMS to " + phone + ": " + text;
    };
  }

  private static String updated(String text, List<Played> differences) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    for (Played played : differences.reversed()) {
      if (played instanceof Played.Renumbered(int line, String typed)) {
        lines.set(line - 1, "> " + typed);
      }
      if (played instanceof Played.Differs(int line, List<String> expected, List<String> shown)) {
        for (int i = 0; i < expected.size(); i++) {
          lines.remove(line - 1);
        }
        for (int i = shown.size() - 1; i >= 0; i--) {
          lines.add(line - 1, (i == 0 ? "< " : "  ") + shown.get(i));
        }
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
