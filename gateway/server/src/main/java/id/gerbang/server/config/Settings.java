package id.gerbang.server.config;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

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
    WhatsApp whatsApp) {

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
        enrolment,
        whatsApp);
  }

  /** In place of a URL: the store is a child process on the data folder. */
  public static final String EMBEDDED = "embedded";

  public record Listen(String host, int port) {}

  public record Database(String url, String user, Secret password) {}

  /** A link to an operator. */
  public record Link(
      String name,
      String host,
      int port,
      String systemId,
      Secret password,
      String dialect,
      int window,
      int messagesPerSecond,
      Screens screens) {

    /** This link, but to another server. */
    public Link at(String otherHost, int otherPort) {
      return new Link(
          name,
          otherHost,
          otherPort,
          systemId,
          password,
          dialect,
          window,
          messagesPerSecond,
          screens);
    }

    /** This link in another dialect. */
    public Link in(String otherDialect) {
      return new Link(
          name, host, port, systemId, password, otherDialect, window, messagesPerSecond, screens);
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
  }
}
