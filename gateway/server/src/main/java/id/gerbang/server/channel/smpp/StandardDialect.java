package id.gerbang.server.channel.smpp;

import java.util.List;

/**
 * SMPP 3.4 as written: its_session_info (0x1383) holds the session number and, in its last bit, the
 * end. Its sequence may stay or step; we echo what came.
 */
public final class StandardDialect implements Dialect {

  @Override
  public String name() {
    return "standard";
  }

  @Override
  public Heard hear(Delivered message) {
    int its = message.number(Tlv.ITS_SESSION_INFO, 2);
    if (its < 0) {
      return new Heard.Strange(CommandStatus.MISSING_TLV);
    }
    String session = Integer.toString(its >> 8);
    return (its & 1) == 1 ? new Heard.Closed(session) : UssdOperation.heard(message, session);
  }

  @Override
  public List<Tlv> answer(Delivered message, boolean last) {
    int its = message.number(Tlv.ITS_SESSION_INFO, 2) | (last ? 1 : 0);
    return List.of(
        UssdOperation.reply(last),
        new Tlv(Tlv.ITS_SESSION_INFO, new byte[] {(byte) (its >> 8), (byte) its}));
  }
}
