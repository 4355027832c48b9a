package id.gerbang.server.cli;

import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.BillDesk;
import id.gerbang.server.billing.QrisOffer;
import id.gerbang.server.config.BankCalls;
import id.gerbang.server.config.Settings;
import id.gerbang.server.payment.AccountName;
import id.gerbang.server.payment.SnapSignature;
import id.gerbang.server.payment.snap.BankAccess;
import id.gerbang.server.payment.snap.BankApi;
import id.gerbang.server.payment.snap.OwnIds;
import id.gerbang.server.payment.snap.QrisDesk;
import id.gerbang.server.payment.snap.VaOrders;
import id.gerbang.server.payment.snap.VaWorker;
import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import id.gerbang.server.subscriber.Msisdn;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The banks that we call: accounts that we order there, and the first that makes QRIS. */
final class CalledBanks implements AutoCloseable {
  private final Settings.Billing billing;
  private final OwnIds ids;
  private final List<Runnable> ends = new ArrayList<>();
  private Optional<QrisDesk> qris = Optional.empty();

  CalledBanks(
      Settings settings,
      Jdbi jdbi,
      AccountName names,
      Domain domain,
      World world,
      MeterRegistry registry) {
    this.billing = settings.billing();
    this.ids = new OwnIds(jdbi);
    VaOrders orders = new VaOrders(jdbi, names);
    orders.banks(
        billing.banks().stream().filter(Settings.Bank::ordered).map(Settings.Bank::name).toList());
    for (Settings.Bank bank : billing.banks()) {
      if (bank.calls().isEmpty()) {
        continue;
      }
      BankCalls calls = bank.calls().get();
      BankApi api = new BankApi(access(bank, calls), ids, world.clock(), registry);
      ends.add(
          bank.ordered()
              ? new VaWorker(api, orders, world.clock(), world.random(), registry).start()::close
              : api::close);
      if (qris.isEmpty()) {
        qris =
            calls
                .qris()
                .map(
                    shop ->
                        new QrisDesk(
                            api,
                            new QrisDesk.Merchant(shop.merchantId(), shop.terminalId()),
                            billing.serviceId(),
                            jdbi,
                            domain.bills,
                            domain.payments()));
      }
    }
  }

  private BankAccess access(Settings.Bank bank, BankCalls calls) {
    return new BankAccess(
        bank.name(),
        bank.serviceId().isEmpty() ? billing.serviceId() : bank.serviceId(),
        calls.url(),
        calls.clientId(),
        calls.clientSecret().value(),
        calls.partnerId(),
        calls.channelId(),
        calls.key(),
        bank.hex() ? SnapSignature.Form.HEX : SnapSignature.Form.BASE64,
        calls.tokenMillis(),
        calls.answerWithin(),
        calls.perSecond());
  }

  /** Erases counts of past days. */
  int age(Instant now) {
    return ids.runDue(now);
  }

  /** Asks after QRIS that may have been paid. */
  void runDue(Instant now) {
    qris.ifPresent(desk -> desk.runDue(now));
  }

  /** The same desk, with QRIS where a bank makes them. */
  BillDesk with(BillDesk bills) {
    return qris.<BillDesk>map(desk -> new WithQris(bills, desk)).orElse(bills);
  }

  private record WithQris(BillDesk bills, QrisDesk desk) implements BillDesk {
    @Override
    public Page<Bill> list(Optional<Msisdn> phone, int limit, Optional<Cursor> after, Instant at) {
      return bills.list(phone, limit, after, at);
    }

    @Override
    public Optional<Standing> standing(String reference, Instant at) {
      return bills.standing(reference, at);
    }

    @Override
    public QrisOffer qris(String paymentCode, Instant at) {
      return desk.of(paymentCode, at);
    }
  }

  @Override
  public void close() {
    ends.forEach(Runnable::run);
  }
}
