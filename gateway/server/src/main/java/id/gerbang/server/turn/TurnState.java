package id.gerbang.server.turn;

import id.gerbang.server.channel.Channel;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What is kept of a subscriber between two turns; sealed, it is the state in Redis.
 *
 * @param language the language they last chose; outlives conversations
 * @param channel which showed the last screen
 * @param at when it did, in whole seconds
 * @param dialogue the carrier's session of the last turn, empty where it has none
 * @param typedLength how many characters an aggregator's accumulated text had; on a wire that
 *     counts its messages, the highest count ({@link CountedStep})
 * @param typedHash a hash of those characters; the text itself is personal and not kept
 * @param conversation the conversation's bytes; empty when none is open
 */
record TurnState(
    String language,
    Channel channel,
    Instant at,
    String dialogue,
    int typedLength,
    long typedHash,
    byte[] conversation) {
  private static final byte VERSION = 2;
  private static final int LONGEST_TEXT = 255;
  private static final Channel[] CHANNELS = Channel.values();

  static TurnState fresh(String language) {
    return new TurnState(language, Channel.USSD, Instant.EPOCH, "", 0, 0, new byte[0]);
  }

  byte[] toBytes() {
    byte[] languageBytes = bounded(language);
    byte[] dialogueBytes = bounded(dialogue);
    return ByteBuffer.allocate(
            1
                + 1
                + 8
                + 1
                + languageBytes.length
                + 1
                + dialogueBytes.length
                + 4
                + 8
                + conversation.length)
        .put(VERSION)
        .put((byte) channel.ordinal())
        .putLong(at.getEpochSecond())
        .put((byte) languageBytes.length)
        .put(languageBytes)
        .put((byte) dialogueBytes.length)
        .put(dialogueBytes)
        .putInt(typedLength)
        .putLong(typedHash)
        .put(conversation)
        .array();
  }

  /** Empty when the bytes are of another version or damaged: the subscriber begins anew. */
  static Optional<TurnState> of(byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      if (in.get() != VERSION) {
        return Optional.empty();
      }
      Channel channel = CHANNELS[in.get()];
      Instant at = Instant.ofEpochSecond(in.getLong());
      String language = text(in);
      String dialogue = text(in);
      int length = in.getInt();
      long hash = in.getLong();
      byte[] conversation = new byte[in.remaining()];
      in.get(conversation);
      return Optional.of(
          new TurnState(language, channel, at, dialogue, length, hash, conversation));
    } catch (BufferUnderflowException | ArrayIndexOutOfBoundsException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static byte[] bounded(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > LONGEST_TEXT) {
      throw new IllegalArgumentException(
          "at most " + LONGEST_TEXT + " bytes can be kept, these are " + bytes.length);
    }
    return bytes;
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.get() & 0xFF];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
