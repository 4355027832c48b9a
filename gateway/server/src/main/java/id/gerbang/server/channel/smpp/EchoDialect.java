package id.gerbang.server.channel.smpp;

import java.util.HexFormat;
import java.util.List;

/**
 * The session is a TLV that is echoed as it came, or there is none at all and the phone is the key.
 *
 * @param name in the settings
 * @param tag where the session lives, or {@link #NO_TAG}
 * @param octets how long it is
 */
record EchoDialect(String name, int tag, int octets) implements Dialect {
  /** The dialect has no session: one phone, one dialogue. */
  static final int NO_TAG = -1;

  @Override
  public Heard hear(Delivered message) {
    if (tag == NO_TAG) {
      return UssdOperation.heard(message, "");
    }
    byte[] value = message.tlvs().get(tag);
    if (value == null || value.length != octets) {
      return new Heard.Strange(CommandStatus.MISSING_TLV);
    }
    return UssdOperation.heard(message, HexFormat.of().formatHex(value));
  }

  @Override
  public List<Tlv> answer(Delivered message, boolean last) {
    return tag == NO_TAG
        ? List.of(UssdOperation.reply(last))
        : List.of(UssdOperation.reply(last), new Tlv(tag, message.tlvs().get(tag)));
  }
}
