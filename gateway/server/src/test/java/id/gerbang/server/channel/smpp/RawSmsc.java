package id.gerbang.server.channel.smpp;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A carrier that is nothing but octets: what it says and hears is written in hex. One connection at
 * a time, one thread.
 */
final class RawSmsc implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int LITTLE = 4_096;
  private final ServerSocket socket;
  private Socket connection;
  private DataInputStream in;

  RawSmsc() throws IOException {
    socket = new ServerSocket();
    socket.setReceiveBufferSize(LITTLE); // so that a test can fill it
    socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  int port() {
    return socket.getLocalPort();
  }

  /**
   * Takes the next connection and the bind on it; answers with the octets {@code response} (its
   * sequence filled in) and more.
   */
  void bind(String response, byte[]... more) throws IOException {
    if (connection != null) {
      connection.close();
    }
    connection = socket.accept();
    connection.setSoTimeout(PATIENCE_MILLIS);
    connection.setTcpNoDelay(true);
    in = new DataInputStream(connection.getInputStream());
    byte[] bind = next();
    byte[] answer = pdu(response);
    System.arraycopy(bind, 12, answer, 12, 4);
    say(answer, more);
  }

  /** A usual bind. */
  void bind(byte[]... more) throws IOException {
    bind("80000009 00000000 00000000 736d736300 02100001 34", more);
  }

  /** Writes PDUs, all in one piece. */
  void say(byte[] first, byte[]... more) throws IOException {
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    all.write(first);
    for (byte[] each : more) {
      all.write(each);
    }
    connection.getOutputStream().write(all.toByteArray());
  }

  /** The next PDU. */
  byte[] next() throws IOException {
    int length = in.readInt();
    byte[] pdu = new byte[length];
    ByteBuffer.wrap(pdu).putInt(length);
    in.readFully(pdu, 4, length - 4);
    return pdu;
  }

  /** The next PDU in hex: command, status and sequence. */
  String heard() throws IOException {
    return HexFormat.of().formatHex(next(), 4, 16);
  }

  /** Whether the gateway ends the connection, whatever it still says. */
  boolean ended() {
    try {
      while (in.read() >= 0) {
        Thread.onSpinWait();
      }
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** A PDU without its length, in hex; the length is put before it. */
  static byte[] pdu(String hex) {
    byte[] rest = HexFormat.of().parseHex(hex.replace(" ", ""));
    return ByteBuffer.allocate(4 + rest.length).putInt(4 + rest.length).put(rest).array();
  }

  /** Ends the connection. */
  void hangUp() throws IOException {
    connection.close();
  }

  /** A dialogue's deliver_sm from 6281200000506. */
  static byte[] ussd(int sequence, int operation, int info, String text) {
    return pdu(
        "00000005 00000000 %08x 5553534400 0101 3632383132303030303035303600 0001 2a3530302300 00000000000000 0f00 %02x%s 05010001%02x 13830002%04x"
            .formatted(
                sequence,
                text.length(),
                HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                operation,
                info));
  }

  @Override
  public void close() throws IOException {
    socket.close();
    if (connection != null) {
      connection.close();
    }
  }
}
