package id.gerbang.server.channel.smpp;

import java.util.List;

/**
 * 6D Technologies: a 15-bit session in 0x1383 whose low bit ends it; replies are always op 2,
 * 0x1383 echoed with that bit.
 */
public final class SixdeeDialect implements Dialect {

  @Override
  public String name() {
    return "sixdee";
  }

  @Override
  public Heard hear(Delivered message) {
    int info = message.number(Tlv.ITS_SESSION_INFO, 2);
    if (info < 0) {
      return new Heard.Strange(CommandStatus.MISSING_TLV);
    }
    String session = Integer.toString(info >> 1);
    return (info & 1) == 1 ? new Heard.Closed(session) : UssdOperation.heard(message, session);
  }

  @Override
  public List<Tlv> answer(Delivered message, boolean last) {
    int info = message.number(Tlv.ITS_SESSION_INFO, 2) | (last ? 1 : 0);
    return List.of(
        UssdOperation.reply(false),
        new Tlv(Tlv.ITS_SESSION_INFO, new byte[] {(byte) (info >> 8), (byte) info}));
  }
}
