package id.gerbang.server.carrier;

import id.gerbang.server.channel.phone.PhoneNetwork;
import id.gerbang.server.inbox.Inbox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One phone: its dialogue (none → open → none), the parts it waits to join, and who looks at it.
 * Its fields are under its own lock; what it does and what it shows run one after the other, each
 * in its own line, on the network's threads.
 */
final class Phone {
  private static final Logger LOG = LoggerFactory.getLogger(Phone.class);

  /** A phone's memory for messages that miss a part; the oldest goes. */
  private static final int MOST_PARTIAL = 20;

  private final String digits;
  private final Executor threads;
  private final Fate.Dice dice;
  private final List<PhoneNetwork.Handset> handsets = new CopyOnWriteArrayList<>();
  private final Map<String, Map<Integer, String>> partial = new LinkedHashMap<>();
  private CompletableFuture<Void> doing = CompletableFuture.completedFuture(null);
  private CompletableFuture<Void> showing = CompletableFuture.completedFuture(null);
  private Optional<Dialogue> dialogue = Optional.empty();
  private OptionalLong last = OptionalLong.empty();
  private int dialogues;
  private int references;

  /**
   * An open dialogue.
   *
   * @param code what was dialled
   * @param serial counts the phone's dialogues, so that a clock of an old one ends no new one
   * @param session what the dialect calls it: as much of the serial as it has room for
   * @param step grows with every screen and every answer, so that a clock knows whether it is still
   *     its turn
   */
  record Dialogue(String code, int serial, long session, int step) {
    Dialogue next() {
      return new Dialogue(code, serial, session, step + 1);
    }
  }

  Phone(String digits, Executor threads, Fate.Dice dice) {
    this.digits = digits;
    this.threads = threads;
    this.dice = dice;
  }

  /** What befalls it. */
  Fate.Dice dice() {
    return dice;
  }

  String digits() {
    return digits;
  }

  List<PhoneNetwork.Handset> handsets() {
    return handsets;
  }

  /** Whether nothing would be lost with it. */
  synchronized boolean idle() {
    return handsets.isEmpty()
        && dialogue.isEmpty()
        && partial.isEmpty()
        && doing.isDone()
        && showing.isDone();
  }

  /** What a person does with it, after what they did before. */
  synchronized void act(Runnable action) {
    doing = doing.thenRunAsync(action, threads).exceptionally(Phone::logged);
  }

  /** What it shows, after what it showed before. */
  synchronized void show(Consumer<PhoneNetwork.Handset> event) {
    showing =
        showing.thenRunAsync(() -> handsets.forEach(event), threads).exceptionally(Phone::logged);
  }

  private static Void logged(Throwable failure) {
    LOG.warn("A simulated phone met {}", failure.getClass().getName());
    return null;
  }

  synchronized Dialogue open(String code, LongUnaryOperator session) {
    dialogue.ifPresent(before -> last = OptionalLong.of(before.session()));
    dialogues++;
    Dialogue opened = new Dialogue(code, dialogues, session.applyAsLong(dialogues), 0);
    dialogue = Optional.of(opened);
    return opened;
  }

  /**
   * Opens a dialogue that the gateway begins; empty while another is open, and for the session that
   * ended last: its screen comes too late, and nothing begins with it.
   */
  synchronized Optional<Dialogue> opened(String code, long session) {
    if (dialogue.isPresent() || last.equals(OptionalLong.of(session))) {
      return Optional.empty();
    }
    dialogues++;
    dialogue = Optional.of(new Dialogue(code, dialogues, session, 1));
    return dialogue;
  }

  synchronized Optional<Dialogue> dialogue() {
    return dialogue;
  }

  /** The open dialogue goes on in a session of another name, as some carriers have it. */
  synchronized void rename(LongUnaryOperator session) {
    dialogue =
        dialogue.map(
            open -> {
              dialogues++;
              return new Dialogue(
                  open.code(), open.serial(), session.applyAsLong(dialogues), open.step());
            });
  }

  /** Goes a step on with {@code session}; empty when it is not open any more. */
  synchronized Optional<Dialogue> step(long session) {
    dialogue = dialogue.map(open -> open.session() == session ? open.next() : open);
    return dialogue.filter(open -> open.session() == session);
  }

  /** Ends {@code session}; empty when it is not open any more. */
  Optional<Dialogue> end(long session) {
    return end(open -> open.session() == session);
  }

  /** Ends the open dialogue when it is the one. */
  synchronized Optional<Dialogue> end(Predicate<Dialogue> one) {
    Optional<Dialogue> ended = dialogue.filter(one);
    if (ended.isPresent()) {
      last = OptionalLong.of(ended.get().session());
      dialogue = Optional.empty();
    }
    return ended;
  }

  synchronized int reference() {
    references = (references + 1) & 0xFF;
    return references;
  }

  /** The whole text once its last part is here. */
  synchronized Optional<String> join(String from, Inbox.Part part, String text) {
    String key = from + "/" + part.reference() + "/" + part.total();
    Map<Integer, String> parts = partial.computeIfAbsent(key, absent -> new TreeMap<>());
    parts.put(part.number(), text);
    if (parts.size() == part.total()) {
      partial.remove(key);
      return Optional.of(String.join("", parts.values()));
    }
    if (partial.size() > MOST_PARTIAL) {
      partial.remove(partial.keySet().iterator().next());
    }
    return Optional.empty();
  }
}
