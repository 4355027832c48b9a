package id.gerbang.server.api;

import id.gerbang.server.payment.snap.SnapTime;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** The fields of what a bank asks, each of its form. */
final class SnapFields {
  static final Pattern REQUEST_ID = Pattern.compile("[!-~]{1,128}");
  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,13}\\.[0-9]{2}");
  private static final Pattern SERVICE_ID = Pattern.compile(" {0,7}[0-9]{1,8}");
  private static final Pattern CUSTOMER_NO = Pattern.compile("[0-9]{1,20}");
  private static final Pattern ACCOUNT = Pattern.compile(" {0,7}[0-9]{2,28}");
  private static final Pattern ANY = Pattern.compile(".{1,40}");

  private SnapFields() {}

  /** A field is not what it should be. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;
    private final String kase;

    private Wrong(String kase, String message) {
      super(message, null, false, false);
      this.kase = kase;
    }

    /** The last two digits of the response's code. */
    String kase() {
      return kase;
    }
  }

  static Wrong missing(String field) {
    return new Wrong("02", "Invalid Mandatory Field " + field);
  }

  static Wrong malformed(String field) {
    return new Wrong("01", "Invalid Field Format " + field);
  }

  /** The account's digits; its number is the bank's and ours, one after the other. */
  static String account(JsonObject json) throws Wrong {
    String ours =
        field(json, "partnerServiceId", SERVICE_ID) + field(json, "customerNo", CUSTOMER_NO);
    String whole = field(json, "virtualAccountNo", ACCOUNT).strip();
    if (!whole.equals(ours.strip())) {
      throw malformed("virtualAccountNo");
    }
    return whole;
  }

  static String field(JsonObject json, String name, Pattern form) throws Wrong {
    Object value = json.getValue(name);
    if (value == null || value.equals("")) {
      throw missing(name);
    }
    if (!(value instanceof String text) || !form.matcher(text).matches()) {
      throw malformed(name);
    }
    return text;
  }

  /** When something was; empty where the field is not there. */
  static Optional<Instant> moment(JsonObject json, String name) throws Wrong {
    if (json.getValue(name) == null) {
      return Optional.empty();
    }
    Optional<Instant> moment = SnapTime.parse(field(json, name, ANY));
    if (moment.isEmpty()) {
      throw malformed(name);
    }
    return moment;
  }

  /** An amount of money, more than nothing. */
  static BigDecimal amount(JsonObject json, String name) throws Wrong {
    Object paid = json.getValue(name);
    if (paid == null) {
      throw missing(name);
    }
    if (!(paid instanceof JsonObject object)) {
      throw malformed(name);
    }
    if (!field(object, "currency", ANY).equals("IDR")) {
      throw malformed("currency");
    }
    BigDecimal amount = new BigDecimal(field(object, "value", AMOUNT));
    if (amount.signum() <= 0) {
      throw malformed("value");
    }
    return amount;
  }
}
