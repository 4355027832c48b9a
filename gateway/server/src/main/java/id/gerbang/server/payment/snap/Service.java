package id.gerbang.server.payment.snap;

/** What we ask of a bank: a service of SNAP BI, its method and its path below {@code /v1.0}. */
public enum Service {
  TOKEN("73", "POST", "/access-token/b2b"),
  CREATE_VA("27", "POST", "/transfer-va/create-va"),
  UPDATE_VA("28", "PUT", "/transfer-va/update-va"),
  INQUIRE_VA("30", "POST", "/transfer-va/inquiry-va"),
  DELETE_VA("31", "DELETE", "/transfer-va/delete-va"),
  GENERATE_QR("47", "POST", "/qr/qr-mpm-generate"),
  QUERY_QR("51", "POST", "/qr/qr-mpm-query");

  private final String code;
  private final String method;
  private final String path;

  Service(String code, String method, String path) {
    this.code = code;
    this.method = method;
    this.path = path;
  }

  /** The two digits in the middle of its response codes. */
  public String code() {
    return code;
  }

  public String method() {
    return method;
  }

  public String path() {
    return path;
  }
}
