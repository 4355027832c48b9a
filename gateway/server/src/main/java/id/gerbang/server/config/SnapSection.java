package id.gerbang.server.config;

import id.gerbang.server.channel.ussdhttp.AddressList;
import id.gerbang.server.payment.Reconciliation;
import id.gerbang.server.payment.SnapSignature;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The banks that call us: {@code snap:}, one or a list. One without a client_id is off. */
final class SnapSection {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]{2,32}");

  /** A bank retries for minutes; clocks of servers are kept better than that. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private static final List<String> BYS =
      Arrays.stream(Reconciliation.By.values()).map(Reconciliation.By::label).toList();

  private SnapSection() {}

  /**
   * @param reconciled by name, also of those that are off
   */
  record Read(List<Settings.Bank> banks, Map<String, Reconciliation.By> reconciled) {}

  static Read read(Section root) {
    List<Settings.Bank> banks = new ArrayList<>();
    Map<String, Reconciliation.By> reconciled = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    for (Section section :
        root.oneOrList(
            "snap",
            "banks",
            "name",
            "client_id",
            "client_secret",
            "partner_id",
            "bank_public_key",
            "signature",
            "clock_skew",
            "allow",
            "reconcile")) {
      reconciled.put(name(section), by(section));
      bank(section).ifPresent(banks::add);
    }
    for (Settings.Bank bank : banks) {
      if (!seen.add(bank.name()) || !seen.add("client_id " + bank.clientId())) {
        root.mistake("snap", "two banks have the same name or client_id; expected each once");
      }
    }
    return new Read(banks, reconciled);
  }

  private static String name(Section section) {
    return section.text("name", "bri", NAME, "a name of a-z, 0-9 and _");
  }

  private static Reconciliation.By by(Section section) {
    String label = section.choice("reconcile", "request_id", BYS);
    return Arrays.stream(Reconciliation.By.values())
        .filter(one -> one.label().equals(label))
        .findFirst()
        .orElse(Reconciliation.By.REQUEST_ID);
  }

  private static Optional<Settings.Bank> bank(Section section) {
    String name = name(section);
    String client = section.text("client_id", "");
    Secret secret = section.secret("client_secret");
    String partner = section.text("partner_id", "");
    Secret pem = section.secret("bank_public_key");
    String form = section.choice("signature", "base64", List.of("base64", "hex"));
    Duration skew = section.time("clock_skew", SKEW);
    Optional<AddressList> allow = AddressList.parse(section.text("allow", ""));
    if (allow.isEmpty()) {
      section.mistake("allow", "expected addresses or networks like 192.0.2.0/24");
    }
    if (client.isEmpty() && !secret.isSet() && partner.isEmpty() && !pem.isSet()) {
      return Optional.empty();
    }
    if (client.isEmpty() || !secret.isSet() || partner.isEmpty() || !pem.isSet()) {
      section.mistake(
          "", "expected client_id, client_secret, partner_id and bank_public_key, all or none");
      return Optional.empty();
    }
    Optional<PublicKey> key = SnapSignature.publicKey(pem.value());
    if (key.isEmpty()) {
      section.mistake("bank_public_key", "expected an RSA public key in PEM");
      return Optional.empty();
    }
    return Optional.of(
        new Settings.Bank(
            name,
            client,
            secret,
            partner,
            key.get(),
            form.equals("hex"),
            skew,
            allow.orElse(AddressList.NONE)));
  }
}
