package id.gerbang.server.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP/1.1 by hand: the bytes that are given, on a plain socket, and what comes back. */
public final class RawHttp {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");

  private RawHttp() {}

  /**
   * What came back.
   *
   * @param status 0 when the other side hung up without an answer
   */
  public record Answer(int status, String head, String body) {}

  /** A POST of a form with a length. */
  public static byte[] post(String path, String form) {
    return post(path, "", form.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * A POST.
   *
   * @param headers each with its line's end
   */
  public static byte[] post(String path, String headers, byte[] body) {
    return join(
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + body.length
            + "\r\n"
            + headers
            + "\r\n",
        body);
  }

  /** A POST in chunks of at most {@code size} octets. */
  public static byte[] chunked(String path, String form, int size) {
    StringBuilder chunks = new StringBuilder();
    for (int at = 0; at < form.length(); at += size) {
      String chunk = form.substring(at, Math.min(form.length(), at + size));
      chunks
          .append(Integer.toHexString(chunk.length()))
          .append("\r\n")
          .append(chunk)
          .append("\r\n");
    }
    return ("POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
            + chunks
            + "0\r\n\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] join(String head, byte[] body) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    all.writeBytes(body);
    return all.toByteArray();
  }

  /** Sends {@code request} on a connection of its own and reads the first whole answer. */
  public static Answer send(int port, byte[] request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      try {
        out.write(request);
        out.flush();
      } catch (IOException e) {
        // it may have answered and hung up before it read all
      }
      return read(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads one answer. */
  public static Answer read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int octet = in.read();
      if (octet < 0) {
        return new Answer(0, head.toString(StandardCharsets.ISO_8859_1), "");
      }
      head.write(octet);
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    Matcher length = LENGTH.matcher(text);
    byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    return new Answer(
        Integer.parseInt(text.substring(9, 12)), text, new String(body, StandardCharsets.UTF_8));
  }
}
