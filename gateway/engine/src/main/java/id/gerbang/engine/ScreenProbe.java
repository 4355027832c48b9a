package id.gerbang.engine;

import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.text.Pages;
import id.gerbang.engine.value.Value;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * Looks at any screen of a book without walking there: the proofs print by it exactly what a person
 * would see.
 */
public final class ScreenProbe {
  /** Any moment: no screen prints the time of its own turn. */
  private static final Instant SOME_TIME = Instant.parse("2026-09-30T04:00:00Z");

  /** The zone whose name is printed longest. */
  private static final ZoneId ZONE = ZoneId.of("Asia/Makassar");

  private final FlowBook book;
  private final String language;
  private final Surface surface;

  public ScreenProbe(FlowBook book, String language, Surface surface) {
    this.book = book;
    this.language = language;
    this.surface = surface;
  }

  /**
   * A step with what was learned on the way.
   *
   * @param options what a list offers; empty for any other step
   */
  public record Stand(
      String flow, String step, Map<String, Value> values, List<ActionResult.Option> options) {}

  /**
   * The pages of a step that shows words.
   *
   * @param remark the key of a sentence above it (a notice or a mistake), or empty
   */
  public List<Pages.Page> pages(Stand stand, String remark) {
    return printer().pages(conversation(stand), remark);
  }

  /** The words of a step's options, whole. */
  public List<String> labels(Stand stand) {
    return printer().labels(conversation(stand));
  }

  /** The offer to go on with what was left open in {@code flow}. */
  public List<Pages.Page> offer(String flow) {
    Stand stand = new Stand(flow, book.flow(flow).start(), Map.of(), List.of());
    return printer().pages(conversation(stand).resuming(true), "");
  }

  private ScreenPrinter printer() {
    return new ScreenPrinter(book, new Situation(surface, SOME_TIME, ZONE, "probe"));
  }

  private Conversation conversation(Stand stand) {
    Frame frame = new Frame(stand.flow(), stand.step(), stand.values(), List.of());
    Conversation home = Conversation.fresh(book.hash(), language);
    if (!stand.flow().equals(FlowBook.ENTRY)) {
      home = home.push(Frame.of(FlowBook.ENTRY, Map.of()).at(book.flow(FlowBook.ENTRY).start()));
    }
    return home.push(frame).shows(stand.flow() + "." + stand.step(), stand.options(), "probe");
  }
}
