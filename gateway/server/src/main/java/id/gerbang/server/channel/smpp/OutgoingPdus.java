package id.gerbang.server.channel.smpp;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * PDUs of dialogues on their way to the carrier: one thread writes whatever gathered while it wrote
 * the last, in one go. A write for each would cost a turn more than its menu does.
 *
 * <p>One for each connection, and it ends with it: what waits then is lost, as it would be in the
 * socket. Threads: {@link #screen} never blocks; {@link #answer} does while the carrier reads
 * nothing, which holds back only who reads that carrier.
 */
final class OutgoingPdus implements AutoCloseable {
  /** A thousand screens; a carrier that leaves more unread does not read. */
  private static final int MOST_OCTETS = 256 * 1024;

  private static final int FIRST_OCTETS = 8 * 1024;

  /** Where they go. */
  interface Sink {
    /** Writes the first {@code length} of {@code octets}; blocks. */
    void write(byte[] octets, int length) throws IOException;
  }

  private final Sink sink;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition some = lock.newCondition();
  private final Condition room = lock.newCondition();
  private byte[] gathered = new byte[FIRST_OCTETS];
  private int length;
  private boolean idle;
  private boolean closed;

  /** Begins at once. */
  OutgoingPdus(String name, Sink sink) {
    this.sink = sink;
    Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  /** Adds a request of ours; those under way are bounded by the window. */
  void screen(byte[] pdu) {
    lock.lock();
    try {
      add(pdu);
    } finally {
      lock.unlock();
    }
  }

  /** Adds an answer to a request of the carrier's, when there is room. */
  void answer(byte[] pdu) {
    lock.lock();
    try {
      while (length > MOST_OCTETS && !closed) {
        room.awaitUninterruptibly();
      }
      add(pdu);
    } finally {
      lock.unlock();
    }
  }

  private void add(byte[] pdu) {
    if (closed) {
      return;
    }
    if (length + pdu.length > gathered.length) {
      gathered = Arrays.copyOf(gathered, Math.max(2 * gathered.length, length + pdu.length));
    }
    System.arraycopy(pdu, 0, gathered, length, pdu.length);
    length += pdu.length;
    if (idle) {
      idle = false;
      some.signal();
    }
  }

  private void run() {
    byte[] spare = new byte[FIRST_OCTETS];
    try {
      while (true) {
        int count;
        lock.lock();
        try {
          while (length == 0 && !closed) {
            idle = true;
            some.awaitUninterruptibly();
          }
          if (closed) {
            return;
          }
          byte[] full = gathered;
          gathered = spare;
          spare = full;
          count = length;
          length = 0;
          room.signalAll();
        } finally {
          lock.unlock();
        }
        sink.write(spare, count);
      }
    } catch (IOException e) { // who reads the connection meets its end too, and tells it
      close();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      length = 0;
      some.signal();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
