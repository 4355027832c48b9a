package id.gerbang.server.cli;

import id.gerbang.server.api.SnapDesk;
import id.gerbang.server.api.SnapFront;
import id.gerbang.server.channel.ussdhttp.Door;
import id.gerbang.server.config.Settings;
import id.gerbang.server.payment.Payments;
import id.gerbang.server.payment.SnapBank;
import id.gerbang.server.payment.SnapDoor;
import id.gerbang.server.payment.SnapSignature;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import java.util.List;

/** The banks that call us, on the public port. */
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
                gateway.vault,
                gateway.paymentMeters),
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
        bank.key(),
        bank.hex() ? SnapSignature.Form.HEX : SnapSignature.Form.BASE64,
        bank.skew(),
        door::lets);
  }

  void mount(Router router) {
    front.mount(router);
  }
}
