package id.gerbang.server.carrier;

import id.gerbang.server.carrier.Misbehaviour.Span;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Decides what goes wrong, by a {@link Misbehaviour} and a seed. Each phone and each connection has
 * dice of its own, so that what befalls one does not depend on how often the others were asked.
 * Safe for any thread.
 */
public final class Fate {
  /** A carrier that does everything right. */
  public static Fate kind() {
    return new Fate(Misbehaviour.NONE, 0);
  }

  private final long seed;
  private volatile Misbehaviour now;

  public Fate(Misbehaviour misbehaviour, long seed) {
    this.now = misbehaviour;
    this.seed = seed;
  }

  /** From now on this goes wrong. */
  public void becomes(Misbehaviour misbehaviour) {
    now = misbehaviour;
  }

  /** The dice of something that has a name. */
  Dice of(String name) {
    return new Dice(this, new SplittableRandom(seed * 31 + name.hashCode()));
  }

  /** Throws for one phone or one connection. Safe for any thread. */
  static final class Dice {
    private final Fate fate;
    private final SplittableRandom random;

    private Dice(Fate fate, SplittableRandom random) {
      this.fate = fate;
      this.random = random;
    }

    /** Whether it happens this time. Chances of 0 draw nothing. */
    boolean happens(ToDoubleFunction<Misbehaviour> chance) {
      double of = chance.applyAsDouble(fate.now);
      return of > 0 && drawn() < of;
    }

    private synchronized double drawn() {
      return random.nextDouble();
    }

    /** How long it takes this time. */
    Duration lasts(Function<Misbehaviour, Span> span) {
      Span between = span.apply(fate.now);
      long width = between.most().minus(between.least()).toNanos();
      return width == 0 ? between.least() : between.least().plusNanos(below(width + 1));
    }

    synchronized long below(long bound) {
      return random.nextLong(bound);
    }

    <T> T oneOf(List<T> all) {
      return all.get((int) below(all.size()));
    }

    Misbehaviour now() {
      return fate.now;
    }
  }
}
