package id.gerbang.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

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
    Enrolment enrolment) {

  /** The same, but with records elsewhere and sealed with other keys. */
  public Settings with(Database otherDatabase, Secret otherKeyset) {
    return new Settings(
        http,
        management,
        data,
        redisUrl,
        otherDatabase,
        otherKeyset,
        serviceCode,
        smsNumber,
        zone,
        smpp,
        ussdHttp,
        apiToken,
        enrolment);
  }

  /** In place of a URL: the store is a child process on the data folder. */
  public static final String EMBEDDED = "embedded";

  public record Listen(String host, int port) {}

  public record Database(String url, String user, Secret password) {}

  /**
   * A link to an operator.
   *
   * @param host empty while the link is off
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
      String dialect,
      boolean dialogues,
      boolean messages,
      boolean single,
      int window,
      int messagesPerSecond,
      Duration failOverAfter,
      Sms sms,
      Screens screens) {

    /** This link, but to another server. */
    public Link at(String otherHost, int otherPort) {
      return with(otherHost, otherPort, dialect);
    }

    /** This link in another dialect. */
    public Link in(String otherDialect) {
      return with(host, port, otherDialect);
    }

    private Link with(String otherHost, int otherPort, String otherDialect) {
      return new Link(
          name,
          otherHost,
          otherPort,
          tls,
          systemId,
          password,
          systemType,
          otherDialect,
          dialogues,
          messages,
          single,
          window,
          messagesPerSecond,
          failOverAfter,
          sms,
          screens);
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
   * How an operator takes screens.
   *
   * @param gsm7 the data coding of a screen in the GSM alphabet
   * @param ucs2 the data coding of any other screen
   * @param answerWithin how long the operator waits for a screen
   */
  public record Screens(int gsm7, int ucs2, Duration answerWithin) {}

  /**
   * @param africasTalking whether the path is served at all
   */
  public record UssdHttp(boolean africasTalking, Secret secret) {}

  public record Enrolment(
      Duration reminder, Duration escalation, Duration code, Duration consent) {}

  public Settings {
    smpp = List.copyOf(smpp);
  }
}
