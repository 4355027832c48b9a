package id.gerbang.server.turn;

import id.gerbang.engine.Screen;
import id.gerbang.server.channel.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A reply as bytes, to be sealed and kept for the repeat of its message: whether it ends, its
 * number, its text; where it has buttons also its body and what they say.
 */
final class SealedReply {
  private static final int ENDS = 1;
  private static final int BUTTONS = 2;

  private SealedReply() {}

  static byte[] write(Reply reply) {
    boolean buttons = !reply.choices().isEmpty();
    List<byte[]> texts = new ArrayList<>();
    texts.add(bytes(reply.text()));
    if (buttons) {
      texts.add(bytes(reply.body()));
      for (Screen.Choice choice : reply.choices()) {
        texts.add(bytes(choice.key()));
        texts.add(bytes(choice.label()));
      }
    }
    int size = texts.stream().mapToInt(text -> Integer.BYTES + text.length).sum();
    ByteBuffer out =
        ByteBuffer.allocate(1 + Long.BYTES + size)
            .put((byte) ((reply.ends() ? ENDS : 0) | (buttons ? BUTTONS : 0)))
            .putLong(reply.number());
    texts.forEach(text -> out.putInt(text.length).put(text));
    return out.array();
  }

  static Reply read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int marks = in.get();
    boolean ends = (marks & ENDS) != 0;
    long number = in.getLong();
    String text = text(in);
    if ((marks & BUTTONS) == 0) {
      return new Reply(text, text, List.of(), ends, number, false);
    }
    String body = text(in);
    List<Screen.Choice> choices = new ArrayList<>();
    while (in.hasRemaining()) {
      choices.add(new Screen.Choice(text(in), text(in)));
    }
    return new Reply(text, body, choices, ends, number, false);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
