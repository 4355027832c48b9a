package id.gerbang.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.api.ApiOnPort.Answered;
import id.gerbang.server.billing.Bill;
import id.gerbang.server.payment.Payment;
import id.gerbang.server.payment.Resolution;
import id.gerbang.server.payment.Resolved;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a till tells, over HTTP. */
class PaymentsApiIT {
  private static final String RIGHT =
      "{'paymentCode':'123456789018','amount':8400,'receiptNo':'A-1','paidAt':'2026-11-21T10:00:00+08:00','till':'dps-2'}";

  private final ApiOnPort api = new ApiOnPort();

  @AfterEach
  void close() {
    api.close();
  }

  private Answered tell(String json) {
    return api.post("/payments", json.replace('\'', '"'));
  }

  @Test
  void aPaymentIsToldOnceAndListed() {
    Answered first = tell(RIGHT);
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.json())
        .containsEntry("till", "DPS-2")
        .containsEntry("bank", null)
        .containsEntry("paymentRequestId", "A-1")
        .containsEntry("status", "suspense")
        .containsEntry("reason", "too_much")
        .containsEntry("paidAt", "2026-11-21T02:00:00Z");
    Answered again = tell(RIGHT);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(api.get("/payments?status=suspense").json())
        .containsEntry("items", List.of(first.json()));
    assertThat(api.get("/payments?status=paid").json()).containsEntry("items", List.of());
    assertThat(api.get("/payments?phone=6281200010001").json()).containsEntry("items", List.of());
  }

  @Test
  void aReceiptOfAnotherAmountIsRefusedByThePaymentThatHasIt() {
    tell(RIGHT);
    Answered refused = tell(RIGHT.replace("8400", "8500"));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.problem()).isEqualTo("receipt-taken");
    assertThat(refused.field("detail")).contains("PAYED2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8400|0|amount",
        "8400|-1|amount",
        "8400|8400.5|amount",
        "8400|8400.0|amount",
        "8400|1e3|amount",
        "8400|~8400~|amount",
        "8400|10000000000000|amount",
        "8400|99999999999999999999999999|amount",
        "8400|null|amount",
        "123456789018|123456789019|paymentCode",
        "123456789018|12345678901|paymentCode",
        "~paymentCode~:~123456789018~,||paymentCode",
        "~paymentCode~|~virtualAccountNo~:~1~,~paymentCode~|paymentCode",
        "~A-1~|~~|receiptNo",
        "~A-1~|~A 1~|receiptNo",
        "~A-1~|1|receiptNo",
        "dps-2|d|till",
        "dps-2|dps-2-1|till",
        "dps-2|JKT|till",
        "2026-11-21T|2026-13-21T|paidAt",
        "2026-11-21T|12026-11-21T|paidAt",
        "+08:00||paidAt",
        "~till~|~note~:~x~,~till~|note",
      })
  void whatIsNotAsDescribedIsRefusedByItsFieldAndBooksNothing(
      String right, String wrong, String field) {
    Answered refused =
        api.post(
            "/payments",
            RIGHT.replace('\'', '~').replace(right, wrong == null ? "" : wrong).replace('~', '"'));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.problem()).isEqualTo("invalid-field");
    assertThat(refused.field("field")).isEqualTo(field);
    assertThat(api.payments.booked).isEmpty();
  }

  private Answered resolve(String json) {
    return api.post("/payments/PAYED2/resolution", json.replace('\'', '"'));
  }

  @Test
  void theBranchSaysWhatBecomesOfMoneyInSuspense() {
    tell(RIGHT);
    assertThat(api.get("/payments/suspense?limit=1").text()).contains("PAYED2", "\"openBill\"");
    assertThat(resolve("{'resolution':'returned','reason':'paid back'}").status()).isEqualTo(200);
    assertThat(resolve("{'resolution':'applied','paymentCode':'123456789018'}").status())
        .isEqualTo(200);
    assertThat(api.payments.resolutions)
        .containsExactly(
            new Resolution.Returned("paid back"),
            new Resolution.Applied("123456789018", Optional.empty()));
    assertThat(
            api.post(
                    "/payments/PAYED3/resolution", "{\"resolution\":\"returned\",\"reason\":\"x\"}")
                .status())
        .isEqualTo(404);
  }

  @Test
  void whatCannotBeIsAConflictThatSaysWhy() {
    tell(RIGHT);
    String apply = "{'resolution':'applied','paymentCode':'123456789018'}";
    api.payments.answer = new Resolved.NotParked(Payment.Status.RETURNED);
    assertThat(resolve(apply).problem()).isEqualTo("not-in-suspense");
    api.payments.answer = new Resolved.BillNotOpen(Bill.Status.REPLACED);
    assertThat(resolve(apply).field("detail")).contains("replaced");
    api.payments.answer = new Resolved.TooLittle(1_600);
    assertThat(resolve(apply).field("detail")).contains("1600");
    api.payments.answer = new Resolved.NoBill();
    assertThat(resolve(apply).field("field")).isEqualTo("paymentCode");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{~resolution~:~returned~}|reason",
        "{~resolution~:~returned~,~reason~:~ ~}|reason",
        "{~resolution~:~returned~,~reason~:~to 081200010001~}|reason",
        "{~resolution~:~returned~,~reason~:~of 5171991708900004~}|reason",
        "{~resolution~:~returned~,~reason~:~x~,~paymentCode~:~123456789018~}|paymentCode",
        "{~resolution~:~applied~}|paymentCode",
        "{~resolution~:~applied~,~paymentCode~:~1~}|paymentCode",
        "{~resolution~:~dropped~}|resolution",
      })
  void aResolutionThatIsNotAsDescribedChangesNothing(String json, String field) {
    tell(RIGHT);
    Answered refused = resolve(json.replace('~', '"'));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.field("field")).isEqualTo(field);
    assertThat(api.payments.resolutions).isEmpty();
  }
}
