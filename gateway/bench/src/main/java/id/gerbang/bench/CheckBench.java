package id.gerbang.bench;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.proof.Pace;
import id.gerbang.engine.proof.Proof;
import id.gerbang.server.action.ShippedActions;
import id.gerbang.server.book.FlowFolder;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code gerbang bench check}: how long the proofs take, on the shipped menus and on generated
 * books of growing size, each in a warm JVM. What is linear costs the same for each step.
 */
@Command(
    name = "check",
    description = "Proving the shipped menus, and generated books of 100, 1,000 and 10,000 steps.",
    mixinStandardHelpOptions = true)
final class CheckBench implements Callable<Integer> {
  private static final int[] SIZES = {100, 1_000, 10_000};

  /** Steps of one generated flow: as many as the largest shipped one has. */
  private static final int STEPS_OF_A_FLOW = 50;

  @Option(names = "--rounds", description = "Measured each, the best counts. Default: 3")
  private int rounds = 3;

  @Override
  public Integer call() {
    Path home = Path.of(System.getProperty("gerbang.home", ""));
    ActionCatalog shipped = ShippedActions.catalog(home.resolve("config/programme.yaml"));
    Map<String, String> flows = FlowFolder.sources(home.resolve("flows"));
    measure("cold, shipped", flows, shipped, 1);
    measure("warm, shipped", flows, shipped, rounds);
    String fixed = fixedWords(flows.get("messages/id.yaml"));
    ActionCatalog nothing = new ActionCatalog(Map.of(), Map.of());
    for (int size : SIZES) {
      measure(size + " generated", generated(size, fixed), nothing, rounds);
    }
    return 0;
  }

  private static void measure(
      String name, Map<String, String> sources, ActionCatalog catalog, int rounds) {
    double best = Double.MAX_VALUE;
    int steps = 0;
    for (int i = 0; i < rounds; i++) {
      long began = System.nanoTime();
      FlowBook book =
          switch (FlowBook.load(sources, catalog)) {
            case FlowBook.Loaded.Good(FlowBook good) -> good;
            case FlowBook.Loaded.Bad(var problems) ->
                throw new IllegalStateException(problems.getFirst().toString());
          };
      Proof.Findings findings = Proof.of(book, Pace.USUAL);
      if (!findings.holds()) {
        throw new IllegalStateException(findings.broken().getFirst().problem().toString());
      }
      best = Math.min(best, (System.nanoTime() - began) / 1e9);
      steps = book.flows().values().stream().mapToInt(flow -> flow.steps().size()).sum();
    }
    System.out.printf(
        "%-18s %6d steps   %6.2f s   %6.0f µs a step%n", name, steps, best, best / steps * 1e6);
  }

  /** The texts that every book needs: those before the first closed set. */
  private static String fixedWords(String words) {
    return words
        .lines()
        .takeWhile(line -> !line.startsWith("occupations:"))
        .reduce("", (all, line) -> all + line + "\n");
  }

  /** Flows of questions, choices and notices, one after another from the main menu. */
  static Map<String, String> generated(int steps, String fixed) {
    Map<String, String> sources = new TreeMap<>();
    int flows = Math.max(1, steps / STEPS_OF_A_FLOW);
    StringBuilder main = new StringBuilder("flow: main\nstart: menu\nsteps:\n");
    StringBuilder words = new StringBuilder(fixed);
    main.append("  menu: {menu: [{go: f0}]}\n");
    words.append("main: {menu: {_: Uji, go: Mulai}, done: Selesai}\n");
    for (int f = 0; f < flows; f++) {
      String next = f + 1 < flows ? "f" + (f + 1) : "done";
      main.append("  f").append(f).append(": {run: flow").append(f);
      main.append(", then: ").append(next).append("}\n");
      flow(f, sources, words);
    }
    main.append("  done: {end: true}\n");
    sources.put("main.yaml", main.toString());
    sources.put("messages/id.yaml", words.toString());
    return sources;
  }

  private static void flow(int number, Map<String, String> sources, StringBuilder words) {
    String name = "flow" + number;
    StringBuilder flow = new StringBuilder("flow: " + name + "\nlearns:\n");
    StringBuilder steps = new StringBuilder();
    words.append(name).append(":\n  topic: uji\n");
    int groups = STEPS_OF_A_FLOW / 5;
    for (int g = 0; g < groups; g++) {
      String after = g + 1 < groups ? "ask" + (g + 1) : "back";
      flow.append("  nik").append(g).append(": {type: nik}\n");
      flow.append("  day").append(g).append(": {type: date}\n");
      steps.append("  ask%1$d: {ask: nik%1$d, then: day%1$d}\n".formatted(g));
      steps.append("  day%1$d: {ask: day%1$d, then: born%1$d}\n".formatted(g));
      steps.append(
          "  born%1$d: {when: [{if: \"!nik_matches(nik%1$d, day%1$d)\", then: day%1$d, notice: no}, {else: sure%1$d}]}\n"
              .formatted(g));
      steps.append("  sure%1$d: {menu: [{yes: read%1$d}, {no: ask%1$d}]}\n".formatted(g));
      steps.append("  read%1$d: {say: true, then: %2$s}\n".formatted(g, after));
      words.append("  ask%d: NIK?\n  day%d: Tanggal lahir?\n".formatted(g, g));
      words.append("  born%d: {no: Tidak cocok.}\n".formatted(g));
      words.append("  sure%1$d: {_: \"NIK {nik%1$d}?\", 'yes': Ya, 'no': Tidak}\n".formatted(g));
      words.append("  read%1$d: \"Lahir {day%1$d}. Terima kasih.\"\n".formatted(g));
    }
    flow.append("start: ask0\nsteps:\n").append(steps).append("  back: {end: return}\n");
    sources.put(name + ".yaml", flow.toString());
  }
}
