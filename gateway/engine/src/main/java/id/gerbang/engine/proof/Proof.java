package id.gerbang.engine.proof;

import id.gerbang.engine.Surface;
import id.gerbang.engine.book.FlowBook;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Proves a book before anybody dials it (flow-language.md, "What check proves", 1 to 7). What can
 * be seen while reading — names, types, outcomes, missing texts — was refused when the book was
 * loaded; here is what takes all paths together. Pure, and linear in the number of steps.
 */
public final class Proof {
  /** Every kind of surface that menus are written for. */
  public static final List<Surface> SURFACES =
      List.of(Surface.USSD, Surface.SMS, Surface.TELEGRAM, Surface.WHATSAPP);

  private Proof() {}

  /**
   * What was found.
   *
   * @param broken proofs that do not hold; a book with one is not published
   * @param remarks what is no mistake but worth a look
   * @param costs of each flow in each language, by flow and language
   */
  public record Findings(List<Finding> broken, List<Finding> remarks, List<FlowCost> costs) {
    public Findings {
      broken = List.copyOf(broken);
      remarks = List.copyOf(remarks);
      costs = List.copyOf(costs);
    }

    public boolean holds() {
      return broken.isEmpty();
    }
  }

  /** Proves {@code book} for all surfaces. */
  public static Findings of(FlowBook book, Pace pace) {
    Map<String, FlowGraph> graphs = FlowGraph.of(book);
    Map<String, Set<String>> notices = Notices.of(book, graphs);
    LetterProof letters = new LetterProof(book);
    CostProof costs = new CostProof(book, graphs, pace);
    List<Finding> broken = new ArrayList<>();
    broken.addAll(new PathProof(book, graphs).prove());
    broken.addAll(new SetProof(book, graphs, notices).prove());
    if (broken.isEmpty()) { // a screen is looked at only where every path to it is sound
      broken.addAll(new WordProof(book).prove());
      broken.addAll(new ScreenProof(book, notices, SURFACES).prove());
      broken.addAll(letters.prove());
      broken.addAll(costs.prove());
    }
    return new Findings(
        sorted(broken),
        sorted(letters.remarks()),
        costs.costs().stream()
            .sorted(Comparator.comparing(FlowCost::flow).thenComparing(FlowCost::language))
            .toList());
  }

  private static List<Finding> sorted(List<Finding> findings) {
    Stream<Finding> sorted =
        findings.stream()
            .sorted(
                Comparator.comparing((Finding finding) -> finding.problem().file())
                    .thenComparing(finding -> finding.problem().line())
                    .thenComparing(finding -> finding.problem().column()));
    return sorted.distinct().toList();
  }
}
