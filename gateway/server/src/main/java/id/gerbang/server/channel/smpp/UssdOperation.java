package id.gerbang.server.channel.smpp;

import java.util.List;

/**
 * The operations as most dialects share them (ussd_service_op, SMPP 3.4 §5.3.2.44, and vendors'
 * aborts).
 */
final class UssdOperation {
  /** A vendor's report of an aborted dialogue (Comverse "SMPP+", 6D's 0x81). */
  private static final int ABORTED = 129;

  /** One operator's hang-up, failure, reject. */
  private static final List<Integer> VENDOR_ABORTS = List.of(65, 66, 67);

  private UssdOperation() {}

  static Dialect.Heard heard(Delivered message, String session) {
    int operation = message.number(Tlv.USSD_SERVICE_OP, 1);
    if (operation == Dialect.DIALLED) {
      return new Dialect.Heard.Dialled(session);
    }
    if (operation == Dialect.ANSWERED || operation == Dialect.ASK) {
      return new Dialect.Heard.Answered(session);
    }
    if (closes(message)) {
      return new Dialect.Heard.Closed(session);
    }
    return new Dialect.Heard.Strange(CommandStatus.INVALID_TLV_VALUE);
  }

  static boolean closes(Delivered message) {
    int operation = message.number(Tlv.USSD_SERVICE_OP, 1);
    return operation == Dialect.LAST || operation == ABORTED || VENDOR_ABORTS.contains(operation);
  }

  static Tlv reply(boolean last) {
    return new Tlv(Tlv.USSD_SERVICE_OP, new byte[] {(byte) (last ? Dialect.LAST : Dialect.ASK)});
  }
}
