package id.gerbang.server.cli;

import id.gerbang.server.api.SnapDesk;
import id.gerbang.server.api.SnapFront;
import id.gerbang.server.api.SnapService;
import id.gerbang.server.channel.ussdhttp.Door;
import id.gerbang.server.config.Settings;
import id.gerbang.server.payment.AccountName;
import id.gerbang.server.payment.Payments;
import id.gerbang.server.payment.SnapBank;
import id.gerbang.server.payment.SnapDoor;
import id.gerbang.server.payment.SnapSignature;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The banks that speak to us, on the public port. */
final class Banks {
  private final SnapFront front;

  Banks(Settings settings, Gateway gateway, World world, MeterRegistry registry) {
    Payments payments = gateway.domain.payments();
    List<SnapBank> banks =
        settings.billing().banks().stream().map(bank -> bank(bank, settings)).toList();
    this.front =
        new SnapFront(
            new SnapDoor(banks, gateway.vault),
            new SnapDesk(
                gateway.database.jdbi(),
                gateway.domain.bills,
                payments,
                new AccountName(gateway.vault),
                gateway.paymentMeters),
            paths(settings.billing().banks()),
            gateway.blocking,
            world.clock(),
            registry);
  }

  private static SnapBank bank(Settings.Bank bank, Settings settings) {
    Door door = new Door("", bank.allow(), settings.ussdHttp().proxies());
    return new SnapBank(
        bank.name(),
        bank.clientId(),
        bank.clientSecret().value(),
        bank.partnerId(),
        bank.serviceId().isEmpty() ? settings.billing().serviceId() : bank.serviceId(),
        bank.key(),
        bank.hex() ? SnapSignature.Form.HEX : SnapSignature.Form.BASE64,
        bank.skew(),
        door::lets);
  }

  /** SNAP's own, and where banks insist on others. */
  private static Map<String, SnapService> paths(List<Settings.Bank> banks) {
    Map<String, SnapService> paths = new LinkedHashMap<>();
    banks.forEach(
        bank -> {
          paths.put(bank.notification(), SnapService.NOTIFICATION);
          paths.put(bank.qrNotification(), SnapService.QR_NOTIFICATION);
        });
    for (SnapService service : SnapService.values()) {
      if (service != SnapService.NONE) {
        paths.put(service.path(), service);
      }
    }
    return paths;
  }

  void mount(Router router) {
    front.mount(router);
  }
}
