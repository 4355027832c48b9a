package id.gerbang.server.api;

import id.gerbang.server.api.SnapFields.Wrong;
import id.gerbang.server.billing.PaymentCode;
import id.gerbang.server.payment.PaymentOrder;
import id.gerbang.server.payment.PaymentOrder.Source;
import id.gerbang.server.payment.Payments;
import id.gerbang.server.payment.SnapBank;
import id.gerbang.server.payment.Taken;
import id.gerbang.server.payment.snap.SnapTime;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a bank tells of money that has moved: by an account (34) or a QRIS (52). It is booked or
 * parked whatever it says; only what names no money, no id or no account cannot be, and is logged.
 */
final class SnapNotices {
  private static final Logger log = LoggerFactory.getLogger(SnapNotices.class);

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,28}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,13}(\\.[0-9]{1,2})?");

  /** Of a QRIS that names no bill of ours: its money is parked. */
  private static final String NO_ACCOUNT = "0";

  private static final String PAID = "00";

  private final Payments payments;

  SnapNotices(Payments payments) {
    this.payments = payments;
  }

  /** Money in an account. */
  JsonObject account(
      Handle tx, SnapBank bank, JsonObject json, Instant at, BiConsumer<Source, Taken> took)
      throws Wrong {
    String id = SnapFields.field(json, "paymentRequestId", SnapFields.REQUEST_ID);
    take(
        tx,
        new PaymentOrder(
            bank.name(),
            id,
            Source.NOTIFICATION,
            number(json),
            rupiah(json),
            SnapTime.parse(text(json, "trxDateTime")).orElse(at)),
        at,
        took);
    JsonObject told = new JsonObject();
    for (String name :
        List.of(
            "partnerServiceId",
            "customerNo",
            "virtualAccountNo",
            "paymentRequestId",
            "trxDateTime")) {
      if (json.getValue(name) instanceof String value) {
        told.put(name, value);
      }
    }
    return SnapDesk.answer(200, SnapService.NOTIFICATION, "00", "Successful")
        .put("virtualAccountData", told.put("paymentStatus", "Success"));
  }

  /** Money by a QRIS; what is not paid is only acknowledged. */
  JsonObject qr(
      Handle tx, SnapBank bank, JsonObject json, Instant at, BiConsumer<Source, Taken> took)
      throws Wrong {
    String id = SnapFields.field(json, "originalReferenceNo", SnapFields.REQUEST_ID);
    if (SnapFields.field(json, "latestTransactionStatus", Pattern.compile("0[0-7]")).equals(PAID)) {
      take(
          tx,
          new PaymentOrder(
              bank.name(),
              id,
              Source.NOTIFICATION,
              ofBill(bank, text(json, "originalPartnerReferenceNo")),
              whole(SnapFields.amount(json, "amount"), "amount"),
              SnapTime.parse(text(json, "paidTime")).orElse(at)),
          at,
          took);
    }
    return SnapDesk.answer(200, SnapService.QR_NOTIFICATION, "00", "Successful");
  }

  /** Our number of it begins with the bill's payment code. */
  private static String ofBill(SnapBank bank, String partnerReference) {
    return partnerReference.length() >= PaymentCode.DIGITS
            && DIGITS.matcher(partnerReference).matches()
        ? bank.serviceId() + partnerReference.substring(0, PaymentCode.DIGITS)
        : NO_ACCOUNT;
  }

  private void take(Handle tx, PaymentOrder order, Instant at, BiConsumer<Source, Taken> took) {
    Taken taken = payments.moved(tx, order, at);
    took.accept(order.source(), taken);
    log.info("bank={} told of money: {}", order.bank(), taken.getClass().getSimpleName());
  }

  /** The account's digits, as the bank names it in one field or in two. */
  private static String number(JsonObject json) throws Wrong {
    String whole = text(json, "virtualAccountNo").strip();
    if (whole.isEmpty()) {
      whole = text(json, "partnerServiceId").strip() + text(json, "customerNo");
    }
    if (whole.isEmpty()) {
      throw SnapFields.missing("virtualAccountNo");
    }
    if (!DIGITS.matcher(whole).matches()) {
      throw SnapFields.malformed("virtualAccountNo");
    }
    return whole;
  }

  /**
   * The amount where banks put it: {@code paidAmount}, or {@code paymentAmount}, which BRI has in
   * {@code additionalInfo} and as a text.
   */
  private static long rupiah(JsonObject json) throws Wrong {
    JsonObject more =
        json.getValue("additionalInfo") instanceof JsonObject object ? object : new JsonObject();
    for (JsonObject place : List.of(json, more)) {
      for (String name : List.of("paidAmount", "paymentAmount")) {
        switch (place.getValue(name)) {
          case JsonObject _ -> {
            return whole(SnapFields.amount(place, name), name);
          }
          case String text when NUMBER.matcher(text).matches() -> {
            return whole(new BigDecimal(text), name);
          }
          case Number number when NUMBER.matcher(number.toString()).matches() -> {
            return whole(new BigDecimal(number.toString()), name);
          }
          case null, default -> {}
        }
      }
    }
    throw SnapFields.missing("paidAmount");
  }

  /** Bills are whole rupiah; sen that no bill asks for are not booked. */
  private static long whole(BigDecimal amount, String field) throws Wrong {
    long rupiah = amount.setScale(0, RoundingMode.DOWN).longValueExact();
    if (rupiah == 0) {
      throw SnapFields.malformed(field);
    }
    return rupiah;
  }

  private static String text(JsonObject json, String name) {
    return json.getValue(name) instanceof String text ? text : "";
  }
}
