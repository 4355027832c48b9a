package id.gerbang.server.payment.snap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.Bills;
import id.gerbang.server.billing.QrisOffer;
import id.gerbang.server.payment.PaymentOrder;
import id.gerbang.server.payment.PaymentOrder.Source;
import id.gerbang.server.payment.Payments;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The QRIS of bills: made once by a bank, looked at, kept; and asked after while nobody told that
 * one was paid. Threads: any. Blocks; no transaction is open while the bank is asked.
 */
public final class QrisDesk {
  private static final Logger log = LoggerFactory.getLogger(QrisDesk.class);

  /** A notification comes in seconds; after this the bank is asked, then ever less often. */
  private static final Duration FIRST_QUESTION = Duration.ofMinutes(1);

  private static final int QUESTIONS_AT_ONCE = 10;
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final String PAID = "00";

  private final BankApi api;
  private final Merchant merchant;
  private final String billsServiceId;
  private final Jdbi jdbi;
  private final Bills bills;
  private final Payments payments;

  /** As whom the bank knows us. */
  public record Merchant(String id, String terminal) {}

  private record Kept(String bill, String content, String reference, Instant madeAt) {}

  /**
   * @param billsServiceId the number before the payment code in a bill's own account
   */
  public QrisDesk(
      BankApi api,
      Merchant merchant,
      String billsServiceId,
      Jdbi jdbi,
      Bills bills,
      Payments payments) {
    this.api = api;
    this.merchant = merchant;
    this.billsServiceId = billsServiceId;
    this.jdbi = jdbi;
    this.bills = bills;
    this.payments = payments;
  }

  /** The QRIS of a bill that can be paid. */
  public QrisOffer of(String paymentCode, Instant at) {
    Optional<Bill> found =
        jdbi.inTransaction(tx -> bills.find(tx, billsServiceId + paymentCode, at));
    if (found.isEmpty()) {
      return new QrisOffer.NoBill();
    }
    Bill bill = found.get();
    if (bill.status() != Bill.Status.ISSUED) {
      return new QrisOffer.NotOpen(bill);
    }
    return kept(paymentCode)
        .or(() -> made(bill, at))
        .<QrisOffer>map(kept -> new QrisOffer.Made(bill, kept.content()))
        .orElseGet(QrisOffer.Away::new);
  }

  private Optional<Kept> made(Bill bill, Instant at) {
    ObjectNode wish =
        BankApi.object()
            // unique at the bank, also when the answer to an earlier one was lost; its first
            // twelve digits are the bill
            .put("partnerReferenceNo", bill.paymentCode() + at.getEpochSecond())
            .put("merchantId", merchant.id())
            .put("terminalId", merchant.terminal())
            .put("validityPeriod", SnapTime.of(bill.expiresAt()));
    wish.putObject("amount").put("value", bill.amount() + ".00").put("currency", "IDR");
    Optional<JsonNode> answer = asked(Service.GENERATE_QR, wish);
    String content = answer.map(body -> body.path("qrContent").asText()).orElse("");
    String reference = answer.map(body -> body.path("referenceNo").asText()).orElse("");
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> wrong =
        reference.isEmpty() || reference.length() > 64
            ? Optional.of("it has no referenceNo")
            : QrisText.wrong(content, bill.amount());
    if (wrong.isPresent()) {
      log.error("bank={} made a QRIS that is not shown: {}", bank(), wrong.get());
      return Optional.empty();
    }
    jdbi.useHandle(
        handle ->
            handle.execute(
                "INSERT INTO qris (bill, bank, content, reference_no, made_at, ask_at) VALUES (?,"
                    + " ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                bill.paymentCode(),
                bank(),
                content,
                reference,
                at,
                at.plus(FIRST_QUESTION)));
    return kept(bill.paymentCode()); // the first one, when two asked at once
  }

  private Optional<Kept> kept(String paymentCode) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT * FROM qris WHERE bill = ? AND bank = ?")
                .bind(0, paymentCode)
                .bind(1, bank())
                .map((row, _) -> kept(row))
                .findFirst());
  }

  private static Kept kept(java.sql.ResultSet row) throws java.sql.SQLException {
    return new Kept(
        row.getString("bill"),
        row.getString("content"),
        row.getString("reference_no"),
        row.getTimestamp("made_at").toInstant());
  }

  /** Asks the bank after those that may have been paid; says how many. */
  public int runDue(Instant now) {
    List<Kept> due =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        UPDATE qris SET ask_at = :again WHERE bill IN (SELECT bill FROM qris WHERE bank = :bank AND ask_at <= :now
                          ORDER BY ask_at LIMIT :most FOR UPDATE SKIP LOCKED) RETURNING *
                        """)
                    .bind("again", now.plus(LEASE))
                    .bind("bank", bank())
                    .bind("now", now)
                    .bind("most", QUESTIONS_AT_ONCE)
                    .map((row, _) -> kept(row))
                    .list());
    due.forEach(kept -> ask(kept, now));
    return due.size();
  }

  private void ask(Kept kept, Instant now) {
    Optional<Bill> bill =
        jdbi.inTransaction(tx -> bills.find(tx, billsServiceId + kept.bill(), now));
    boolean open = bill.filter(b -> b.status() == Bill.Status.ISSUED).isPresent();
    Optional<JsonNode> answer =
        asked(
            Service.QUERY_QR,
            BankApi.object()
                .put("originalReferenceNo", kept.reference())
                .put("serviceCode", Service.GENERATE_QR.code())
                .put("merchantId", merchant.id()));
    boolean paid =
        answer.filter(b -> b.path("latestTransactionStatus").asText().equals(PAID)).isPresent();
    if (paid) {
      take(kept, answer.get(), now);
    }
    // once more after a bill has ended: it may have been paid in its last minute
    boolean ends = paid || (!open && answer.isPresent());
    Duration age = Duration.between(kept.madeAt(), now);
    Duration pause = age.compareTo(FIRST_QUESTION) > 0 ? age : FIRST_QUESTION;
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE qris SET ask_at = ? WHERE bill = ?",
                ends ? null : now.plus(pause),
                kept.bill()));
  }

  private void take(Kept kept, JsonNode answer, Instant now) {
    String value = answer.path("amount").path("value").asText();
    if (!value.matches("[1-9][0-9]{0,12}(\\.[0-9]{1,2})?")) {
      log.error("bank={} says a QRIS is paid, but not how much", bank());
      return;
    }
    long rupiah = new BigDecimal(value).setScale(0, RoundingMode.DOWN).longValueExact();
    PaymentOrder order =
        new PaymentOrder(
            bank(),
            kept.reference(),
            Source.NOTIFICATION,
            billsServiceId + kept.bill(),
            rupiah,
            SnapTime.parse(answer.path("paidTime").asText()).orElse(now));
    jdbi.useTransaction(tx -> payments.moved(tx, order, now));
  }

  private Optional<JsonNode> asked(Service service, ObjectNode body) {
    try {
      return api.call(service, body) instanceof Said.Answer answer && answer.isGood()
          ? Optional.of(answer.body())
          : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private String bank() {
    return api.access().bank();
  }
}
