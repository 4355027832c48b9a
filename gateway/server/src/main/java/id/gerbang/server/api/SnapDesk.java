package id.gerbang.server.api;

import id.gerbang.server.api.SnapFields.Wrong;
import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.Bills;
import id.gerbang.server.payment.AccountName;
import id.gerbang.server.payment.ExternalIds;
import id.gerbang.server.payment.PaidBefore;
import id.gerbang.server.payment.PaymentMeters;
import id.gerbang.server.payment.PaymentOrder;
import id.gerbang.server.payment.Payments;
import id.gerbang.server.payment.SnapDoor.Answer.Welcome;
import id.gerbang.server.payment.Taken;
import id.gerbang.server.payment.snap.SnapTime;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What a bank that was let in may ask: a bill, that it is paid, what became of a payment; and what
 * it tells of money that has moved. Uses up the request's external id in the same transaction,
 * whatever the answer is; money that is told under an id that was used before is booked all the
 * same (once), and then the answer says so. Blocks.
 */
public final class SnapDesk {
  private final Jdbi jdbi;
  private final Bills bills;
  private final Payments payments;
  private final SnapNotices notices;
  private final AccountName names;
  private final PaymentMeters meters;

  public SnapDesk(
      Jdbi jdbi, Bills bills, Payments payments, AccountName names, PaymentMeters meters) {
    this.jdbi = jdbi;
    this.bills = bills;
    this.payments = payments;
    this.notices = new SnapNotices(payments);
    this.names = names;
    this.meters = meters;
  }

  static JsonObject answer(int status, SnapService service, String kase, String message) {
    return new JsonObject()
        .put("responseCode", status + service.code() + kase)
        .put("responseMessage", message);
  }

  JsonObject serve(SnapService service, Welcome who, byte[] body, Instant at) {
    List<Runnable> committed = new ArrayList<>(1);
    JsonObject answer =
        serve(
            service,
            who,
            body,
            at,
            (source, taken) -> committed.add(() -> meters.took(who.bank().name(), source, taken)));
    committed.forEach(Runnable::run);
    return answer;
  }

  /**
   * @param took what was taken, once it is committed
   */
  private JsonObject serve(
      SnapService service,
      Welcome who,
      byte[] body,
      Instant at,
      BiConsumer<PaymentOrder.Source, Taken> took) {
    return jdbi.inTransaction(
        tx -> {
          boolean fresh = ExternalIds.use(tx, who.bank().name(), who.externalId(), at);
          JsonObject conflict = answer(409, service, "00", "Conflict");
          if (!fresh && !service.tellsOfMoney()) {
            return conflict;
          }
          try {
            JsonObject json = new JsonObject(Buffer.buffer(body));
            JsonObject answer = dispatch(tx, service, who, json, at, took);
            return fresh ? answer : conflict;
          } catch (DecodeException e) {
            return answer(400, service, "00", "Bad Request");
          } catch (Wrong wrong) {
            return answer(400, service, wrong.kase(), wrong.getMessage());
          }
        });
  }

  private JsonObject dispatch(
      Handle tx,
      SnapService service,
      Welcome who,
      JsonObject json,
      Instant at,
      BiConsumer<PaymentOrder.Source, Taken> took)
      throws Wrong {
    return switch (service) {
      case INQUIRY -> inquire(tx, json, at);
      case PAYMENT -> pay(tx, who, json, at, took);
      case STATUS -> status(tx, who, json);
      case NOTIFICATION -> notices.account(tx, who.bank(), json, at, took);
      case QR_NOTIFICATION -> notices.qr(tx, who.bank(), json, at, took);
      case TOKEN, NONE -> throw new IllegalStateException(service + " is no transaction");
    };
  }

  private JsonObject inquire(Handle tx, JsonObject json, Instant at) throws Wrong {
    String account = SnapFields.account(json);
    String id = SnapFields.field(json, "inquiryRequestId", SnapFields.REQUEST_ID);
    Optional<Bill> bill = bills.find(tx, account, at);
    if (bill.isEmpty()) {
      return refused(SnapService.INQUIRY, Taken.Why.NO_BILL);
    }
    return switch (bill.get().status()) {
      case PAID -> refused(SnapService.INQUIRY, Taken.Why.PAID_BEFORE);
      case EXPIRED, REPLACED -> refused(SnapService.INQUIRY, Taken.Why.EXPIRED);
      case ISSUED ->
          answer(200, SnapService.INQUIRY, "00", "Successful")
              .put(
                  "virtualAccountData",
                  data(tx, json, bill.get())
                      .put("inquiryRequestId", id)
                      .put("inquiryStatus", "00")
                      .put("inquiryReason", reason())
                      .put("virtualAccountTrxType", "C"));
    };
  }

  private JsonObject pay(
      Handle tx,
      Welcome who,
      JsonObject json,
      Instant at,
      BiConsumer<PaymentOrder.Source, Taken> took)
      throws Wrong {
    String account = SnapFields.account(json);
    String id = SnapFields.field(json, "paymentRequestId", SnapFields.REQUEST_ID);
    Instant paidAt = SnapFields.moment(json, "trxDateTime").orElse(at);
    BigDecimal amount = SnapFields.amount(json, "paidAmount");
    if (amount.stripTrailingZeros().scale() > 0) {
      return refused(SnapService.PAYMENT, Taken.Why.WRONG_AMOUNT); // bills are whole rupiah
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
    took.accept(PaymentOrder.Source.SNAP, taken);
    return switch (taken) {
      case Taken.Done(String reference, _) -> paid(tx, json, id, account, reference, at);
      case Taken.Refused(Taken.Why why) -> refused(SnapService.PAYMENT, why);
      // it moved before and was parked: asking for it again books nothing
      case Taken.Parked _ -> refused(SnapService.PAYMENT, Taken.Why.SAME_ID);
    };
  }

  private JsonObject paid(
      Handle tx, JsonObject json, String id, String account, String reference, Instant at) {
    Bill bill = bills.find(tx, account, at).orElseThrow();
    return answer(200, SnapService.PAYMENT, "00", "Successful")
        .put(
            "virtualAccountData",
            data(tx, json, bill)
                .put("paymentRequestId", id)
                .put("paidAmount", money(bill.amount()))
                .put("referenceNo", reference)
                .put("paymentFlagStatus", "00")
                .put("paymentFlagReason", reason()));
  }

  /** What became of a payment (26): told to who lost our answer. */
  private JsonObject status(Handle tx, Welcome who, JsonObject json) throws Wrong {
    String account = SnapFields.account(json);
    // a payment has the id of its inquiry, when there was one (payments-snap-bi.md)
    String name =
        json.getValue("paymentRequestId") == null ? "inquiryRequestId" : "paymentRequestId";
    String id = SnapFields.field(json, name, SnapFields.REQUEST_ID);
    Optional<PaidBefore> found = PaidBefore.find(tx, who.bank().name(), id, account);
    if (found.isEmpty()) {
      return answer(404, SnapService.STATUS, "01", "Transaction Not Found");
    }
    PaidBefore paid = found.get();
    return answer(200, SnapService.STATUS, "00", "Successful")
        .put(
            "virtualAccountData",
            named(json)
                .put("inquiryRequestId", id)
                .put("paymentRequestId", id)
                .put("paidAmount", money(paid.amount()))
                .put("referenceNo", paid.reference())
                .put("paymentFlagStatus", "00")
                .put("paymentFlagReason", reason())
                .put("transactionDate", SnapTime.of(paid.paidAt())));
  }

  private JsonObject data(Handle tx, JsonObject json, Bill bill) {
    return named(json)
        .put("virtualAccountName", names.of(tx, bill.member()))
        .put("totalAmount", money(bill.amount()));
  }

  private static JsonObject named(JsonObject json) {
    return new JsonObject()
        .put("partnerServiceId", json.getString("partnerServiceId"))
        .put("customerNo", json.getString("customerNo"))
        .put("virtualAccountNo", json.getString("virtualAccountNo"));
  }

  private static JsonObject money(long rupiah) {
    return new JsonObject().put("value", rupiah + ".00").put("currency", "IDR");
  }

  private static JsonObject reason() {
    return new JsonObject().put("english", "Success").put("indonesia", "Sukses");
  }

  private static JsonObject refused(SnapService service, Taken.Why why) {
    return switch (why) {
      case NO_BILL -> answer(404, service, "12", "Invalid Bill/Virtual Account [Not Found]");
      case WRONG_AMOUNT -> answer(404, service, "13", "Invalid Amount");
      case PAID_BEFORE -> answer(404, service, "14", "Paid Bill");
      case EXPIRED -> answer(404, service, "19", "Invalid Bill/Virtual Account [Expired]");
      case SAME_ID -> answer(404, service, "18", "Inconsistent Request");
    };
  }
}
