package id.gerbang.server.api;

/**
 * What a bank asks of us by SNAP BI: a service, its two digits, and its path below {@code /snap}.
 */
public enum SnapService {
  TOKEN("73", "/v1.0/access-token/b2b"),
  INQUIRY("24", "/v1.0/transfer-va/inquiry"),
  PAYMENT("25", "/v1.0/transfer-va/payment"),
  STATUS("26", "/v1.0/transfer-va/status"),
  /** Money that has moved into an account of ours. */
  NOTIFICATION("34", "/v1.0/transfer-va/notify-payment-intrabank"),
  /** Money that has moved by a QRIS of ours. */
  QR_NOTIFICATION("52", "/v1.0/qr/qr-mpm-notify"),
  /** No service: the path is unknown. */
  NONE("00", "");

  private final String code;
  private final String path;

  SnapService(String code, String path) {
    this.code = code;
    this.path = path;
  }

  /** The two digits in the middle of a response code. */
  public String code() {
    return code;
  }

  /** Where it is served unless the settings of a bank say otherwise. */
  public String path() {
    return SnapFront.PREFIX + path;
  }

  /** Whether it tells of money that has moved, which is never refused for what it says. */
  boolean tellsOfMoney() {
    return this == NOTIFICATION || this == QR_NOTIFICATION;
  }
}
