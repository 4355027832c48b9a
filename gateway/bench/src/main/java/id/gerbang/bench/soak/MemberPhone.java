package id.gerbang.bench.soak;

import id.gerbang.server.subscriber.Msisdn;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A keypad phone behind an aggregator in Africa's Talking's form. It looks at each screen and
 * presses what leads on; a call that drops is dialled again, at whichever node answers. One thread.
 */
final class MemberPhone {
  private static final Pattern BILL = Pattern.compile("Kode bayar (\\d{12}), Rp([\\d.]+)");

  /** The keys for 1, 3, 6 and 12 months. */
  private static final List<Integer> MONTHS = List.of(1, 3, 6, 12);

  /** More screens than any way to a bill has; then the phone is put down and dialled again. */
  private static final int MOST_SCREENS = 14;

  /** One call in so many drops, without any node's doing. */
  private static final int DROPS = 25;

  private static final AtomicLong CALLS = new AtomicLong();

  private final Wire wire;
  private final Times times;
  private final Msisdn phone;
  private final RandomGenerator dice;
  private Node node;
  private String session = "";
  private String typed = "";

  MemberPhone(Wire wire, Times times, Msisdn phone, RandomGenerator dice) {
    this.wire = wire;
    this.times = times;
    this.phone = phone;
    this.dice = dice;
    this.node = wire.next();
  }

  /**
   * What the phone shows of a bill.
   *
   * @param account the virtual account, digits alone
   */
  record Bill(String paymentCode, long rupiah) {
    String account() {
      return Site.SERVICE_ID + paymentCode;
    }
  }

  /**
   * Dials for a bill until one is on the screen.
   *
   * @param not an old one that is not wanted, or empty
   * @return empty when the gateway does not give one
   */
  Optional<Bill> bill(int months, String not) {
    long end = System.nanoTime() + Wire.GIVES_UP.toNanos();
    while (System.nanoTime() < end) {
      Optional<String> screen = dial();
      for (int i = 0; i < MOST_SCREENS && screen.isPresent(); i++) {
        Optional<Bill> shown = shown(screen.get()).filter(b -> !b.paymentCode().equals(not));
        if (shown.isPresent()) {
          return shown;
        }
        Optional<String> key = key(screen.get(), months);
        if (key.isEmpty() || !screen.get().startsWith("CON")) {
          break;
        }
        screen = type(key.get());
        if (dice.nextInt(DROPS) == 0) {
          break; // the network lost it: what the screen said is not seen
        }
      }
      Wire.pause();
    }
    return Optional.empty();
  }

  /** Presses these keys in a new call; the last screen, or empty when a call dropped. */
  Optional<String> walk(List<String> keys) {
    Optional<String> screen = dial();
    for (String key : keys) {
      screen = screen.flatMap(_ -> type(key));
    }
    return screen;
  }

  private static Optional<Bill> shown(String screen) {
    Matcher found = BILL.matcher(screen);
    return found.find()
        ? Optional.of(
            new Bill(found.group(1), Long.parseLong(found.group(2).replace(".", ""))))
        : Optional.empty();
  }

  /** What leads on from a screen; empty where nothing does. */
  private static Optional<String> key(String screen, int months) {
    if (screen.contains("Bayar berapa bulan?")) {
      return Optional.of(Integer.toString(MONTHS.indexOf(months) + 1));
    }
    for (String label :
        List.of(
            "Minta kode bayar", "Ganti jumlah bulan", "Lanjutkan", "Bayar iuran", "Bayar",
            "Selesai")) {
      Matcher line = Pattern.compile("(?m)^(\\d) " + label).matcher(screen);
      if (line.find()) {
        return Optional.of(line.group(1));
      }
    }
    return Optional.empty();
  }

  private Optional<String> dial() {
    session = phone.digits() + "-" + CALLS.incrementAndGet();
    typed = "";
    return send();
  }

  private Optional<String> type(String key) {
    typed = typed.isEmpty() ? key : typed + "*" + key;
    return send();
  }

  private Optional<String> send() {
    String form =
        "sessionId="
            + session
            + "&phoneNumber=%2B"
            + phone.digits()
            + "&networkCode=51001&serviceCode="
            + URLEncoder.encode("*500*25#", StandardCharsets.UTF_8)
            + "&text="
            + URLEncoder.encode(typed, StandardCharsets.UTF_8);
    long began = System.nanoTime();
    Optional<String> screen =
        wire.send(
                node,
                "/ussd/africastalking/" + Site.AGGREGATOR_SECRET,
                request ->
                    request
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)))
            .filter(answer -> answer.statusCode() == 200)
            .map(HttpResponse::body);
    if (screen.isEmpty()) {
      times.unanswered();
      node = wire.next();
    } else {
      times.took("screen", System.nanoTime() - began);
    }
    return screen;
  }
}
