package id.gerbang.server.channel.smpp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.jsmpp.session.connection.Connection;
import org.jsmpp.session.connection.ConnectionFactory;
import org.jsmpp.session.connection.socket.SocketConnection;

/**
 * Connects with TCP_NODELAY (Nagle on both sides costs a dialogue 46 ms) and within a bounded time.
 */
final class NoDelayConnections implements ConnectionFactory {
  private final int timeout;

  NoDelayConnections(Duration timeout) {
    this.timeout = Math.toIntExact(timeout.toMillis());
  }

  @Override
  public Connection createConnection(String host, int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.connect(new InetSocketAddress(host, port), timeout);
      return new SocketConnection(socket);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }
}
