package id.gerbang.server.cli;

import id.gerbang.server.billing.QrisOffers;
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

  /** QRIS, where a bank makes them. */
  QrisOffers qris() {
    return qris.<QrisOffers>map(desk -> desk::of).orElse(QrisOffers.NONE);
  }

  @Override
  public void close() {
    ends.forEach(Runnable::run);
  }
}
