package id.gerbang.server.channel.ussdhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import id.gerbang.engine.Surface;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Reply;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.RawHttp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * What contract.md promises to every aggregator, over plain sockets. An aggregator's own test says
 * how its requests look, adds its recorded ones, and gets all of this for free. The turns of this
 * test only write down; like the real ones they answer a message that they know without a turn.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AggregatorContract {
  static final String SECRET = "geheim-7";
  static final String SESSION = "sesi-4711";
  static final String PHONE = "6281200000701";
  static final String TYPED = "5171991708900001";
  static final Reply MENU = new Reply("Pilih \"satu\":\n1 Ya", false);
  static final Reply LAST = new Reply("Selesai", true);
  private static final int LARGEST = 64 * 1024;

  private final List<Inbound> taken = new CopyOnWriteArrayList<>();
  private final Map<String, Reply> known = new HashMap<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private Reply reply = MENU;
  private Vertx vertx;
  private int open;
  private int secret;

  /**
   * A request as the vendor's documents record it, and what must come of it.
   *
   * @param inbound what is handed on; null when nothing is
   * @param header a header of the answer
   */
  record Recorded(
      String name, byte[] request, Reply shown, Inbound inbound, String header, String body) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * How a request looks.
   *
   * @param secret the end of its path: empty, or a slash and the secret
   * @param step 1 for the one that dials
   */
  record Ask(String secret, String session, String phone, String text, int step) {
    Ask with(String otherSession, String otherPhone) {
      return new Ask(secret, otherSession, otherPhone, text, step);
    }

    boolean dials() {
      return step == 1;
    }
  }

  abstract Aggregator aggregator();

  abstract byte[] request(Ask ask);

  /** Whether its wire names an answer, so that its repeat is known. */
  abstract boolean namesAnswers();

  abstract Stream<Recorded> recorded();

  @BeforeAll
  void listen() throws Exception {
    vertx = Vertx.vertx();
    open = port(Door.OPEN);
    secret = port(new Door(SECRET, AddressList.NONE, AddressList.NONE));
    logged.start();
    ((Logger) LoggerFactory.getLogger("id.gerbang")).setLevel(Level.TRACE);
    root().addAppender(logged);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private int port(Door door) throws Exception {
    UssdFront front = new UssdFront(aggregator(), this::take, door, meters);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(front::handle)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    return server.actualPort();
  }

  private synchronized CompletableFuture<Reply> take(Inbound inbound) {
    String id = inbound.messageId();
    if (!id.isEmpty() && known.containsKey(id)) {
      return CompletableFuture.completedFuture(known.get(id));
    }
    taken.add(inbound);
    Reply numbered =
        reply == MENU && taken.size() > 1 ? new Reply("Layar " + taken.size(), false) : reply;
    known.put(id, numbered);
    return CompletableFuture.completedFuture(numbered);
  }

  @AfterAll
  void close() throws Exception {
    root().detachAppender(logged);
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    String personal = PHONE.substring(2) + "|" + SESSION + "|" + TYPED + "|" + SECRET;
    for (ILoggingEvent event : List.copyOf(logged.list)) {
      assertThat(event.getFormattedMessage() + event.getThrowableProxy())
          .doesNotContain(personal.split("\\|"));
    }
    assertThat(meters.getMeters())
        .allSatisfy(
            meter -> assertThat(meter.getId().toString()).doesNotContain(personal.split("\\|")));
  }

  @BeforeEach
  synchronized void forget() {
    taken.clear();
    known.clear();
    reply = MENU;
  }

  final Ask dials() {
    return new Ask("", SESSION, PHONE, "*500*25#", 1);
  }

  final Ask types(String text, int step) {
    return new Ask("", SESSION, PHONE, text, step);
  }

  private RawHttp.Answer shown(byte[] request) {
    RawHttp.Answer answer = RawHttp.send(open, request);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer;
  }

  private void refused(int port, byte[] request, int status) {
    RawHttp.Answer answer = RawHttp.send(port, request);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.toString())
        .doesNotContain("Exception", PHONE.substring(2), SESSION, TYPED, SECRET, "id.gerbang");
    assertThat(taken).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recorded")
  void whatIsRecordedIsUnderstoodAndAnswered(Recorded recorded) {
    reply = recorded.shown();
    RawHttp.Answer answer = shown(recorded.request());
    assertThat(answer.body()).isEqualTo(recorded.body());
    assertThat(answer.head().toLowerCase()).contains(recorded.header().toLowerCase() + "\r\n");
    assertThat(taken)
        .isEqualTo(recorded.inbound() == null ? List.of() : List.of(recorded.inbound()));
  }

  @Test
  void theSecretIsInThePath() {
    String[] wrong = {"", "/", "/geheim", "/geheim-7x", "/Geheim-7", "//geheim-7/", "/%67eheim-7"};
    for (String end : wrong) {
      refused(secret, request(new Ask(end, SESSION, PHONE, "1", 1)), 403);
    }
    refused(open, request(new Ask("/" + SECRET, SESSION, PHONE, "1", 1)), 403);
    RawHttp.Answer answer =
        RawHttp.send(secret, request(new Ask("/" + SECRET, SESSION, PHONE, "1", 1)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.toString()).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @MethodSource
  void onlyTheAddressesOfTheListMayCall(String allow, String proxies, String forwarded, int status)
      throws Exception {
    int port =
        port(
            new Door(
                "",
                AddressList.parse(allow).orElseThrow(),
                AddressList.parse(proxies).orElseThrow()));
    byte[] request = request(dials());
    assertThat(RawHttp.send(port, withHeader(request, forwarded)).status()).isEqualTo(status);
    assertThat(taken).hasSize(status == 200 ? 1 : 0);
  }

  static Stream<Arguments> onlyTheAddressesOfTheListMayCall() {
    String from = "X-Forwarded-For: ";
    return Stream.of(
        arguments("127.0.0.1", "", "", 200),
        arguments("192.0.2.0/24 127.0.0.0/8", "", "", 200),
        arguments("192.0.2.0/24", "", "", 403),
        arguments("192.0.2.7", "", from + "192.0.2.7", 403),
        arguments("192.0.2.7", "127.0.0.1", from + "192.0.2.7", 200),
        arguments("192.0.2.7", "127.0.0.1", from + "198.51.100.1, 192.0.2.7", 200),
        arguments("192.0.2.7", "127.0.0.1", from + "192.0.2.7, 198.51.100.1", 403),
        arguments("192.0.2.7", "127.0.0.1", from + "192.0.2.7\r\n" + from + "198.51.100.1", 403),
        arguments("192.0.2.7", "127.0.0.1,10.0.0.0/8", from + "9.9.9.9, 192.0.2.7, 10.1.2.3", 200),
        arguments("192.0.2.7", "127.0.0.1", from + "unknown", 403),
        arguments("192.0.2.7", "127.0.0.1", from + ",,", 403),
        arguments("192.0.2.7", "127.0.0.1", "", 403));
  }

  private static byte[] withHeader(byte[] request, String header) {
    String text = new String(request, StandardCharsets.ISO_8859_1);
    return header.isEmpty() ? request : bytes(text.replaceFirst("\r\n", "\r\n" + header + "\r\n"));
  }

  @Test
  void anotherMethodIsToldWhichToSend() {
    String text = new String(request(dials()), StandardCharsets.ISO_8859_1);
    for (String method : List.of("GET", "POST", "PUT", "DELETE", "HEAD", "DIAL")) {
      if (aggregator().methods().stream().noneMatch(one -> one.name().equals(method))) {
        byte[] request = bytes(method + text.substring(text.indexOf(' ')));
        RawHttp.Answer answer = RawHttp.send(open, request);
        assertThat(answer.status()).as(method).isEqualTo(405);
        assertThat(answer.head())
            .containsIgnoringCase("\r\nallow: " + aggregator().methods().getFirst().name());
        assertThat(taken).isEmpty();
      }
    }
  }

  @Test
  void aBodyHolds64KiBAndNotOneOctetMore() {
    byte[] request = request(dials());
    shown(padded(request, LARGEST));
    taken.clear();
    refused(open, padded(request, LARGEST + 1), 413);
    refused(open, padded(request, 1 << 20), 413);
  }

  /** The same request with spaces behind its body, or with a body of spaces where it has none. */
  private byte[] padded(byte[] request, int length) {
    String text = new String(request, StandardCharsets.ISO_8859_1);
    String head = text.substring(0, text.indexOf("\r\n\r\n"));
    String body = text.substring(head.length() + 4);
    String bare = head.replaceAll("\r\nContent-Length: [0-9]+", "");
    String more = aggregator().wire() == Wire.FORM ? "&y=" : "";
    String all = body + more + " ".repeat(length - body.length() - more.length());
    return bytes(bare + "\r\nContent-Length: " + length + "\r\n\r\n" + all);
  }

  @Test
  void withoutASessionOrAPhoneNothingIsTaken() {
    refused(open, request(dials().with("", PHONE)), 400);
    refused(open, request(dials().with(SESSION, "")), 400);
    refused(open, request(dials().with(SESSION, "BPJS")), 400);
    refused(open, request(dials().with(SESSION, "2757")), 400);
    refused(open, request(types("1", 2).with(SESSION, "")), 400);
  }

  @Test
  void rubbishIsRefused() {
    String text = new String(request(dials()), StandardCharsets.ISO_8859_1);
    String line = text.substring(0, text.indexOf("\r\n"));
    String bare = line.contains("?") ? line.replaceFirst("[?].* HTTP", "? HTTP") : line;
    for (String body :
        List.of(
            "", "{", "[]", "null", "7", "\"a\"", "{\"a\":{}}", "[".repeat(9_000), "\0\0", "&%")) {
      refused(
          open,
          bytes(bare + "\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body),
          400);
    }
  }

  @Test
  void bytesThatAreNotUtf8AreAnAnswerLikeAnyOther() {
    String text = new String(request(types("zzzzzz", 2)), StandardCharsets.ISO_8859_1);
    String odd =
        aggregator().wire() == Wire.JSON ? "\u00ff\u00fe\u00ff\u00c3\u00ff\u00fe" : "%ff%fe";
    shown(bytes(text.replace("zzzzzz", odd)));
    assertThat(taken.getFirst().event().toString()).contains("\ufffd");
  }

  @Test
  void aLongSessionIdIsKeptShort() {
    shown(request(dials().with("s".repeat(900), PHONE)));
    shown(request(dials().with("s".repeat(901), PHONE)));
    assertThat(taken).hasSize(2);
    assertThat(taken).allSatisfy(one -> assertThat(one.dialogue()).hasSizeLessThanOrEqualTo(64));
    assertThat(taken.get(0).dialogue()).isNotEqualTo(taken.get(1).dialogue());
  }

  @Test
  void aRepeatOfTheStartGetsTheSameAnswerAndOneTurn() {
    String first = shown(request(dials())).body();
    assertThat(shown(request(dials())).body()).isEqualTo(first);
    assertThat(taken).hasSize(1);
  }

  @Test
  void aRepeatOfAnAnswerIsKnownWhereTheWireNamesItAndNeverGuessed() {
    shown(request(dials()));
    String second = shown(request(types("1", 2))).body();
    assertThat(shown(request(types("1", 2))).body().equals(second)).isEqualTo(namesAnswers());
    assertThat(taken).hasSize(namesAnswers() ? 2 : 3);
    assertThat(taken.getLast().messageId().isEmpty()).isNotEqualTo(namesAnswers());
  }

  @Test
  void whatIsCountedSaysNothingOfAPerson() {
    double before = counted("screen");
    shown(request(dials()));
    RawHttp.send(open, request(types(TYPED, 2)));
    refusedQuietly(request(dials().with(SESSION, "BPJS")));
    assertThat(counted("screen")).isEqualTo(before + 2);
    assertThat(counted("unreadable")).isPositive();
  }

  private void refusedQuietly(byte[] request) {
    assertThat(RawHttp.send(open, request).status()).isEqualTo(400);
  }

  private double counted(String outcome) {
    return meters
        .get("gerbang_ussd_http_requests")
        .tags("aggregator", aggregator().name(), "outcome", outcome)
        .counter()
        .count();
  }

  @Test
  void manyAtOnceAreAnsweredEachWithItsOwn() {
    List<Integer> statuses =
        IntStream.range(0, 40)
            .parallel()
            .map(i -> RawHttp.send(open, request(dials().with("s" + i, PHONE))).status())
            .boxed()
            .toList();
    assertThat(statuses).containsOnly(200);
    assertThat(taken).extracting(Inbound::dialogue).doesNotHaveDuplicates().hasSize(40);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A request with a body. */
  static byte[] body(String method, String path, String type, String body) {
    return bytes(
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  static byte[] json(String path, String body) {
    return body("POST", path, "application/json", body);
  }

  /** What is handed on of the session and the phone of this test. */
  static Inbound inbound(Inbound.Event event, String name) {
    return inbound(Surface.USSD, event, name);
  }

  /**
   * @param name of the message in its session; empty when it has none
   */
  static Inbound inbound(Surface surface, Inbound.Event event, String name) {
    return new Inbound(
        Channel.USSD,
        surface,
        new Msisdn(PHONE),
        event,
        SESSION,
        name.isEmpty() ? "" : SESSION + "\n" + name);
  }

  static final String START = "\0start";
  static final String JSON = "content-type: application/json";
}
