package id.gerbang.server.config;

import id.gerbang.server.channel.ussdhttp.AddressList;
import id.gerbang.server.payment.Reconciliation;
import id.gerbang.server.payment.SnapSignature;
import java.net.URI;
import java.security.PrivateKey;
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

/** The banks that speak SNAP BI: {@code snap:}, one or a list. One without a client_id is off. */
final class SnapSection {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]{2,32}");
  private static final Pattern SERVICE_ID = Pattern.compile("[0-9]{0,8}");
  private static final Pattern PATH = Pattern.compile("/snap/[!-~&&[^?#:*{}]]{1,120}");
  private static final Pattern URL =
      Pattern.compile("|https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*");

  private static final Pattern CHANNEL = Pattern.compile("[0-9A-Za-z]{1,5}");

  /** A bank retries for minutes; clocks of servers are kept better than that. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private static final List<String> BYS =
      Arrays.stream(Reconciliation.By.values()).map(Reconciliation.By::label).toList();

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
  private static final int PER_SECOND = 5;
  private static final int MOST_PER_SECOND = 100;

  /** Who keeps the accounts: the bank asks us for each ({@code asked}), or we order them. */
  private static final List<String> ACCOUNTS = List.of("asked", "ordered");

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
            "reconcile",
            "service_id",
            "notification",
            "qr_notification",
            "accounts",
            "calls")) {
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
    String serviceId = section.text("service_id", "", SERVICE_ID, "1 to 8 digits");
    String notification = path(section, "notification", Settings.Bank.NOTIFICATION);
    String qr = path(section, "qr_notification", Settings.Bank.QR_NOTIFICATION);
    boolean ordered = section.choice("accounts", "asked", ACCOUNTS).equals("ordered");
    Optional<BankCalls> calls = calls(section);
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
    if (ordered && calls.isEmpty()) {
      section.mistake("accounts", "expected calls: with a url where accounts are ordered");
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
            allow.orElse(AddressList.NONE),
            serviceId,
            notification,
            qr,
            ordered,
            calls));
  }

  private static String path(Section section, String key, String otherwise) {
    return section.text(key, otherwise, PATH, "a path that begins with /snap/");
  }

  /** How we call it; off while it has no url. */
  private static Optional<BankCalls> calls(Section bank) {
    Section section =
        bank.section(
            "calls",
            "url",
            "client_id",
            "client_secret",
            "partner_id",
            "channel_id",
            "private_key",
            "token_time",
            "answer_within",
            "requests_per_second",
            "qris");
    String url = section.text("url", "", URL, "a URL like https://bank.example/snap/v1.0");
    String client = section.text("client_id", "");
    Secret secret = section.secret("client_secret");
    String partner = section.text("partner_id", "");
    String channel = section.text("channel_id", "00009", CHANNEL, "1 to 5 letters or digits");
    Secret pem = section.secret("private_key");
    String time = section.choice("token_time", "millis", List.of("millis", "seconds"));
    Duration within = section.time("answer_within", ANSWER_WITHIN);
    if (within.compareTo(LONGEST_ANSWER) > 0) {
      section.mistake("answer_within", "expected at most 30s");
    }
    int perSecond =
        section.number("requests_per_second", PER_SECOND, 1, MOST_PER_SECOND, "requests a second");
    Optional<BankCalls.Qris> qris = qris(section.section("qris", "merchant_id", "terminal_id"));
    if (url.isEmpty()) {
      return Optional.empty();
    }
    Optional<PrivateKey> key = SnapSignature.privateKey(pem.value());
    if (client.isEmpty() || !secret.isSet() || partner.isEmpty() || key.isEmpty()) {
      section.mistake(
          "",
          "expected client_id, client_secret, partner_id and private_key (RSA, PKCS#8 in PEM:"
              + " \"BEGIN PRIVATE KEY\"; openssl pkcs8 -topk8 -nocrypt makes one) with the url");
      return Optional.empty();
    }
    return Optional.of(
        new BankCalls(
            URI.create(url),
            client,
            secret,
            partner,
            channel,
            key.get(),
            time.equals("millis"),
            within,
            perSecond,
            qris));
  }

  private static Optional<BankCalls.Qris> qris(Section section) {
    String merchant = section.text("merchant_id", "");
    String terminal = section.text("terminal_id", "");
    return merchant.isEmpty()
        ? Optional.empty()
        : Optional.of(new BankCalls.Qris(merchant, terminal));
  }
}
