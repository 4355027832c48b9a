package id.gerbang.server.channel.smpp;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * One link to one operator's SMSC or USSD gateway.
 *
 * @param name short and without personal data: it stands in logs, metrics, tables and dialogue
 *     names; at most 40 characters
 * @param peer where the operator listens
 * @param account as whom we bind
 * @param dialect how this operator writes USSD
 * @param dialogues whether dialogues are taken; refused with "invalid service type" otherwise
 * @param pace what the operator allows
 * @param patience how long we wait
 * @param sms how this operator takes SMS
 * @param serviceCode what people dial, and what screens are from where the carrier does not say it
 */
public record SmppLinkSettings(
    String name,
    Peer peer,
    Account account,
    Dialect dialect,
    boolean dialogues,
    Pace pace,
    Patience patience,
    SmsWriting sms,
    String serviceCode) {
  private static final int LONGEST_NAME = 40;
  private static final String USUAL_CODE = "*500*25#";

  public SmppLinkSettings {
    Objects.requireNonNull(peer);
    Objects.requireNonNull(account);
    Objects.requireNonNull(dialect);
    Objects.requireNonNull(pace);
    Objects.requireNonNull(patience);
    Objects.requireNonNull(sms);
    Objects.requireNonNull(serviceCode);
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "the name of an SMPP link has 1 to " + LONGEST_NAME + " characters");
    }
  }

  /**
   * @param tls empty for a plain connection
   */
  public record Peer(String host, int port, Optional<Tls> tls) {
    public Peer {
      Objects.requireNonNull(host);
      Objects.requireNonNull(tls);
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException(
            "the port of an SMPP link is not within 1 to 65535: " + port);
      }
    }
  }

  /**
   * @param password at most 8 octets by the specification; jsmpp refuses longer ones
   * @param systemType often empty
   */
  public record Account(String systemId, String password, String systemType) {
    /** SMPP 3.4 §5.2.1–5.2.3, without the closing zero. */
    private static final int LONGEST_SYSTEM_ID = 15;

    private static final int LONGEST_PASSWORD = 8;
    private static final int LONGEST_SYSTEM_TYPE = 12;

    public Account {
      within("system id", systemId, LONGEST_SYSTEM_ID);
      within("password", password, LONGEST_PASSWORD);
      within("system type", systemType, LONGEST_SYSTEM_TYPE);
    }

    private static void within(String what, String value, int longest) {
      if (value.length() > longest) {
        throw new IllegalArgumentException(
            "the "
                + what
                + " of an SMPP link has more than "
                + longest
                + " characters, which SMPP 3.4 does not allow;"
                + " ask the operator for a shorter one");
      }
    }

    /** Without the password. */
    @Override
    public String toString() {
      return systemId;
    }
  }

  /**
   * @param window how many of our requests may wait for their answer at once, 1 to 1,000
   * @param messagesPerSecond how many SMS or parts of them, of all nodes together
   */
  public record Pace(int window, int messagesPerSecond) {
    public Pace {
      if (window < 1 || window > 1_000 || messagesPerSecond < 1) {
        throw new IllegalArgumentException(
            "window (1 to 1000) or messages a second (from 1) of an SMPP link");
      }
    }
  }

  /**
   * @param enquireLink after how long a silence the link is tested
   * @param transaction how long one of our requests waits for its answer
   * @param connect how long connecting, shaking hands and then binding may take, each
   * @param firstBackOff the wait before the first reconnection; later ones double
   */
  public record Patience(
      Duration enquireLink, Duration transaction, Duration connect, Duration firstBackOff) {
    /** As most operators suit. */
    public static final Patience USUAL =
        new Patience(
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1));
  }

  /**
   * The usual values: plain, window 100, 100 messages a second, enquire_link 30 s, transactions 10
   * s, number 2757, service code *500*25#, SMS as most operators take them.
   */
  public static SmppLinkSettings of(
      String name, String host, int port, String systemId, String password, Dialect dialect) {
    return new SmppLinkSettings(
        name,
        new Peer(host, port, Optional.empty()),
        new Account(systemId, password, ""),
        dialect,
        true,
        new Pace(100, 100),
        Patience.USUAL,
        SmsWriting.usual("2757"),
        USUAL_CODE);
  }

  /** These, but over TLS. */
  public SmppLinkSettings withTls(Tls tls) {
    return with(
        new Peer(peer.host(), peer.port(), Optional.of(tls)),
        dialogues,
        pace,
        patience,
        sms,
        serviceCode);
  }

  /** These, but dialogues are refused. */
  public SmppLinkSettings withoutDialogues() {
    return with(peer, false, pace, patience, sms, serviceCode);
  }

  /** These, at another pace. */
  public SmppLinkSettings withPace(int window, int messagesPerSecond) {
    return with(peer, dialogues, new Pace(window, messagesPerSecond), patience, sms, serviceCode);
  }

  /** These, with other patience; for tests and for slow operators. */
  public SmppLinkSettings withTimes(Duration transaction, Duration backOff) {
    return with(
        peer,
        dialogues,
        pace,
        new Patience(patience.enquireLink(), transaction, patience.connect(), backOff),
        sms,
        serviceCode);
  }

  /** These, but the link is tested after {@code silence}. */
  public SmppLinkSettings withEnquireLink(Duration silence) {
    return with(
        peer,
        dialogues,
        pace,
        new Patience(silence, patience.transaction(), patience.connect(), patience.firstBackOff()),
        sms,
        serviceCode);
  }

  /** These, but SMS go as {@code writing} says. */
  public SmppLinkSettings withSms(SmsWriting writing) {
    return with(peer, dialogues, pace, patience, writing, serviceCode);
  }

  /** These, but people dial {@code code}. */
  public SmppLinkSettings withServiceCode(String code) {
    return with(peer, dialogues, pace, patience, sms, code);
  }

  private SmppLinkSettings with(
      Peer otherPeer,
      boolean whetherDialogues,
      Pace otherPace,
      Patience otherPatience,
      SmsWriting otherSms,
      String otherCode) {
    return new SmppLinkSettings(
        name,
        otherPeer,
        account,
        dialect,
        whetherDialogues,
        otherPace,
        otherPatience,
        otherSms,
        otherCode);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "SmppLinkSettings["
        + name
        + " "
        + peer.host()
        + ":"
        + peer.port()
        + " "
        + dialect.name()
        + "]";
  }
}
