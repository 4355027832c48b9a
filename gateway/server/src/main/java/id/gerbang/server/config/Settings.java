package id.gerbang.server.config;

import id.gerbang.server.channel.smpp.Dialect;
import id.gerbang.server.channel.ussdhttp.AddressList;
import id.gerbang.server.deposit.DepositLimits;
import id.gerbang.server.outreach.OutreachLimits;
import id.gerbang.server.outreach.ReminderPlan;
import id.gerbang.server.payment.Reconciliation;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The settings of a gateway, read by {@link SettingsFile}. */
public record Settings(
    Listen http,
    Listen management,
    String data,
    String redisUrl,
    Database database,
    Secret keyset,
    String serviceCode,
    String smsNumber,
    ZoneId zone,
    List<Link> smpp,
    UssdHttp ussdHttp,
    Secret apiToken,
    Enrolment enrolment,
    List<Bot> telegram,
    WhatsApp whatsApp,
    Billing billing,
    DepositLimits deposits,
    Outreach outreach) {

  /** The same, but for what {@code change} says. */
  public Settings but(Consumer<SettingsDraft> change) {
    SettingsDraft draft = new SettingsDraft(this);
    change.accept(draft);
    return draft.settings();
  }

  /** In place of a URL: the store is a child process on the data folder. */
  public static final String EMBEDDED = "embedded";

  public record Listen(String host, int port) {}

  public record Database(String url, String user, Secret password) {}

  /**
   * A link to an operator.
   *
   * @param host empty while the link is off
   * @param dialect how it writes USSD, with what the link itself says of screens
   * @param dialogues whether it takes USSD
   * @param messages whether it takes SMS of the outbox
   * @param single whether the operator allows one bind in all, so that one node holds it
   * @param failOverAfter how long nobody must have held it bound before its SMS leave by others
   */
  public record Link(
      String name,
      String host,
      int port,
      Tls tls,
      String systemId,
      Secret password,
      String systemType,
      Dialect dialect,
      boolean dialogues,
      boolean messages,
      boolean single,
      int window,
      int messagesPerSecond,
      Duration failOverAfter,
      Sms sms) {

    /** This link, but to another server. */
    public Link at(String otherHost, int otherPort) {
      return new Link(
          name,
          otherHost,
          otherPort,
          tls,
          systemId,
          password,
          systemType,
          dialect,
          dialogues,
          messages,
          single,
          window,
          messagesPerSecond,
          failOverAfter,
          sms);
    }
  }

  /**
   * @param ca a file of the only authorities that are trusted, in PEM; empty for the JDK's
   */
  public record Tls(boolean on, Optional<Path> ca) {}

  /**
   * How an operator takes SMS.
   *
   * @param number the number they come from; empty for the gateway's
   * @param prefixes beginnings of the numbers that it carries to; none for all
   * @param concatenation how parts are joined, by the word of {@code Concatenation}
   * @param gsm7 the data coding of a text in the GSM alphabet
   * @param ucs2 the data coding of any other text
   * @param registeredDelivery which receipts are asked for
   * @param receiptIds how receipts spell ids, by the word of {@code ReceiptIds}
   */
  public record Sms(
      String number,
      List<String> prefixes,
      String concatenation,
      int gsm7,
      int ucs2,
      int registeredDelivery,
      String receiptIds) {
    public Sms {
      prefixes = List.copyOf(prefixes);
    }
  }

  /**
   * USSD over HTTP.
   *
   * @param proxies whose word on where a request comes from is believed
   */
  public record UssdHttp(List<Aggregator> aggregators, AddressList proxies) {

    public UssdHttp {
      aggregators = List.copyOf(aggregators);
    }

    /** The same, but this aggregator as another. */
    public UssdHttp with(Aggregator other) {
      return new UssdHttp(
          aggregators.stream().map(one -> one.name().equals(other.name()) ? other : one).toList(),
          proxies);
    }

    /** The same, but Africa's Talking needs no secret. */
    public UssdHttp open() {
      return with(
          new Aggregator(
              aggregators.getFirst().name(),
              aggregators.getFirst().on(),
              new Secret(""),
              aggregators.getFirst().allow()));
    }
  }

  /**
   * An aggregator of USSD.
   *
   * @param name of the {@link id.gerbang.server.channel.ussdhttp.Aggregator}
   * @param on whether its path is served at all
   * @param allow from where; empty when from anywhere
   */
  public record Aggregator(String name, boolean on, Secret secret, AddressList allow) {}

  public record Enrolment(
      Duration reminder,
      Duration escalation,
      Duration code,
      Duration consent,
      Duration reassignAfter) {}

  /**
   * Bills.
   *
   * @param serviceId the bank's number for us (partnerServiceId), before the payment code
   * @param valid how long a bill may be paid at most
   * @param banks that call us by SNAP BI
   * @param reconciled by the name of each bank, whether it calls us or not: by what its settlement
   *     report says which payment a line is
   */
  public record Billing(
      String serviceId,
      Duration valid,
      List<Bank> banks,
      Map<String, Reconciliation.By> reconciled) {
    public Billing {
      banks = List.copyOf(banks);
      reconciled = Map.copyOf(reconciled);
    }

    /** With banks whose reports are not read. */
    public Billing(String serviceId, Duration valid, List<Bank> banks) {
      this(serviceId, valid, banks, Map.of());
    }

    /** The same, but with other banks. */
    public Billing with(List<Bank> otherBanks) {
      return new Billing(serviceId, valid, otherBanks, reconciled);
    }

    /** The numbers for us of banks that have one of their own, beside that of the bills. */
    public Set<String> furtherServiceIds() {
      return banks.stream()
          .map(Bank::serviceId)
          .filter(id -> !id.isEmpty())
          .collect(Collectors.toSet());
    }
  }

  /**
   * A bank that speaks SNAP BI.
   *
   * @param name in the ledger
   * @param hex whether its signatures of transactions are in hexadecimal, not in base64
   * @param skew how far its clock may be from ours
   * @param allow from where; empty when from anywhere
   * @param serviceId its number for us; empty when it is that of the bills
   * @param notification where it tells of money in an account
   * @param qrNotification where it tells of money by QRIS
   * @param ordered whether it keeps accounts that we order, and does not ask us
   * @param calls how we call it; empty when we do not
   */
  public record Bank(
      String name,
      String clientId,
      Secret clientSecret,
      String partnerId,
      PublicKey key,
      boolean hex,
      Duration skew,
      AddressList allow,
      String serviceId,
      String notification,
      String qrNotification,
      boolean ordered,
      Optional<BankCalls> calls) {
    static final String NOTIFICATION = "/snap/v1.0/transfer-va/notify-payment-intrabank";
    static final String QR_NOTIFICATION = "/snap/v1.0/qr/qr-mpm-notify";

    /** One that calls us, and that we do not call. */
    public Bank(
        String name,
        String clientId,
        Secret clientSecret,
        String partnerId,
        PublicKey key,
        boolean hex,
        Duration skew,
        AddressList allow) {
      this(
          name,
          clientId,
          clientSecret,
          partnerId,
          key,
          hex,
          skew,
          allow,
          "",
          NOTIFICATION,
          QR_NOTIFICATION,
          false,
          Optional.empty());
    }

    /** The same, but called. */
    public Bank called(boolean takesOrders, BankCalls how) {
      return new Bank(
          name,
          clientId,
          clientSecret,
          partnerId,
          key,
          hex,
          skew,
          allow,
          serviceId,
          notification,
          qrNotification,
          takesOrders,
          Optional.of(how));
    }
  }

  /** What is sent without being asked. */
  public record Outreach(ReminderPlan plan, OutreachLimits limits) {}

  /**
   * A Telegram bot.
   *
   * @param token what BotFather gave; unset, the bot is off
   * @param webhookSecret set, updates are brought to {@code /telegram/<name>}; unset, they are
   *     fetched
   */
  public record Bot(String name, Secret token, String apiUrl, Secret webhookSecret) {}

  /**
   * Our number at Meta's Cloud API.
   *
   * @param token may send for it
   * @param phoneNumberId names it there
   * @param verifyToken what Meta shows when the webhook is set up
   * @param appSecret signs what Meta sends
   * @param version of the Graph API
   * @param template what is sent when a person may not be answered any more; its name is empty when
   *     there is none
   */
  public record WhatsApp(
      Secret token,
      String phoneNumberId,
      Secret verifyToken,
      Secret appSecret,
      String apiUrl,
      String version,
      Template template) {

    public record Template(String name, String language) {}

    /** Whether the channel is served: all four that open it are set, or none. */
    public boolean isOn() {
      return token.isSet();
    }
  }

  public Settings {
    smpp = List.copyOf(smpp);
    telegram = List.copyOf(telegram);
  }
}
