package id.gerbang.server.channel.smpp;

import java.time.Duration;
import java.util.Objects;

/**
 * One link to one operator's SMSC or USSD gateway.
 *
 * @param name short and without personal data: it stands in logs, metrics, tables and dialogue
 *     names; at most 40 characters
 * @param host the operator's host
 * @param port the operator's port
 * @param systemId the account
 * @param password at most 8 octets by the specification; jsmpp refuses longer ones
 * @param systemType often empty
 * @param dialect how this operator writes USSD
 * @param window how many of our requests may wait for their answer at once
 * @param messagesPerSecond what the operator allows
 * @param enquireLink after how long a silence the link is tested
 * @param transactionTimeout how long one of our requests waits for its answer
 * @param connectTimeout how long connecting, and then binding, may take
 * @param firstBackOff the wait before the first reconnection; later ones double
 * @param smsNumber the number our SMS come from
 * @param serviceCode what people dial, and what screens are from where the carrier does not say it
 */
public record SmppLinkSettings(
    String name,
    String host,
    int port,
    String systemId,
    String password,
    String systemType,
    Dialect dialect,
    int window,
    int messagesPerSecond,
    Duration enquireLink,
    Duration transactionTimeout,
    Duration connectTimeout,
    Duration firstBackOff,
    String smsNumber,
    String serviceCode) {
  private static final int LONGEST_NAME = 40;

  /** SMPP 3.4 §5.2.1–5.2.3, without the closing zero. */
  private static final int LONGEST_SYSTEM_ID = 15;

  private static final int LONGEST_PASSWORD = 8;
  private static final int LONGEST_SYSTEM_TYPE = 12;

  public SmppLinkSettings {
    Objects.requireNonNull(host);
    Objects.requireNonNull(systemId);
    Objects.requireNonNull(password);
    Objects.requireNonNull(systemType);
    Objects.requireNonNull(dialect);
    Objects.requireNonNull(smsNumber);
    Objects.requireNonNull(serviceCode);
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "the name of an SMPP link has 1 to " + LONGEST_NAME + " characters");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "port " + port + " of SMPP link " + name + " is not within 1 to 65535");
    }
    if (window < 1 || window > 1_000 || messagesPerSecond < 1) {
      throw new IllegalArgumentException(
          "window (1 to 1000) or messages a second (from 1) of SMPP link " + name);
    }
    within(name, "system id", systemId, LONGEST_SYSTEM_ID);
    within(name, "password", password, LONGEST_PASSWORD);
    within(name, "system type", systemType, LONGEST_SYSTEM_TYPE);
  }

  private static void within(String link, String what, String value, int longest) {
    if (value.length() > longest) {
      throw new IllegalArgumentException(
          "the "
              + what
              + " of SMPP link "
              + link
              + " has more than "
              + longest
              + " characters, which SMPP 3.4 does not allow;"
              + " ask the operator for a shorter one");
    }
  }

  /** These, and the usual service code. */
  public SmppLinkSettings(
      String name,
      String host,
      int port,
      String systemId,
      String password,
      String systemType,
      Dialect dialect,
      int window,
      int messagesPerSecond,
      Duration enquireLink,
      Duration transactionTimeout,
      Duration connectTimeout,
      Duration firstBackOff,
      String smsNumber) {
    this(
        name,
        host,
        port,
        systemId,
        password,
        systemType,
        dialect,
        window,
        messagesPerSecond,
        enquireLink,
        transactionTimeout,
        connectTimeout,
        firstBackOff,
        smsNumber,
        "*500*25#");
  }

  /**
   * The usual values: window 100, 100 messages a second, enquire_link 30 s, transactions 10 s,
   * number 2757, service code *500*25#.
   */
  public static SmppLinkSettings of(
      String name, String host, int port, String systemId, String password, Dialect dialect) {
    return new SmppLinkSettings(
        name,
        host,
        port,
        systemId,
        password,
        "",
        dialect,
        100,
        100,
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        "2757");
  }

  /** These, but SMS from {@code number}. */
  public SmppLinkSettings withSmsNumber(String number) {
    return new SmppLinkSettings(
        name,
        host,
        port,
        systemId,
        password,
        systemType,
        dialect,
        window,
        messagesPerSecond,
        enquireLink,
        transactionTimeout,
        connectTimeout,
        firstBackOff,
        number,
        serviceCode);
  }

  /** These, with other patience; for tests and for slow operators. */
  public SmppLinkSettings withTimes(Duration transaction, Duration backOff) {
    return new SmppLinkSettings(
        name,
        host,
        port,
        systemId,
        password,
        systemType,
        dialect,
        window,
        messagesPerSecond,
        enquireLink,
        transaction,
        connectTimeout,
        backOff,
        smsNumber,
        serviceCode);
  }

  /** These, but the link is tested after {@code silence}. */
  public SmppLinkSettings withEnquireLink(Duration silence) {
    return new SmppLinkSettings(
        name,
        host,
        port,
        systemId,
        password,
        systemType,
        dialect,
        window,
        messagesPerSecond,
        silence,
        transactionTimeout,
        connectTimeout,
        firstBackOff,
        smsNumber,
        serviceCode);
  }

  /** These, but people dial {@code code}. */
  public SmppLinkSettings withServiceCode(String code) {
    return new SmppLinkSettings(
        name,
        host,
        port,
        systemId,
        password,
        systemType,
        dialect,
        window,
        messagesPerSecond,
        enquireLink,
        transactionTimeout,
        connectTimeout,
        firstBackOff,
        smsNumber,
        code);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "SmppLinkSettings[" + name + " " + host + ":" + port + " " + dialect.name() + "]";
  }
}
