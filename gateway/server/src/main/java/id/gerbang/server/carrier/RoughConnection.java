package id.gerbang.server.carrier;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jsmpp.session.connection.Connection;

/**
 * A gateway's connection that can go wrong below jsmpp: fall silent without a FIN, read slowly,
 * lose one answer, write garbage between two PDUs, be reset.
 *
 * <p>Read by jsmpp's one reader thread, written by any, one PDU at a time under the stream's lock.
 */
final class RoughConnection implements Connection {
  /** Times a second that a slow reader reads. */
  private static final int READS_PER_SECOND = 4;

  private static final Duration LOOK = Duration.ofMillis(20);
  private static final int COMMAND = 4;
  private static final int SEQUENCE = 12;
  private static final int HEADER = 16;
  private static final int SUBMIT_SM_RESP = 0x80000004;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final Set<Integer> muted = ConcurrentHashMap.newKeySet();
  private volatile boolean deaf;
  private volatile long slowUntil = System.nanoTime();
  private volatile int octetsPerSecond = 1;

  RoughConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new Reading(socket.getInputStream());
    this.out = new Writing(socket.getOutputStream());
  }

  /** Reads and writes nothing from now on, and does not say so. */
  void fallSilent() {
    deaf = true;
  }

  /** Reads a few octets a second for so long. */
  void readSlowly(Duration time, int perSecond) {
    octetsPerSecond = perSecond;
    slowUntil = System.nanoTime() + time.toNanos();
  }

  /** The answer to this submit_sm never leaves. */
  void mute(int sequence) {
    muted.add(sequence);
  }

  /** Writes octets of its own between two PDUs. */
  void interject(byte[] octets) throws IOException {
    synchronized (out) {
      out.write(octets);
      out.flush();
    }
  }

  /** Ends with a reset: what was under way is lost. */
  void sever() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // it is closed already, which is what is wanted
    }
    try {
      socket.close();
    } catch (IOException e) {
      // the same
    }
  }

  private void awaitHearing() throws IOException {
    while (deaf) {
      if (socket.isClosed()) {
        throw new IOException("the silence is over, and so is the connection");
      }
      pause(LOOK);
    }
  }

  private static void pause(Duration time) throws IOException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("closing", e);
    }
  }

  private final class Reading extends FilterInputStream {
    Reading(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      awaitHearing();
      int most = length;
      if (System.nanoTime() - slowUntil < 0) {
        most = Math.min(length, Math.max(1, octetsPerSecond / READS_PER_SECOND));
        pause(Duration.ofSeconds(1).dividedBy(Math.min(READS_PER_SECOND, octetsPerSecond)));
      }
      int read = super.read(into, from, most);
      awaitHearing();
      return read;
    }
  }

  private final class Writing extends FilterOutputStream {
    Writing(OutputStream out) {
      super(out);
    }

    @Override
    public synchronized void write(byte[] octets, int from, int length) throws IOException {
      if (!deaf && !isMuted(octets, from, length)) {
        out.write(octets, from, length);
      }
    }

    @Override
    public synchronized void flush() throws IOException {
      if (!deaf) {
        out.flush();
      }
    }
  }

  private boolean isMuted(byte[] octets, int from, int length) {
    if (length < HEADER) {
      return false;
    }
    ByteBuffer pdu = ByteBuffer.wrap(octets, from, length).slice();
    return pdu.getInt(COMMAND) == SUBMIT_SM_RESP && muted.remove(pdu.getInt(SEQUENCE));
  }

  @Override
  public boolean isOpen() {
    return !socket.isClosed();
  }

  @Override
  public InetAddress getInetAddress() {
    return socket.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return socket.getLocalAddress();
  }

  @Override
  public int getPort() {
    return socket.getPort();
  }

  @Override
  public int getLocalPort() {
    return socket.getLocalPort();
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  @Override
  public OutputStream getOutputStream() {
    return out;
  }

  @Override
  public void setSoTimeout(int timeout) throws IOException {
    socket.setSoTimeout(timeout);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
