package id.gerbang.server.cli;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.action.ShippedActions;
import id.gerbang.server.billing.PostgresBills;
import id.gerbang.server.enrolment.Codes;
import id.gerbang.server.ledger.Ledger;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.PostgresOutbox;
import id.gerbang.server.payment.PaymentDesk;
import id.gerbang.server.payment.PaymentLetters;
import id.gerbang.server.payment.PaymentMeters;
import id.gerbang.server.payment.Payments;
import id.gerbang.server.payment.PostgresPaymentDesk;
import id.gerbang.server.payment.Settlement;
import id.gerbang.server.payment.Suspense;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;

/**
 * What takes money, for a command beside a gateway or without one. Receipts are left in the outbox,
 * and a gateway sends them.
 */
final class OpenCounter implements AutoCloseable {
  private final OpenRecords records;
  private final Payments payments;
  private final Ledger ledger = new Ledger();
  private final PaymentDesk desk;

  /**
   * @param book in whose words receipts are written
   */
  OpenCounter(OpenRecords records, FlowBook book) {
    this.records = records;
    var jdbi = records.database().jdbi();
    var zone = records.settings().zone();
    Outbox outbox = new PostgresOutbox(records.vault(), Links.routes(records.settings()));
    PaymentLetters letters = new PaymentLetters(new LetterWriter(() -> book, zone));
    Codes codes = new Codes(new SecureRandom());
    PostgresBills bills =
        new PostgresBills(jdbi, zone, records.settings().billing().furtherServiceIds());
    this.payments = new Payments(bills, ledger, records.vault(), outbox, letters, codes::next);
    this.desk =
        new PostgresPaymentDesk(
            jdbi,
            records.vault(),
            payments,
            new Suspense(bills, ledger, records.vault(), outbox, letters, codes::next),
            records.settings().billing().serviceId(),
            new PaymentMeters(new SimpleMeterRegistry(), jdbi));
  }

  static OpenCounter open(OpenRecords.Place place) {
    Home home = Home.find();
    FlowBook book = Home.book(home.flows(), ShippedActions.catalog(home.programme()));
    return new OpenCounter(place.open(home), book);
  }

  OpenRecords records() {
    return records;
  }

  PaymentDesk desk() {
    return desk;
  }

  Settlement settlement() {
    return new Settlement(records.database().jdbi(), payments, ledger);
  }

  @Override
  public void close() {
    records.close();
  }
}
