package id.gerbang.server.session;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that asks a question again and again: now and then while the answer is that all is
 * well, more often while it is not, sooner when somebody has reason to ask, and never more often
 * than it may.
 *
 * <p>Threads: {@link #soon} from any; the question is asked by one thread of its own.
 */
final class Inquiry implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Inquiry.class);

  private final BooleanSupplier question;
  private final long calmNanos;
  private final long leastNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition called = lock.newCondition();
  private final Thread thread;
  private boolean soon;
  private boolean closed;

  /**
   * @param question answers whether all is well; asked at once, and then
   * @param calm that often while all is well
   * @param least never sooner than this after the last time
   */
  Inquiry(String name, BooleanSupplier question, Duration calm, Duration least) {
    this.question = question;
    this.calmNanos = calm.toNanos();
    this.leastNanos = least.toNanos();
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  Inquiry start() {
    thread.start();
    return this;
  }

  /** Asks as soon as it may. */
  void soon() {
    lock.lock();
    try {
      soon = true;
      called.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      boolean going = true;
      while (going) {
        going = next(asked());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private boolean asked() {
    try {
      return question.getAsBoolean();
    } catch (RuntimeException e) {
      log.error("a bug; it is asked again", e);
      return false;
    }
  }

  /** Waits until it is time to ask again; false when it never is. */
  private boolean next(boolean well) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long passed = 0;
      long began = System.nanoTime();
      while (!closed && passed < (well && !soon ? calmNanos : leastNanos)) {
        called.awaitNanos((well && !soon ? calmNanos : leastNanos) - passed);
        passed = System.nanoTime() - began;
      }
      soon = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      called.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(1)); // a question under way ends by its own limits
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
