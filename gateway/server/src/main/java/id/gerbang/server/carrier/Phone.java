package id.gerbang.server.carrier;

import id.gerbang.server.channel.phone.PhoneNetwork;
import id.gerbang.server.inbox.Inbox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
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
  private final List<PhoneNetwork.Handset> handsets = new CopyOnWriteArrayList<>();
  private final Map<String, Map<Integer, String>> partial = new LinkedHashMap<>();
  private CompletableFuture<Void> doing = CompletableFuture.completedFuture(null);
  private CompletableFuture<Void> showing = CompletableFuture.completedFuture(null);
  private Optional<Dialogue> dialogue = Optional.empty();
  private int dialogues;
  private int references;

  /**
   * An open dialogue.
   *
   * @param code what was dialled
   * @param serial counts the phone's dialogues, so that a clock of an old one ends no new one
   * @param step grows with every screen and every answer, so that a clock knows whether it is still
   *     its turn
   */
  record Dialogue(String code, int serial, int step) {
    Dialogue next() {
      return new Dialogue(code, serial, step + 1);
    }

    /** The session number of its_session_info. */
    int number() {
      return serial & 0xFF;
    }

    /** Octet 1 the number; octet 2 the sequence above the end bit. */
    int sessionInfo() {
      return number() << 8 | step << 1 & 0xFE;
    }
  }

  Phone(String digits, Executor threads) {
    this.digits = digits;
    this.threads = threads;
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

  synchronized Dialogue open(String code) {
    dialogues++;
    Dialogue opened = new Dialogue(code, dialogues, 0);
    dialogue = Optional.of(opened);
    return opened;
  }

  synchronized Optional<Dialogue> dialogue() {
    return dialogue;
  }

  /** Goes a step on with dialogue {@code number}; empty when it is not open any more. */
  synchronized Optional<Dialogue> step(int number) {
    dialogue = dialogue.map(open -> open.number() == number ? open.next() : open);
    return dialogue.filter(open -> open.number() == number);
  }

  /** Ends dialogue {@code number}; empty when it is not open any more. */
  Optional<Dialogue> end(int number) {
    return end(open -> open.number() == number);
  }

  /** Ends the open dialogue when it is the one. */
  synchronized Optional<Dialogue> end(Predicate<Dialogue> one) {
    Optional<Dialogue> ended = dialogue.filter(one);
    if (ended.isPresent()) {
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
