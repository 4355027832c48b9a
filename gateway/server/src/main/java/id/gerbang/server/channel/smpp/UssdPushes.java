package id.gerbang.server.channel.smpp;

import id.gerbang.server.channel.UssdPush;
import id.gerbang.server.subscriber.Msisdn;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * Screens that begin a dialogue, by a link. Blocks its caller, which is a virtual thread; safe for
 * any of them. Its sessions are minted at random: where a session is one octet only, the phone
 * beside it tells two apart.
 */
final class UssdPushes {
  /** International, ISDN (SMPP 3.4 §5.2.5, §5.2.6): a phone with its country code. */
  private static final byte INTERNATIONAL = 1;

  private static final byte ISDN = 1;
  private static final byte UNKNOWN = 0;

  private final String link;
  private final Dialect dialect;
  private final String serviceCode;
  private final SubmitWindow window;
  private final RandomGenerator random;

  UssdPushes(
      String link,
      Dialect dialect,
      String serviceCode,
      SubmitWindow window,
      RandomGenerator random) {
    this.link = link;
    this.dialect = dialect;
    this.serviceCode = serviceCode;
    this.window = window;
    this.random = random;
  }

  boolean pushes(UssdPush.Use use) {
    OptionalInt operation = use == UssdPush.Use.ASK ? dialect.push().ask() : dialect.push().tell();
    return operation.isPresent();
  }

  UssdPush.Pushed push(Msisdn to, String text, UssdPush.Use use) {
    long mint = random.nextLong();
    Optional<List<Tlv>> tlvs = dialect.begin(use == UssdPush.Use.ASK, mint);
    if (tlvs.isEmpty()) {
      return new UssdPush.Pushed.Unsupported();
    }
    Dialect.Written screen = dialect.screen(text);
    Submission.Outcome outcome =
        window.submit(
            new Submission(
                "push",
                dialect.push().serviceType(),
                new SmppAddress(UNKNOWN, ISDN, serviceCode),
                new SmppAddress(INTERNATIONAL, ISDN, to.digits()),
                0,
                false,
                screen.dataCoding(),
                screen.octets(),
                tlvs.get()));
    return switch (outcome) {
      case Submission.Outcome.Taken taken ->
          new UssdPush.Pushed.Taken(dialogue(link, dialect.begun(mint)));
      case Submission.Outcome.Rejected(int status) ->
          new UssdPush.Pushed.Refused(CommandStatus.name(status));
      case Submission.Outcome.NotSent(String why) -> new UssdPush.Pushed.NotSent(why);
      case Submission.Outcome.Unanswered(String why) -> new UssdPush.Pushed.Unknown(why);
    };
  }

  /** The name of a dialogue on {@code link}. */
  static String dialogue(String link, String session) {
    return session.isEmpty() ? link : link + ":" + session;
  }
}
