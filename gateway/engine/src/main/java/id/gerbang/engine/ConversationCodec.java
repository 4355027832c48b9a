package id.gerbang.engine;

import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.value.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Conversations as bytes: compact, versioned, the same on every node. Layout: version, then the
 * record's fields in order; texts as Java's modified UTF-8 with a two-byte length, collections with
 * a count of one byte, a value as a tag and its body.
 */
public final class ConversationCodec {
  /**
   * What one conversation may cost in Redis. A registration with thirty options on screen takes
   * about 2 KiB.
   */
  public static final int MOST_BYTES = 16 * 1024;

  private static final int VERSION = 1;
  private static final int MOST_ITEMS = 255;

  private ConversationCodec() {}

  /**
   * Writes {@code conversation}.
   *
   * @throws IllegalStateException when it takes more than {@link #MOST_BYTES}: a menu that learns
   *     too much
   */
  public static byte[] write(Conversation conversation) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(conversation.book());
      out.writeUTF(conversation.language());
      count(out, conversation.frames().size());
      for (Frame frame : conversation.frames()) {
        frame(out, frame);
      }
      count(out, conversation.options().size());
      for (ActionResult.Option option : conversation.options()) {
        value(out, option.value());
        values(out, option.fields());
      }
      count(out, conversation.page());
      out.writeUTF(conversation.intent());
      out.writeUTF(conversation.shown());
      out.writeUTF(conversation.notice());
      out.writeBoolean(conversation.resuming());
    } catch (IOException e) {
      throw new IllegalStateException("a byte array refused bytes", e);
    }
    if (bytes.size() > MOST_BYTES) {
      throw new IllegalStateException(
          "the conversation at "
              + conversation.standsAt()
              + " takes "
              + bytes.size()
              + " bytes, more than "
              + MOST_BYTES);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when the bytes are not a conversation of this version
   */
  public static Conversation read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "a conversation of version " + version + ", this node reads " + VERSION);
      }
      String book = in.readUTF();
      String language = in.readUTF();
      List<Frame> frames = new ArrayList<>();
      for (int left = in.readUnsignedByte(); left > 0; left--) {
        frames.add(frame(in));
      }
      List<ActionResult.Option> options = new ArrayList<>();
      for (int left = in.readUnsignedByte(); left > 0; left--) {
        options.add(new ActionResult.Option(value(in), values(in)));
      }
      Conversation read =
          new Conversation(
              book,
              language,
              frames,
              options,
              in.readUnsignedByte(),
              in.readUTF(),
              in.readUTF(),
              in.readUTF(),
              in.readBoolean());
      if (in.read() >= 0) {
        throw new IllegalArgumentException("bytes are left behind the conversation");
      }
      return read;
    } catch (IOException | DateTimeException e) {
      throw new IllegalArgumentException("not a conversation", e);
    }
  }

  private static void count(DataOutputStream out, int count) throws IOException {
    if (count > MOST_ITEMS) {
      throw new IllegalStateException(count + " items where " + MOST_ITEMS + " are the most");
    }
    out.writeByte(count);
  }

  private static void frame(DataOutputStream out, Frame frame) throws IOException {
    out.writeUTF(frame.flow());
    out.writeUTF(frame.step());
    values(out, frame.values());
    count(out, frame.trail().size());
    for (String step : frame.trail()) {
      out.writeUTF(step);
    }
  }

  private static Frame frame(DataInputStream in) throws IOException {
    String flow = in.readUTF();
    String step = in.readUTF();
    Map<String, Value> values = values(in);
    List<String> trail = new ArrayList<>();
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      trail.add(in.readUTF());
    }
    return new Frame(flow, step, values, trail);
  }

  private static void values(DataOutputStream out, Map<String, Value> values) throws IOException {
    count(out, values.size());
    for (Map.Entry<String, Value> entry : values.entrySet()) {
      out.writeUTF(entry.getKey());
      value(out, entry.getValue());
    }
  }

  private static Map<String, Value> values(DataInputStream in) throws IOException {
    Map<String, Value> values = new HashMap<>();
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      values.put(in.readUTF(), value(in));
    }
    return values;
  }

  private static void value(DataOutputStream out, Value value) throws IOException {
    switch (value) {
      case Value.Text(String text) -> {
        out.writeByte(1);
        out.writeUTF(text);
      }
      case Value.Whole(long number) -> {
        out.writeByte(2);
        out.writeLong(number);
      }
      case Value.Money(long rupiah) -> {
        out.writeByte(3);
        out.writeLong(rupiah);
      }
      case Value.Day(LocalDate date) -> {
        out.writeByte(4);
        out.writeInt((int) date.toEpochDay());
      }
      case Value.Moment(Instant instant) -> {
        out.writeByte(5);
        out.writeLong(instant.toEpochMilli());
      }
      case Value.Flag(boolean holds) -> {
        out.writeByte(6);
        out.writeBoolean(holds);
      }
      case Value.Choice(String id) -> {
        out.writeByte(7);
        out.writeUTF(id);
      }
      case Value.Named(String id, String name) -> {
        out.writeByte(8);
        out.writeUTF(id);
        out.writeUTF(name);
      }
    }
  }

  private static Value value(DataInputStream in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case 1 -> new Value.Text(in.readUTF());
      case 2 -> new Value.Whole(in.readLong());
      case 3 -> new Value.Money(in.readLong());
      case 4 -> new Value.Day(LocalDate.ofEpochDay(in.readInt()));
      case 5 -> new Value.Moment(Instant.ofEpochMilli(in.readLong()));
      case 6 -> new Value.Flag(in.readBoolean());
      case 7 -> new Value.Choice(in.readUTF());
      case 8 -> new Value.Named(in.readUTF(), in.readUTF());
      default -> throw new IllegalArgumentException("no value has the tag " + tag);
    };
  }
}
