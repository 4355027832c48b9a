package id.gerbang.bench.soak;

import id.gerbang.server.subscriber.Msisdn;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A keypad phone behind an aggregator in Africa's Talking's form. It looks at each screen and
 * presses what leads on; a call that drops is dialled again, at whichever node answers. One thread.
 */
final class MemberPhone {
  /** What {@link Times} are kept under. */
  static final String SCREEN = "screen";

  private static final Pattern BILL = Pattern.compile("Kode bayar (\\d{12}), Rp([\\d.]+)");

  private static final Pattern REFERENCE =
      Pattern.compile("(?:Tercatat|BPJS TK) no\\. ([A-Z2-9]{6})\\b");
  private static final Pattern REGISTER = Pattern.compile("(?m)^(\\d) Daftar");

  /** The keys for 1, 3, 6 and 12 months. */
  private static final List<Integer> MONTHS = List.of(1, 3, 6, 12);

  /** More screens than any way that is walked has; then the phone is put down and dialled again. */
  private static final int MOST_SCREENS = 18;

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
    return walk(
        screen -> shown(screen).filter(bill -> !bill.paymentCode().equals(not)),
        screen -> key(screen, months));
  }

  /**
   * Registers an invented worker. The reference is on the last screen, and in an SMS for whose call
   * dropped just there.
   */
  Optional<String> register(String nik, String born, Heard heard) {
    return walk(
        screen -> found(REFERENCE, screen).or(() -> heard.told(phone, REFERENCE)),
        screen ->
            Optional.of(
                switch (screen.lines().findFirst().orElse("")) {
                  case String line when line.contains("Ketik NIK") -> nik;
                  case String line when line.contains("Nama sesuai KTP") -> "Wayan Sudarma";
                  case String line when line.contains("Tanggal lahir") -> born;
                  case String line when line.contains("Desa/kelurahan") -> "sese";
                  default -> found(REGISTER, screen).orElse("1");
                }));
  }

  /** Looks and presses until it has what it wants; a call that drops is dialled again. */
  private <T> Optional<T> walk(
      Function<String, Optional<T>> wanted, Function<String, Optional<String>> key) {
    long end = System.nanoTime() + Wire.GIVES_UP.toNanos();
    while (System.nanoTime() < end) {
      Optional<String> screen = dial();
      for (int i = 0; i < MOST_SCREENS && screen.isPresent(); i++) {
        Optional<T> seen = wanted.apply(screen.get());
        if (seen.isPresent()) {
          return seen;
        }
        Optional<String> next = key.apply(screen.get());
        if (next.isEmpty() || !screen.get().startsWith("CON")) {
          break;
        }
        screen = type(next.get());
        if (dice.nextInt(DROPS) == 0) {
          break; // the network lost it: what the screen said is not seen
        }
      }
      Wire.pause();
    }
    return Optional.empty();
  }

  private static Optional<String> found(Pattern pattern, String screen) {
    Matcher matcher = pattern.matcher(screen);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Optional<Bill> shown(String screen) {
    Matcher found = BILL.matcher(screen);
    return found.find()
        ? Optional.of(new Bill(found.group(1), Long.parseLong(found.group(2).replace(".", ""))))
        : Optional.empty();
  }

  /** What leads on from a screen; empty where nothing does. */
  private static Optional<String> key(String screen, int months) {
    if (screen.contains("Bayar berapa bulan?")) {
      return Optional.of(Integer.toString(MONTHS.indexOf(months) + 1));
    }
    for (String label :
        List.of(
            "Minta kode bayar",
            "Ganti jumlah bulan",
            "Lanjutkan",
            "Bayar iuran",
            "Bayar",
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
      times.took(SCREEN, System.nanoTime() - began);
    }
    return screen;
  }
}
