package id.gerbang.server.turn;

import id.gerbang.server.channel.Reply;
import java.nio.charset.StandardCharsets;

/**
 * A reply as bytes, to be sealed and kept for the repeat of its message: whether it ends, then its
 * text.
 */
final class SealedReply {
  private SealedReply() {}

  static byte[] write(Reply reply) {
    byte[] text = reply.text().getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[text.length + 1];
    bytes[0] = (byte) (reply.ends() ? 1 : 0);
    System.arraycopy(text, 0, bytes, 1, text.length);
    return bytes;
  }

  static Reply read(byte[] bytes) {
    return new Reply(new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8), bytes[0] == 1);
  }
}
