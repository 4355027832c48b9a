package id.gerbang.server.cli;

import id.gerbang.server.carrier.Wanderer;
import id.gerbang.server.channel.phone.PhoneNetwork;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.HttpPhone;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An invented person with a phone, who walks menus badly. Walks on one thread; is shown to on
 * others.
 */
final class ExploredPhone implements PhoneNetwork.Handset {
  private static final String CODE = "*500*25#";
  private static final String NUMBER = "2757";
  private static final Duration PATIENCE = Duration.ofMillis(1_500);
  private static final int LONGEST = 24;
  private static final Pattern WITHDRAW = Pattern.compile("BATAL ([A-Z2-9]{6})");
  private static final List<String> WORDS =
      List.of(
          "MENU",
          "DAFTAR",
          "STATUS",
          "BAYAR",
          "INFO",
          "LAPOR",
          "STOP",
          "MULAI",
          "BANTUAN",
          "batal",
          "YA ZZZZZZ",
          "1",
          "0",
          "halo pak saya mau tanya",
          "😀".repeat(80));

  /**
   * The shortest way through a registration, after the NIK; each answers the screen in this order.
   */
  private static final List<String> REGISTER =
      List.of("17081990", "sese", "1", "1", "1", "1", "1", "1", "1", "1");

  final Msisdn number;
  final Story story;
  final Wanderer person;
  final List<String> screens = new CopyOnWriteArrayList<>();
  final List<String> messages = new CopyOnWriteArrayList<>();
  private final SplittableRandom random;
  private final PhoneNetwork network;
  private final String httpUrl;
  private final Consumer<ExploredPhone> afterDialogue;
  private final BlockingQueue<Shown> shown = new LinkedBlockingQueue<>();

  record Shown(String text, boolean waits) {}

  ExploredPhone(
      PhoneNetwork network,
      String httpUrl,
      int number,
      int person,
      SplittableRandom random,
      Consumer<ExploredPhone> afterDialogue) {
    this.network = network;
    this.httpUrl = httpUrl;
    this.number = new Msisdn("6281200%06d".formatted(700_000 + number));
    this.person = new Wanderer(random.split(), person);
    this.random = random;
    this.story = new Story(this.number.digits(), LocalDateTime.now());
    this.afterDialogue = afterDialogue;
    network.watch(this.number, this);
  }

  @Override
  public void screen(String text, boolean open) {
    story.shown(text);
    screens.add(text);
    shown.add(new Shown(text, open));
  }

  @Override
  public void sms(String from, String text) {
    story.smsTo(text);
    messages.add(text);
  }

  /** The next screen of a carrier that behaves. */
  String awaitScreen() {
    try {
      Shown next = shown.poll(20, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no screen came");
      }
      return next.text();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One to three dialogues, by whatever way. */
  void live() throws InterruptedException {
    int dialogues = 1 + random.nextInt(3);
    for (int i = 0; i < dialogues; i++) {
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3 -> register();
        case 4, 5, 6 -> wander();
        case 7 -> write();
        case 8 -> twoChannels();
        default -> overHttp();
      }
      afterDialogue.accept(this);
      if (random.nextInt(4) == 0) {
        withdraw();
      }
    }
  }

  private Optional<Shown> dial() throws InterruptedException {
    shown.clear();
    story.typed(CODE);
    network.dial(number, CODE);
    return next();
  }

  private Optional<Shown> press(String text) throws InterruptedException {
    story.typed(text);
    network.press(number, text);
    return next();
  }

  private Optional<Shown> next() throws InterruptedException {
    Shown next = shown.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (next == null) {
      story.note("no screen came");
    }
    return Optional.ofNullable(next);
  }

  private void hangUp() {
    boolean told = random.nextBoolean();
    story.dropped();
    network.hangUp(number, told);
  }

  /** Means to register, whatever happens: dials again and goes on where the call was cut. */
  private void register() throws InterruptedException {
    int step = -1;
    Optional<Shown> now = dial();
    for (int i = 0; i < 2 * LONGEST; i++) {
      if (now.isEmpty() || !now.get().waits()) {
        if (now.isPresent() && now.get().text().startsWith("Tercatat") || random.nextInt(6) == 0) {
          return;
        }
        now = dial();
        continue;
      }
      if (random.nextInt(40) == 0) {
        hangUp();
        now = dial();
        continue;
      }
      now = press(determined(now.get().text()));
    }
    hangUp();
  }

  /** What somebody presses who wants to be registered. */
  private String determined(String screen) {
    String first = screen.lines().findFirst().orElse("");
    if (first.contains("NIK")) {
      return person.nik();
    }
    if (first.startsWith("Nama") || first.contains("nama")) {
      return person.name();
    }
    if (first.contains("lahir")) {
      return REGISTER.getFirst();
    }
    if (first.contains("Desa") && !screen.contains("\n1 ") || first.contains("huruf")) {
      return "sese";
    }
    Matcher register = Pattern.compile("(?m)^([0-9]) Daftar$").matcher(screen);
    return register.find() ? register.group(1) : "1";
  }

  private void wander() throws InterruptedException {
    Optional<Shown> now = dial();
    for (int i = 0; i < LONGEST && now.isPresent() && now.get().waits(); i++) {
      if (random.nextInt(30) == 0) {
        hangUp();
        return;
      }
      now = press(person.answer(now.get().text()));
    }
    if (now.isPresent() && now.get().waits()) {
      hangUp();
    }
  }

  private void write() throws InterruptedException {
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      sms(WORDS.get(random.nextInt(WORDS.size())));
      Thread.sleep(random.nextInt(400));
    }
  }

  void sms(String text) {
    story.smsFrom(text);
    network.sms(number, NUMBER, text);
  }

  /** Presses on USSD, on an aggregator and by SMS at the same moment. */
  private void twoChannels() throws InterruptedException {
    Thread other =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    overHttp();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    story.note("two channels at once");
    sms("MENU");
    wander();
    other.join();
  }

  private void overHttp() throws InterruptedException {
    HttpPhone http = new HttpPhone(httpUrl, number.digits());
    SplittableRandom own = random.split();
    List<String> heard = new ArrayList<>();
    String screen = http.dial();
    heard.add(screen);
    for (int i = 0; i < LONGEST && http.isOpen(); i++) {
      String typed = own.nextBoolean() ? determined(screen) : person.answer(screen);
      typed = typed.replaceAll("[*\\p{Cntrl}]", "");
      story.note("over HTTP > " + typed);
      screen = http.type(typed);
      heard.add(screen);
      if (own.nextInt(10) == 0) {
        http.repeat();
      }
    }
    heard.forEach(text -> story.note("over HTTP < " + text.replace("\n", " / ")));
    screens.addAll(heard);
  }

  private void withdraw() {
    messages.stream()
        .map(WITHDRAW::matcher)
        .filter(Matcher::find)
        .findFirst()
        .ifPresent(code -> sms("BATAL " + code.group(1)));
  }
}
