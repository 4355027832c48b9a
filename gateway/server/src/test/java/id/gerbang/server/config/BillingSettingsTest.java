package id.gerbang.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.channel.ussdhttp.AddressList;
import id.gerbang.server.payment.Reconciliation;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the settings of bills say of their banks. */
class BillingSettingsTest {
  private final Settings.Billing none =
      new Settings.Billing(
          "77777", Duration.ofHours(72), List.of(), Map.of("bri", Reconciliation.By.ACCOUNT_TIME));

  @Test
  void banksOfOneOwnNumberAreKnownByIt() throws Exception {
    assertThat(none.with(List.of(bank("bri", ""), bank("bca", "88888"))).furtherServiceIds())
        .containsExactly("88888");
  }

  @Test
  void otherBanksLeaveHowReportsAreRead() throws Exception {
    assertThat(none.with(List.of(bank("bri", ""))).reconciled()).isEqualTo(none.reconciled());
  }

  private static Settings.Bank bank(String name, String serviceId) throws NoSuchAlgorithmException {
    PublicKey key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic();
    return new Settings.Bank(
        name,
        "client",
        new Secret("secret"),
        "partner",
        key,
        false,
        Duration.ofMinutes(5),
        AddressList.NONE,
        serviceId,
        Settings.Bank.NOTIFICATION,
        Settings.Bank.QR_NOTIFICATION,
        false,
        Optional.empty());
  }
}
