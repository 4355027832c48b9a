package id.gerbang.engine;

import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.book.FlowBook;
import java.util.ArrayList;
import java.util.List;

/**
 * Where one person stands in the menus, and what they said so far. Immutable.
 *
 * <pre>
 *   fresh ── Start ──► waiting ⇄ (needs an action) ──► finished
 *                         ⇅
 *                      resuming      (dialled again in the middle of a flow)
 * </pre>
 *
 * @param book the hash of the book it stands in
 * @param language the language of its words
 * @param frames the flows that it is in, outermost first; empty when it is fresh or finished
 * @param options what the list on the screen offers
 * @param page the page that is shown, from 0
 * @param intent names the act that an answer to the shown screen may cause
 * @param shown the waiting step whose screen is shown, {@code flow.step}
 * @param notice the key of a sentence above the screen, or empty
 * @param resuming whether the offer to go on is on the screen
 */
public record Conversation(
    String book,
    String language,
    List<Frame> frames,
    List<ActionResult.Option> options,
    int page,
    String intent,
    String shown,
    String notice,
    boolean resuming) {

  public Conversation {
    frames = List.copyOf(frames);
    options = List.copyOf(options);
  }

  static Conversation fresh(String book, String language) {
    return new Conversation(book, language, List.of(), List.of(), 0, "", "", "", false);
  }

  /** Whether nothing is left to answer or to come back to. */
  public boolean isOver() {
    return frames.isEmpty();
  }

  /** {@code register.nik}: where it stands, for metrics; empty when it is over. */
  public String standsAt() {
    return frames.isEmpty() ? "" : top().flow() + "." + top().step();
  }

  /** The flows that it is in, outermost first, each with its step: nothing of the person. */
  public List<Moving.Place> places() {
    return frames.stream().map(frame -> new Moving.Place(frame.flow(), frame.step())).toList();
  }

  /**
   * {@code register}: the menu below the main menu that was left open; empty when there is nothing
   * to come back to.
   */
  public String topic() {
    if (frames.isEmpty()) {
      return "";
    }
    boolean home = frames.size() == 1 && frames.getFirst().flow().equals(FlowBook.ENTRY);
    return home ? "" : frames.get(Math.min(1, frames.size() - 1)).flow();
  }

  /**
   * Whether something below the main menu was answered that would have to be answered again: what
   * is worth an offer to go on. What happened already ({@code consequence}) is no longer open.
   */
  public boolean isUnfinished() {
    return !topic().isEmpty()
        && frames.stream()
            .anyMatch(frame -> !frame.flow().equals(FlowBook.ENTRY) && !frame.trail().isEmpty());
  }

  Frame top() {
    return frames.getLast();
  }

  Conversation withTop(Frame frame) {
    List<Frame> changed = new ArrayList<>(frames);
    changed.set(changed.size() - 1, frame);
    return withFrames(changed);
  }

  Conversation push(Frame frame) {
    List<Frame> deeper = new ArrayList<>(frames);
    deeper.add(frame);
    return withFrames(deeper);
  }

  Conversation pop() {
    return withFrames(frames.subList(0, frames.size() - 1));
  }

  Conversation withFrames(List<Frame> newFrames) {
    return new Conversation(
        book, language, newFrames, options, page, intent, shown, notice, resuming);
  }

  Conversation withLanguage(String newLanguage) {
    return new Conversation(
        book, newLanguage, frames, options, page, intent, shown, notice, resuming);
  }

  Conversation withPage(int newPage) {
    return new Conversation(
        book, language, frames, options, newPage, intent, shown, notice, resuming);
  }

  Conversation withNotice(String key) {
    return new Conversation(book, language, frames, options, page, intent, shown, key, resuming);
  }

  Conversation resuming(boolean offers) {
    return new Conversation(
        book, language, frames, options, page, intent, shown, offers ? "" : notice, offers);
  }

  /** A waiting step's screen is shown anew. */
  Conversation shows(String waiting, List<ActionResult.Option> offered, String newIntent) {
    return new Conversation(book, language, frames, offered, 0, newIntent, waiting, notice, false);
  }

  Conversation over() {
    return fresh(book, language);
  }
}
