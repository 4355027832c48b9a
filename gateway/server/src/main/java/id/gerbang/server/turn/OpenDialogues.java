package id.gerbang.server.turn;

import id.gerbang.server.crypt.Vault;
import id.gerbang.server.session.Conversations;
import id.gerbang.server.session.Conversations.Begun;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The USSD dialogues of this node that stand in an unfinished menu: carriers do not always say when
 * somebody hangs up. A dialogue:
 *
 * <pre>
 *   (none) ──shown──► open ──dropped──► leaving
 *                      │ ▲                │
 *                      │ └─────shown──────┘ (dialled again)
 *                      ├─ended──► (none)
 *                      └─no key for {@link #SILENCE}, or {@link #GRACE} after the drop──► left: told once, (none)
 * </pre>
 *
 * <p>In memory only: what a node that dies forgets is a reminder, and the next dial offers the
 * same. Safe for any thread.
 */
public final class OpenDialogues {
  private static final Logger log = LoggerFactory.getLogger(OpenDialogues.class);

  /** The longest session clock seen is 180 s; after it no screen is on anybody's phone. */
  static final Duration SILENCE = Duration.ofMinutes(4);

  /** Who was cut off dials again at once, if they can. */
  static final Duration GRACE = Duration.ofMinutes(1);

  /** A hundred bytes each; beyond it nobody is reminded. */
  private static final int MOST = 100_000;

  private final Conversations conversations;
  private final Vault vault;
  private final LeftOpen leftOpen;
  private final Executor blocking;
  private final Map<Msisdn, Open> open = new ConcurrentHashMap<>();

  /**
   * @param leftOpen is told on {@code blocking}
   */
  public OpenDialogues(
      Conversations conversations, Vault vault, LeftOpen leftOpen, Executor blocking) {
    this.conversations = conversations;
    this.vault = vault;
    this.leftOpen = leftOpen;
    this.blocking = blocking;
  }

  /**
   * @param number the screen's number in the conversation
   * @param dialogue the carrier's session
   * @param until when it counts as left
   */
  private record Open(
      Msisdn phone, long number, String dialogue, String flow, String language, Instant until) {
    Open until(Instant other) {
      return new Open(phone, number, dialogue, flow, language, other);
    }
  }

  /** A screen of {@code flow} was shown. */
  void shown(Msisdn phone, long number, String dialogue, String flow, String language, Instant at) {
    if (open.size() < MOST || open.containsKey(phone)) {
      open.put(phone, new Open(phone, number, dialogue, flow, language, at.plus(SILENCE)));
    }
  }

  /** Nothing is left open on USSD. */
  void ended(Msisdn phone) {
    open.remove(phone);
  }

  /** The carrier says that the call is over. */
  void dropped(Msisdn phone, Instant at) {
    open.computeIfPresent(
        phone,
        (same, was) -> was.until().isBefore(at.plus(GRACE)) ? was : was.until(at.plus(GRACE)));
  }

  /**
   * Looks whose time is over, and tells of those who went on nowhere else. Never blocks.
   *
   * @return completes, always normally, when all were told
   */
  public CompletionStage<Void> look(Instant now) {
    List<CompletableFuture<Void>> told = new ArrayList<>();
    for (Open dialogue : open.values()) {
      if (!dialogue.until().isAfter(now) && open.remove(dialogue.phone(), dialogue)) {
        told.add(tell(dialogue).toCompletableFuture());
      }
    }
    return CompletableFuture.allOf(told.toArray(CompletableFuture[]::new));
  }

  private CompletionStage<Void> tell(Open dialogue) {
    byte[] subscriber = vault.lookup("phone", dialogue.phone().digits());
    String lease = "left-" + dialogue.number();
    return conversations
        .begin(subscriber, new byte[0], lease)
        .thenCompose(
            begun ->
                begun instanceof Begun.Ready ready
                    ? conversations
                        .release(subscriber, lease)
                        .thenApply(_ -> ready.sequence() == dialogue.number())
                    : CompletableFuture.completedFuture(false))
        .thenAcceptAsync(
            stillThere -> {
              if (stillThere) {
                leftOpen.left(
                    dialogue.phone(), dialogue.dialogue(), dialogue.flow(), dialogue.language());
              }
            },
            blocking)
        .exceptionally(
            failure -> {
              log.warn("a reminder was not written: {}", failure.getClass().getSimpleName());
              return null;
            });
  }
}
