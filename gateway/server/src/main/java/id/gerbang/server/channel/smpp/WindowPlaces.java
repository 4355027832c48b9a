package id.gerbang.server.channel.smpp;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The places of a link's window: each request that waits for its answer holds one. Who waits for a
 * place does so in a line, but a dialogue's screen ({@link #tryTake}) goes before it: a person
 * waits for that. Safe for any thread.
 */
final class WindowPlaces {
  private final int size;
  private final Semaphore free;
  private volatile Runnable given = () -> {};

  WindowPlaces(int size) {
    this.size = size;
    this.free = new Semaphore(size, true);
  }

  /** What to do after each place that is given back; never blocks. */
  void whenGiven(Runnable then) {
    given = then;
  }

  int size() {
    return size;
  }

  int used() {
    return size - free.availablePermits();
  }

  boolean tryTake() {
    return free.tryAcquire();
  }

  boolean take(Duration patience) throws InterruptedException {
    return free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Undoes a {@link #tryTake} of somebody who goes on to look for who else could have it. */
  void putBack() {
    free.release();
  }

  void give() {
    free.release();
    given.run();
  }
}
