package id.gerbang.bench.soak;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** How long answers took, by kind, and how many never came. Safe for any thread. */
final class Times {
  private final Map<String, ConcurrentLinkedQueue<Long>> nanos = new ConcurrentHashMap<>();
  private final AtomicLong unanswered = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  void took(String kind, long elapsed) {
    nanos.computeIfAbsent(kind, _ -> new ConcurrentLinkedQueue<>()).add(elapsed);
  }

  /** A request got no answer, or none that decides: it was asked again. */
  void unanswered() {
    unanswered.incrementAndGet();
  }

  /** How many requests had to be asked again. */
  long askedAgain() {
    return unanswered.get();
  }

  /**
   * The external id of a request that was not answered is used up: it was done, and its answer
   * lost.
   */
  void lostAnswer() {
    lost.incrementAndGet();
  }

  /** How many answers are known to have been lost after the commit. */
  long lostAnswers() {
    return lost.get();
  }

  /** {@code 2,104 answers, p50 6 ms, p99 88 ms, longest 2,310 ms}. */
  String shown(String kind) {
    long[] all =
        nanos.getOrDefault(kind, new ConcurrentLinkedQueue<>()).stream()
            .mapToLong(Long::longValue)
            .toArray();
    if (all.length == 0) {
      return "none";
    }
    Arrays.sort(all);
    return String.format(
        "%,d answers, p50 %,.0f ms, p99 %,.0f ms, longest %,.0f ms",
        all.length,
        all[all.length / 2] / 1e6,
        all[(int) (all.length * 0.99)] / 1e6,
        all[all.length - 1] / 1e6);
  }
}
