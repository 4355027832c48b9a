package id.gerbang.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Problem;
import id.gerbang.engine.proof.Finding;
import id.gerbang.engine.proof.FlowCost;
import id.gerbang.engine.proof.Pace;
import id.gerbang.engine.proof.Proof;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What {@code check} found, for people and for pipelines.
 *
 * @param summary one sentence on what was looked at
 * @param mistakes what is wrong, each with a transcript that meets it where one was found
 */
record CheckReport(
    String summary, List<Mistake> mistakes, List<Problem> remarks, List<FlowCost> costs) {
  private static final String RED = "\u001B[31m";
  private static final String YELLOW = "\u001B[33m";
  private static final String GREEN = "\u001B[32m";
  private static final String PLAIN = "\u001B[0m";

  /**
   * @param at where a conversation meets it
   * @param example a transcript
   */
  record Mistake(Problem problem, Optional<Finding.At> at, Optional<String> example) {}

  /** The menus could not even be read; nothing was proven. */
  static CheckReport unreadable(List<Problem> problems) {
    return new CheckReport(
        "The menus cannot be read, so nothing else was looked at.",
        problems.stream()
            .map(problem -> new Mistake(problem, Optional.empty(), Optional.empty()))
            .toList(),
        List.of(),
        List.of());
  }

  static CheckReport of(FlowBook book, Proof.Findings findings, long nanos) {
    int steps = book.flows().values().stream().mapToInt(flow -> flow.steps().size()).sum();
    return new CheckReport(
        String.format(
            Locale.ROOT,
            "%d flows, %d steps, languages %s, %d surfaces, %d letters in %.1f s",
            book.flows().size(),
            steps,
            String.join(", ", book.languages().stream().sorted().toList()),
            Proof.SURFACES.size(),
            book.catalog().letters().size(),
            nanos / 1e9),
        findings.broken().stream()
            .map(finding -> new Mistake(finding.problem(), finding.at(), Optional.empty()))
            .toList(),
        findings.remarks().stream().map(Finding::problem).toList(),
        findings.costs());
  }

  /** The same with a transcript for each mistake that a conversation can meet. */
  CheckReport withExamples(Function<Mistake, Optional<String>> search) {
    Map<Finding.At, Optional<String>> found = new LinkedHashMap<>();
    return new CheckReport(
        summary,
        mistakes.stream()
            .map(
                mistake ->
                    new Mistake(
                        mistake.problem(),
                        mistake.at(),
                        mistake
                            .at()
                            .flatMap(at -> found.computeIfAbsent(at, _ -> search.apply(mistake)))))
            .toList(),
        remarks,
        costs);
  }

  boolean holds() {
    return mistakes.isEmpty();
  }

  /** For people. */
  String text(boolean colours) {
    StringBuilder out = new StringBuilder();
    for (Mistake mistake : mistakes) {
      out.append(painted("wrong", RED, colours)).append("  flows/").append(mistake.problem());
      out.append('\n');
      mistake
          .example()
          .ifPresent(
              example ->
                  out.append(
                          "       a conversation that meets it (save it, ./gerbang test plays"
                              + " it):\n")
                      .append(example.indent(9)));
    }
    for (Problem remark : remarks) {
      out.append(painted("look ", YELLOW, colours)).append("  flows/").append(remark).append('\n');
    }
    table(out);
    out.append(
            holds()
                ? painted("proven", GREEN, colours)
                : painted(mistakes.size() + " wrong", RED, colours))
        .append("  ")
        .append(summary)
        .append('\n');
    return out.toString();
  }

  private static String painted(String word, String colour, boolean colours) {
    return colours ? colour + word + PLAIN : word;
  }

  private void table(StringBuilder out) {
    if (costs.isEmpty()) {
      return;
    }
    out.append("The shortest complete path on USSD:\n");
    out.append(
        String.format(
            "  %-18s %-8s %7s %5s %8s %9s   %s%n",
            "flow",
            "language",
            "screens",
            "keys",
            "seconds",
            "rupiah",
            "a session of 120 / 180 s ends at"));
    for (FlowCost cost : costs) {
      out.append(
          String.format(
              Locale.ROOT,
              "  %-18s %-8s %7d %5d %8.0f %9.0f   %s%n",
              cost.flow(),
              cost.language(),
              cost.screens(),
              cost.keys(),
              cost.seconds(),
              cost.rupiah(),
              cuts(cost)));
    }
  }

  private static String cuts(FlowCost cost) {
    List<String> cuts = new ArrayList<>();
    for (int limit : Pace.SESSION_LIMITS) {
      String step = cost.cutAt(limit);
      cuts.add(step.isEmpty() ? "-" : step);
    }
    return String.join(" / ", cuts);
  }

  /** For a pipeline. */
  String json() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("holds", holds());
    report.put("summary", summary);
    report.put(
        "mistakes",
        mistakes.stream()
            .map(
                mistake -> {
                  Map<String, Object> written = written(mistake.problem());
                  mistake.example().ifPresent(example -> written.put("transcript", example));
                  return written;
                })
            .toList());
    report.put("remarks", remarks.stream().map(CheckReport::written).toList());
    report.put("costs", costs);
    return serialised(report);
  }

  private static Map<String, Object> written(Problem problem) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("file", "flows/" + problem.file());
    written.put("line", problem.line());
    written.put("column", problem.column());
    written.put("what", problem.what());
    written.put("mend", problem.mend());
    return written;
  }

  /** SARIF 2.1.0 (OASIS), as code hosts read it. */
  String sarif() {
    List<Map<String, Object>> results = new ArrayList<>();
    mistakes.forEach(mistake -> results.add(result(mistake.problem(), "error")));
    remarks.forEach(remark -> results.add(result(remark, "note")));
    return serialised(
        ordered(
            "$schema", "https://json.schemastore.org/sarif-2.1.0.json",
            "version", "2.1.0",
            "runs",
                List.of(
                    ordered(
                        "tool",
                        Map.of(
                            "driver",
                            ordered(
                                "name", "gerbang check", "rules", List.of(Map.of("id", "menus")))),
                        "results",
                        results))));
  }

  private static Map<String, Object> result(Problem problem, String level) {
    return ordered(
        "ruleId",
        "menus",
        "level",
        level,
        "message",
        Map.of("text", problem.what() + (problem.mend().isEmpty() ? "" : ". " + problem.mend())),
        "locations",
        List.of(
            Map.of(
                "physicalLocation",
                ordered(
                    "artifactLocation",
                    Map.of("uri", "flows/" + problem.file()),
                    "region",
                    ordered("startLine", problem.line(), "startColumn", problem.column())))));
  }

  private static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private static String serialised(Map<String, Object> report) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is maps, lists, words and numbers", e);
    }
  }
}
