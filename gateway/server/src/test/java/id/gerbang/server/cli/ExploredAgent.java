package id.gerbang.server.cli;

import id.gerbang.server.channel.phone.PhoneNetwork;
import id.gerbang.server.subscriber.Msisdn;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An agent who answers what is asked by SMS: rightly, twice, wrongly or not at all. */
final class ExploredAgent implements PhoneNetwork.Handset {
  private static final Pattern ASKED = Pattern.compile("YA ([A-Z2-9]{6})");

  final Msisdn number;
  final Story story;
  private final PhoneNetwork network;
  private final SplittableRandom random;

  ExploredAgent(PhoneNetwork network, String digits, SplittableRandom random) {
    this.network = network;
    this.number = new Msisdn(digits);
    this.random = random;
    this.story = new Story(digits, LocalDateTime.now());
    network.watch(number, this);
  }

  @Override
  public void screen(String text, boolean open) {
    story.shown(text);
  }

  @Override
  public void sms(String from, String text) {
    story.smsTo(text);
    Matcher asked = ASKED.matcher(text);
    if (text.startsWith("PERISAI") && asked.find()) {
      answer(asked.group(1));
    }
  }

  private synchronized void answer(String code) {
    switch (random.nextInt(8)) {
      case 0 -> say("TOLAK " + code + " bukan warga desa ini");
      case 1 -> {
        say("YA " + code);
        say("YA " + code);
      }
      case 2 -> {
        say("YA " + code);
        say("TOLAK " + code + " berubah pikiran");
      }
      case 3 -> say("ya  " + code.toLowerCase(Locale.ROOT) + " .");
      case 4 -> {} // forgets
      default -> say("YA " + code);
    }
  }

  private void say(String text) {
    story.smsFrom(text);
    network.sms(number, "2757", text);
  }
}
