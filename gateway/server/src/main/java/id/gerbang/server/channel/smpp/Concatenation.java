package id.gerbang.server.channel.smpp;

import id.gerbang.engine.text.SmsCut.Room;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How the parts of a long SMS are joined; an operator is used to one of them. Never mixed. */
public enum Concatenation {
  /** A user data header with a reference of 8 bits: every phone joins it. */
  UDH8(Room.USUAL),
  /** A user data header with a reference of 16 bits: collides less, costs a character a part. */
  UDH16(Room.LONG_REFERENCE),
  /** TLVs sar_*, of which the carrier makes a header; it may be one of 16 bits. */
  SAR(Room.LONG_REFERENCE),
  /** The whole text in message_payload; the carrier cuts it. */
  PAYLOAD(Room.USUAL);

  private final Room room;

  Concatenation(Room room) {
    this.room = room;
  }

  /** What a part leaves for words. */
  Room room() {
    return room;
  }

  /** As the settings spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The words that the settings know. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Concatenation::word).toList();
  }

  /** The one of that word. */
  public static Optional<Concatenation> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }
}
