package id.gerbang.server.channel.smpp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.jsmpp.PDUSender;
import org.jsmpp.session.connection.Connection;
import org.jsmpp.session.connection.ConnectionFactory;
import org.jsmpp.session.connection.socket.SocketConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one TCP connection of one attempt to bind: with TCP_NODELAY (Nagle on both sides costs a
 * dialogue 46 ms), opened within a bounded time. It knows how long a write has been stuck: a peer
 * that stops reading blocks every writer, jsmpp's enquire_link among them, so nothing else would
 * ever notice. Safe for any thread.
 */
final class Wire implements ConnectionFactory {
  private static final Logger LOG = LoggerFactory.getLogger(Wire.class);

  /** Two seconds of 500 screens a second; more than that unread, and the peer does not read. */
  private static final int SEND_BUFFER = 256 * 1024;

  private static final long NOT_WRITING = 0;

  /** A write takes microseconds; one that took longer waits for the peer. */
  private static final Duration STUCK = Duration.ofMillis(200);

  private final int timeout;
  private final Optional<Tls> tls;
  private final PDUSender sender;
  private volatile Connection connection;
  private volatile long writingSince = NOT_WRITING;

  /**
   * @param tls empty for a plain connection
   * @param sender writes a PDU at a time, the same that the session uses
   */
  Wire(Duration timeout, Optional<Tls> tls, PDUSender sender) {
    this.tls = tls;
    this.timeout = Math.toIntExact(timeout.toMillis());
    this.sender = sender;
  }

  @Override
  public Connection createConnection(String host, int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.setSendBufferSize(SEND_BUFFER);
      socket.connect(new InetSocketAddress(host, port), timeout);
      Connection opened = new Watched(socket, secured(socket, host, port));
      connection = opened;
      return opened;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private Socket secured(Socket plain, String host, int port) throws IOException {
    if (tls.isEmpty()) {
      return plain;
    }
    plain.setSoTimeout(timeout); // for the handshake; jsmpp sets its own after
    return tls.get().over(plain, host, port);
  }

  /**
   * Tells the peer that its PDU could not be read. What cannot be told is not: the connection ends
   * next.
   */
  void nack(int status) {
    try {
      sender.sendGenericNack(connection.getOutputStream(), status, 0);
    } catch (IOException e) {
      LOG.debug("A generic_nack could not leave");
    }
  }

  /** Writes PDUs; blocks while the peer does not read. */
  void write(byte[] octets, int length) throws IOException {
    connection.getOutputStream().write(octets, 0, length);
  }

  /** How long the current write has waited for the peer; zero when nobody writes. */
  Duration stuckFor() {
    long since = writingSince;
    return since == NOT_WRITING ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
  }

  private final class Watched extends SocketConnection {
    private final OutputStream out;
    private final Socket plain;

    Watched(Socket plain, Socket spoken) throws IOException {
      super(spoken);
      this.plain = plain;
      this.out = new WatchedOutput(spoken.getOutputStream());
    }

    /** Closing TLS says so to the peer, and waits for a writer that is stuck. */
    @Override
    public void close() {
      if (stuckFor().compareTo(STUCK) > 0) {
        try {
          plain.close();
        } catch (IOException e) {
          LOG.debug("A connection that hangs could not be closed at once");
        }
      }
      super.close();
    }

    @Override
    public OutputStream getOutputStream() {
      return out;
    }
  }

  /** One writes at a time, under the lock of this stream, which is jsmpp's senders' too. */
  private final class WatchedOutput extends OutputStream {
    private final OutputStream out;

    WatchedOutput(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] octets, int from, int length) throws IOException {
      writingSince = System.nanoTime() | 1; // never NOT_WRITING
      try {
        out.write(octets, from, length);
      } finally {
        writingSince = NOT_WRITING;
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }
}
