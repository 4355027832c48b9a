package id.gerbang.bench.soak;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The soak's own ledger: what each client was told, and believes. Nothing is read from the
 * gateway's database for it. Only answers that were received count; what was not answered was asked
 * again until it was. Safe for any thread.
 */
final class Belief {

  /** How money moved, or did not. */
  enum Fate {
    /** The bank heard 2002500, the till "paid": a bill is paid by it. */
    PAID,
    /** The money has moved and fits no bill: the till heard that it is parked. */
    PARKED,
    /** The bank heard a refusal: no money moved. */
    REFUSED
  }

  /**
   * A payment as its client knows it.
   *
   * @param channel {@code snap} or {@code till}: the source that the gateway must have noted
   * @param id the client's own id: paymentRequestId, or the till's receipt number
   * @param reference the gateway's, as answered; empty when refused
   * @param said SNAP's response code, or why it is parked
   */
  record Told(
      String channel,
      String id,
      String account,
      long rupiah,
      Fate fate,
      String reference,
      String said) {}

  private final Map<String, Told> told = new ConcurrentHashMap<>();
  private final Map<String, Integer> bills = new ConcurrentHashMap<>();
  private final List<String> differences = new ArrayList<>();

  /**
   * Writes an answer down. The same payment told again must have the same answer; one that was
   * refused may be paid later (a right amount after a wrong one), never the other way round.
   */
  void told(Told now) {
    told.merge(
        now.channel() + ":" + now.id(),
        now,
        (before, later) -> {
          if (before.fate() == Fate.REFUSED) {
            return later;
          }
          boolean same =
              before.fate() == later.fate() && before.reference().equals(later.reference());
          if (!same && later.fate() != Fate.REFUSED) {
            differs(later.id() + " was answered " + before + ", then " + later);
          }
          return before;
        });
  }

  /** A phone was shown a bill. */
  void shown(String paymentCode, int member) {
    Integer before = bills.putIfAbsent(paymentCode, member);
    if (before != null && before != member) {
      differs("the bill " + paymentCode + " was shown to two members");
    }
  }

  /** Something is not as it must be. */
  void differs(String what) {
    synchronized (differences) {
      differences.add(what);
    }
  }

  /** Checks an answer that can be foretold. */
  void expect(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      differs(what + ": expected " + expected + ", was " + found);
    }
  }

  List<Told> all() {
    return List.copyOf(told.values());
  }

  /** Which member each bill was shown to. */
  Map<String, Integer> bills() {
    return Map.copyOf(bills);
  }

  List<String> differences() {
    synchronized (differences) {
      return List.copyOf(differences);
    }
  }

  /** How many payments came to each fate. */
  Map<Fate, Long> outcomes() {
    Map<Fate, Long> outcomes = new EnumMap<>(Fate.class);
    for (Fate fate : Fate.values()) {
      outcomes.put(fate, all().stream().filter(one -> one.fate() == fate).count());
    }
    return outcomes;
  }
}
