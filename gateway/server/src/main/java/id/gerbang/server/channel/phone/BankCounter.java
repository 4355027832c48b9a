package id.gerbang.server.channel.phone;

/** A bank's counter beside the web phone, of a demonstration. Safe for any thread; blocks. */
public interface BankCounter {
  /**
   * Pays what somebody typed as a payment code.
   *
   * @return what the bank says to its customer, in Indonesian
   */
  String pay(String code);
}
