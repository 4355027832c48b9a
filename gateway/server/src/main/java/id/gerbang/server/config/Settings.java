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
    Enrolment enrolment) {

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
      int messagesPerSecond) {}

  /**
   * @param africasTalking whether the path is served at all
   */
  public record UssdHttp(boolean africasTalking, Secret secret) {}

  public record Enrolment(Duration reminder, Duration escalation, Duration code) {}

  public Settings {
    smpp = List.copyOf(smpp);
  }
}
