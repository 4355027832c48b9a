package id.gerbang.server.cli;

import id.gerbang.engine.Walk;
import id.gerbang.server.action.ShippedActions;
import id.gerbang.server.cli.TranscriptStage.Played;
import id.gerbang.server.transcript.Transcript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
  /** A race with an ending store is lost once, or twice. */
  private static final int MOST_DELETIONS = 20;

  private static final String TRANSCRIPT = ".txt";

  /** What only a folder of flows has. */
  private static final String MESSAGES = "messages";

  @Parameters(
      arity = "0..1",
      paramLabel = "CASE",
      description =
          "One transcript (flows/transcripts/pay/discounted.txt, or pay/discounted), a folder of"
              + " them (pay), or a folder of flows. All of flows/ when not given.")
  private Path what;

  @Option(names = "--flows", description = "The folder of the flows; flows/ when not given.")
  private Path flows;

  @Option(
      names = "--update",
      description =
          "Write what was shown into the transcripts: screens that changed, screens below keys that"
              + " have none, SMS that nobody expected. Read the diff.")
  private boolean update;

  @Option(names = "--outcomes", description = "Also list the outcomes that no transcript hears.")
  private boolean outcomes;

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean isBook = what != null && Files.isDirectory(what.resolve(MESSAGES));
    Home home = Home.find().withFlows(isBook ? what : flows);
    Coverage coverage = new Coverage();
    if (what != null && !isBook) {
      return play(home, named(home, what), update, coverage) ? 0 : 1;
    }
    if (!play(home, home.transcripts(), update, coverage)) {
      return 1; // a transcript ends where it differs: what it walks is not known
    }
    Coverage.Seen seen =
        coverage.of(Home.book(home.flows(), ShippedActions.catalog(home.programme())));
    seen.unwalked().forEach(System.out::println);
    if (outcomes) {
      seen.unheard().forEach(System.out::println);
    }
    System.out.println("walked: " + seen);
    return seen.isWhole() ? 0 : 1;
  }

  /**
   * The transcript or the folder of transcripts that somebody means: a path, or what it is called
   * below the transcripts.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Path named(Home home, Path what) {
    Path below = home.transcripts().resolve(what.toString());
    Path file = home.transcripts().resolve(what + TRANSCRIPT);
    return Stream.of(what, below, file)
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no transcript is called "
                        + what
                        + "; name a file or a folder, as pay/discounted or pay below "
                        + home.transcripts()));
  }

  private static boolean play(Home home, Path folder, boolean update, Walk walk)
      throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("gerbang-test");
    boolean good;
    try (Playground ground = new Playground(DemoCommand.settings(home, null), home, data)) {
      good = play(ground, home, folder, update, walk);
    }
    delete(data);
    return good;
  }

  /**
   * Plays every transcript of a folder, or one, each in a fresh world, and says what differs.
   *
   * @param update whether what was shown is written into them; then nothing differs any more
   */
  static boolean play(Playground ground, Home home, Path folder, boolean update, Walk walk)
      throws IOException, InterruptedException {
    List<Path> files;
    try (Stream<Path> walked = Files.walk(folder)) {
      files = walked.filter(file -> file.toString().endsWith(TRANSCRIPT)).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException("there is no transcript in " + folder);
    }
    // named as in the guide and in the whole run, whatever part of them is played
    Path all = home.transcripts().toAbsolutePath();
    Path root =
        folder.toAbsolutePath().startsWith(all)
            ? all
            : Files.isDirectory(folder) ? folder : folder.toAbsolutePath().getParent();
    int differing = 0;
    for (Path file : files) {
      try (TranscriptStage stage = ground.stage(walk)) {
        if (!stage.awaitReady()) {
          throw new IllegalArgumentException(
              "the stores of the test did not become ready; look at " + ground.data());
        }
        differing += play(stage, root, file.toAbsolutePath(), update) ? 0 : 1;
      }
    }
    System.out.println(told(files.size(), differing, update));
    return differing == 0 || update;
  }

  private static String told(int played, int differing, boolean update) {
    if (differing == 0) {
      return played + " transcripts play as written";
    }
    return update
        ? differing
            + " of "
            + played
            + " transcripts were rewritten; read what changed (git diff flows/transcripts) before"
            + " you keep it"
        : differing
            + " of "
            + played
            + " transcripts differ, as told above; when what is shown now is what you want:"
            + " ./gerbang test --update";
  }

  private static boolean play(TranscriptStage stage, Path folder, Path file, boolean update)
      throws IOException, InterruptedException {
    String name = folder.toAbsolutePath().relativize(file).toString();
    String text = Files.readString(file);
    List<Played> differences = stage.play(Transcript.parse(name, text), update);
    for (Played played : differences) {
      System.out.println(told(name, played));
    }
    if (update && !differences.isEmpty()) {
      Files.writeString(file, updated(text, differences));
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
      case Played.Unwritten(int line, _) ->
          name + ":" + line + ": its screen was not written down yet";
      case Played.Unexpected(String phone, String text) ->
          name + ": nobody expected this SMS to " + phone + ": " + text;
    };
  }

  /** From the last line to the first, so that the numbers of those before stay true. */
  private static String updated(String text, List<Played> differences) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    for (Played played : differences.reversed()) {
      switch (played) {
        case Played.Good _ -> {}
        case Played.Renumbered(int line, String typed) -> lines.set(line - 1, "> " + typed);
        case Played.Unwritten(int line, List<String> shown) -> lines.addAll(line, screen(shown));
        case Played.Differs(int line, List<String> expected, List<String> shown) -> {
          lines.subList(line - 1, line - 1 + expected.size()).clear();
          lines.addAll(line - 1, screen(shown));
        }
        case Played.Unexpected _ -> {} // belongs to no line: below
      }
    }
    for (Played played : differences) {
      if (played instanceof Played.Unexpected(String phone, String sms)) {
        lines.add("sms to " + phone);
        lines.addAll(screen(sms.lines().toList()));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static List<String> screen(List<String> shown) {
    List<String> lines = new ArrayList<>();
    shown.forEach(line -> lines.add((lines.isEmpty() ? "< " : "  ") + line));
    return lines;
  }

  /** A store that has just been told to end still takes its own files away meanwhile. */
  private static void delete(Path folder) throws IOException {
    for (int left = MOST_DELETIONS; left > 0; left--) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
        return;
      } catch (NoSuchFileException | DirectoryNotEmptyException | UncheckedIOException e) {
        if (left == 1) {
          throw e;
        }
      }
    }
  }
}
