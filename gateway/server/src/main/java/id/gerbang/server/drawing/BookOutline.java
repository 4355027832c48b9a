package id.gerbang.server.drawing;

import id.gerbang.engine.book.Flow;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Step;
import id.gerbang.engine.text.Lexicon;
import id.gerbang.server.drawing.FlowPicture.Arrow;
import id.gerbang.server.drawing.FlowPicture.Box;
import id.gerbang.server.drawing.FlowPicture.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads from a book how its flows run one another: a box for each flow instead of each step. */
public final class BookOutline {
  /** What the overview is called, as a picture and as a file; no flow is. */
  public static final String NAME = "overview";

  private BookOutline() {}

  /** The overview in the words of one language; the main menu first. */
  public static FlowPicture of(FlowBook book, String language) {
    Lexicon lexicon = book.lexicon(language);
    List<Box> boxes = new ArrayList<>();
    List<Arrow> arrows = new ArrayList<>();
    for (Flow flow : mainFirst(book)) {
      String topic = flow.name() + ".topic";
      boxes.add(
          new Box(
              flow.name(),
              Kind.FLOW,
              lexicon.has(topic) ? lexicon.words(topic) : "",
              flow.name().equals(FlowBook.ENTRY)));
      runs(flow).forEach(to -> arrows.add(new Arrow(flow.name(), to, List.of())));
    }
    return new FlowPicture(NAME, "All flows, and which of them each one runs.", boxes, arrows);
  }

  private static List<Flow> mainFirst(FlowBook book) {
    List<Flow> flows = new ArrayList<>();
    flows.add(book.flow(FlowBook.ENTRY));
    new TreeMap<>(book.flows())
        .values().stream().filter(flow -> !flow.name().equals(FlowBook.ENTRY)).forEach(flows::add);
    return flows;
  }

  /** Each once, by name. */
  private static TreeSet<String> runs(Flow flow) {
    TreeSet<String> runs = new TreeSet<>();
    for (Step step : flow.steps().values()) {
      if (step instanceof Step.Run run) {
        runs.add(run.flow());
      }
    }
    return runs;
  }
}
