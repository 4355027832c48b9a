package id.gerbang.server.api;

import id.gerbang.engine.value.PersonName;
import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.Bills;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.payment.ExternalIds;
import id.gerbang.server.payment.PaymentMeters;
import id.gerbang.server.payment.PaymentOrder;
import id.gerbang.server.payment.Payments;
import id.gerbang.server.payment.SnapDoor.Answer.Welcome;
import id.gerbang.server.payment.Taken;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What a bank that was let in may ask: a bill, and that it is paid. Uses up the request's external
 * id in the same transaction, whatever the answer is. Blocks.
 */
public final class SnapDesk {
  static final String INQUIRY = "24";
  static final String PAYMENT = "25";
  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,13}\\.[0-9]{2}");
  private static final Pattern REQUEST_ID = Pattern.compile("[!-~]{1,128}");
  private static final Pattern SERVICE_ID = Pattern.compile(" {0,7}[0-9]{1,8}");
  private static final Pattern CUSTOMER_NO = Pattern.compile("[0-9]{1,20}");
  private static final Pattern ACCOUNT = Pattern.compile(" {0,7}[0-9]{2,28}");
  private static final Pattern MOMENT =
      Pattern.compile("[12][0-9]{3}-[0-9:T.-]{12,25}(Z|[+-][0-9]{2}:[0-9]{2})");
  private static final Pattern ANY = Pattern.compile(".{1,40}");

  private final Jdbi jdbi;
  private final Bills bills;
  private final Payments payments;
  private final SealedText sealed;
  private final PaymentMeters meters;

  public SnapDesk(Jdbi jdbi, Bills bills, Payments payments, Vault vault, PaymentMeters meters) {
    this.jdbi = jdbi;
    this.bills = bills;
    this.payments = payments;
    this.sealed = new SealedText(vault);
    this.meters = meters;
  }

  static JsonObject answer(int status, String service, String kase, String message) {
    return new JsonObject()
        .put("responseCode", status + service + kase)
        .put("responseMessage", message);
  }

  /** Thrown and caught here only: a field is not what it should be. */
  private static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;
    private final String kase;

    Wrong(String kase, String message) {
      super(message, null, false, false);
      this.kase = kase;
    }
  }

  JsonObject serve(String service, Welcome who, byte[] body, Instant at) {
    List<Taken> committed = new ArrayList<>(1);
    JsonObject answer = serve(service, who, body, at, committed::add);
    committed.forEach(taken -> meters.took(who.bank().name(), PaymentOrder.Source.SNAP, taken));
    return answer;
  }

  private JsonObject serve(
      String service, Welcome who, byte[] body, Instant at, Consumer<Taken> took) {
    return jdbi.inTransaction(
        tx -> {
          if (!ExternalIds.use(tx, who.bank().name(), who.externalId(), at)) {
            return answer(409, service, "00", "Conflict");
          }
          try {
            JsonObject json = new JsonObject(Buffer.buffer(body));
            return service.equals(INQUIRY) ? inquire(tx, json, at) : pay(tx, who, json, at, took);
          } catch (DecodeException e) {
            return answer(400, service, "00", "Bad Request");
          } catch (Wrong wrong) {
            return answer(400, service, wrong.kase, wrong.getMessage());
          }
        });
  }

  private JsonObject inquire(Handle tx, JsonObject json, Instant at) throws Wrong {
    String account = account(json);
    String id = field(json, "inquiryRequestId", REQUEST_ID);
    Optional<Bill> bill = bills.find(tx, account, at);
    if (bill.isEmpty()) {
      return refused(INQUIRY, Taken.Why.NO_BILL);
    }
    return switch (bill.get().status()) {
      case PAID -> refused(INQUIRY, Taken.Why.PAID_BEFORE);
      case EXPIRED, REPLACED -> refused(INQUIRY, Taken.Why.EXPIRED);
      case ISSUED ->
          answer(200, INQUIRY, "00", "Successful")
              .put(
                  "virtualAccountData",
                  data(tx, json, bill.get())
                      .put("inquiryRequestId", id)
                      .put("inquiryStatus", "00")
                      .put("inquiryReason", reason())
                      .put("virtualAccountTrxType", "C"));
    };
  }

  private JsonObject pay(Handle tx, Welcome who, JsonObject json, Instant at, Consumer<Taken> took)
      throws Wrong {
    String account = account(json);
    String id = field(json, "paymentRequestId", REQUEST_ID);
    Instant paidAt = json.getValue("trxDateTime") == null ? at : moment(json);
    BigDecimal amount = amount(json);
    if (amount.stripTrailingZeros().scale() > 0) {
      return refused(PAYMENT, Taken.Why.WRONG_AMOUNT); // bills are whole rupiah
    }
    Taken taken =
        payments.asked(
            tx,
            new PaymentOrder(
                who.bank().name(),
                id,
                PaymentOrder.Source.SNAP,
                account,
                amount.longValueExact(),
                paidAt),
            at);
    took.accept(taken);
    return switch (taken) {
      case Taken.Done(String reference, _) -> paid(tx, json, id, account, reference, at);
      case Taken.Refused(Taken.Why why) -> refused(PAYMENT, why);
      // it moved before and was parked: asking for it again books nothing
      case Taken.Parked _ -> refused(PAYMENT, Taken.Why.SAME_ID);
    };
  }

  private JsonObject paid(
      Handle tx, JsonObject json, String id, String account, String reference, Instant at) {
    Bill bill = bills.find(tx, account, at).orElseThrow();
    return answer(200, PAYMENT, "00", "Successful")
        .put(
            "virtualAccountData",
            data(tx, json, bill)
                .put("paymentRequestId", id)
                .put("paidAmount", money(bill.amount()))
                .put("referenceNo", reference)
                .put("paymentFlagStatus", "00")
                .put("paymentFlagReason", reason()));
  }

  private JsonObject data(Handle tx, JsonObject json, Bill bill) {
    return new JsonObject()
        .put("partnerServiceId", json.getString("partnerServiceId"))
        .put("customerNo", json.getString("customerNo"))
        .put("virtualAccountNo", json.getString("virtualAccountNo"))
        .put("virtualAccountName", name(tx, bill.member()))
        .put("totalAmount", money(bill.amount()));
  }

  private static JsonObject money(long rupiah) {
    return new JsonObject().put("value", rupiah + ".00").put("currency", "IDR");
  }

  private static JsonObject reason() {
    return new JsonObject().put("english", "Success").put("indonesia", "Sukses");
  }

  /** Masked: who stands at the counter may be anybody. */
  private String name(Handle tx, String member) {
    return tx.createQuery(
            "SELECT w.name_sealed, encode(w.nik_lookup, 'hex') AS worker FROM application a JOIN"
                + " worker w ON w.id = a.worker WHERE a.reference = ? AND w.name_sealed IS NOT"
                + " NULL")
        .bind(0, member)
        .map(
            (row, _) ->
                sealed.tryOpen(
                    row.getBytes("name_sealed"), "worker.name:" + row.getString("worker")))
        .findFirst()
        .flatMap(found -> found)
        .map(PersonName::masked)
        .orElse("BPJS TK " + member);
  }

  private static JsonObject refused(String service, Taken.Why why) {
    return switch (why) {
      case NO_BILL -> answer(404, service, "12", "Invalid Bill/Virtual Account [Not Found]");
      case WRONG_AMOUNT -> answer(404, service, "13", "Invalid Amount");
      case PAID_BEFORE -> answer(404, service, "14", "Paid Bill");
      case EXPIRED -> answer(404, service, "19", "Invalid Bill/Virtual Account [Expired]");
      case SAME_ID -> answer(404, service, "18", "Inconsistent Request");
    };
  }

  /** The account's digits; its number is the bank's and ours, one after the other. */
  private static String account(JsonObject json) throws Wrong {
    String ours =
        field(json, "partnerServiceId", SERVICE_ID) + field(json, "customerNo", CUSTOMER_NO);
    String whole = field(json, "virtualAccountNo", ACCOUNT).strip();
    if (!whole.equals(ours.strip())) {
      throw new Wrong("01", "Invalid Field Format virtualAccountNo");
    }
    return whole;
  }

  private static String field(JsonObject json, String name, Pattern form) throws Wrong {
    Object value = json.getValue(name);
    if (value == null || value.equals("")) {
      throw new Wrong("02", "Invalid Mandatory Field " + name);
    }
    if (!(value instanceof String text) || !form.matcher(text).matches()) {
      throw new Wrong("01", "Invalid Field Format " + name);
    }
    return text;
  }

  /** When the bank took it, by which its settlement report names it. */
  private static Instant moment(JsonObject json) throws Wrong {
    try {
      return OffsetDateTime.parse(field(json, "trxDateTime", MOMENT)).toInstant();
    } catch (DateTimeException e) {
      throw new Wrong("01", "Invalid Field Format trxDateTime");
    }
  }

  private static BigDecimal amount(JsonObject json) throws Wrong {
    Object paid = json.getValue("paidAmount");
    if (paid == null) {
      throw new Wrong("02", "Invalid Mandatory Field paidAmount");
    }
    if (!(paid instanceof JsonObject object)) {
      throw new Wrong("01", "Invalid Field Format paidAmount");
    }
    if (!field(object, "currency", ANY).equals("IDR")) {
      throw new Wrong("01", "Invalid Field Format currency");
    }
    BigDecimal amount = new BigDecimal(field(object, "value", AMOUNT));
    if (amount.signum() <= 0) {
      throw new Wrong("01", "Invalid Field Format value");
    }
    return amount;
  }
}
