package id.gerbang.server.channel.ussdhttp;

import static id.gerbang.server.testing.RawHttp.chunked;
import static id.gerbang.server.testing.RawHttp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Reply;
import id.gerbang.server.testing.RawHttp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What contract.md promises to aggregators, over plain sockets; the turns only write down. */
class AfricasTalkingIT {
  private static final String PATH = "/ussd/africastalking";
  private static final String FORM =
      "sessionId=AT1&phoneNumber=%2B6281200000701&networkCode=51001&serviceCode=*500*25%23&text=1*2";
  private static final String EVENT =
      "date=2026-11-21+07%3A30%3A00&sessionId=AT1&serviceCode=*500*25%23&networkCode=51001"
          + "&phoneNumber=%2B6281200000701&cost=IDR+0&durationInMillis=9000&hopsCount=3&input=1*2"
          + "&lastAppResponse=CON+NIK&errorMessage=&status=";

  private static final List<Inbound> TAKEN = new CopyOnWriteArrayList<>();
  private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
  private static Vertx vertx;
  private static int open;
  private static int secret;

  @BeforeAll
  static void listen() throws Exception {
    vertx = Vertx.vertx();
    open = port("");
    secret = port("geheim");
  }

  private static int port(String word) throws Exception {
    UssdFront front =
        new UssdFront(
            new AfricasTalking(),
            inbound -> {
              TAKEN.add(inbound);
              return CompletableFuture.completedFuture(new Reply("Ya", false));
            },
            new Door(word, AddressList.NONE, AddressList.NONE),
            METERS);
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

  @AfterAll
  static void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @BeforeEach
  void forget() {
    TAKEN.clear();
  }

  private static String session(String form) {
    return FORM.replace("sessionId=AT1", form);
  }

  static Stream<Arguments> wire() {
    String body = "x".repeat(64 * 1024 - FORM.length() - 3);
    return Stream.of(
        arguments("a whole form", post(PATH, FORM), 200),
        arguments("a slash behind", post(PATH + "/", FORM), 200),
        arguments("a query", post(PATH + "?a=b", FORM), 200),
        arguments("one octet a chunk", chunked(PATH, FORM, 1), 200),
        arguments("chunks", chunked(PATH, FORM, 20), 200),
        arguments("other fields", post(PATH, "junk&=&==&a=b=c&" + FORM + "&&%"), 200),
        arguments("64 KiB exactly", post(PATH, FORM + "&y=" + body), 200),
        arguments("no text", post(PATH, FORM.replace("&text=1*2", "")), 200),
        arguments("not UTF-8", post(PATH, "", bytes(FORM + "*\u00ff\u00fe%C3%28%ff%zz%")), 200),
        arguments("a long session id", post(PATH, session("sessionId=" + "s".repeat(9_000))), 200),
        arguments(
            "junk in headers", post(PATH, "X-A: \u00ff\u00fe\t;;\r\nX-A:\r\n", bytes(FORM)), 200),
        arguments("another type", post(PATH, "Content-Type: text/xml\r\n", bytes(FORM)), 200),
        arguments("nothing", post(PATH, ""), 400),
        arguments("no session", post(PATH, session("session=AT1")), 400),
        arguments("an empty session", post(PATH, session("sessionId=")), 400),
        arguments("a blank session", post(PATH, session("sessionId=+%09")), 400),
        arguments("no phone", post(PATH, "sessionId=AT1&text="), 400),
        arguments("a name for a phone", post(PATH, "sessionId=AT1&phoneNumber=BPJS&text="), 400),
        arguments("too short a phone", post(PATH, "sessionId=AT1&phoneNumber=2757&text="), 400),
        arguments("one octet too many", post(PATH, FORM + "&yy=" + body), 413),
        arguments("a megabyte", post(PATH, FORM + "&y=" + "x".repeat(1 << 20)), 413),
        arguments("a megabyte in chunks", chunked(PATH, FORM + "x".repeat(1 << 20), 4_000), 413),
        arguments("GET", bytes("GET " + PATH + "?" + FORM + " HTTP/1.1\r\nHost: a\r\n\r\n"), 405),
        arguments(
            "PUT", bytes("PUT " + PATH + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"), 405),
        arguments(
            "a method of its own", bytes("DIAL " + PATH + " HTTP/1.1\r\nHost: a\r\n\r\n"), 405),
        arguments(
            "GET of the events", bytes("GET " + PATH + "/events HTTP/1.1\r\nHost: a\r\n\r\n"), 405),
        arguments("a longer last word", post(PATH + "X", FORM), 403),
        arguments("a longer last word of events", post(PATH + "/eventsX", EVENT), 403),
        arguments("a secret where none is set", post(PATH + "/geheim", FORM), 403),
        arguments("two slashes", post(PATH + "//", FORM), 403),
        arguments("a header that is none", bytes("POST " + PATH + " HTTP/1.1\r\n: a\r\n\r\n"), 400),
        arguments("a length that is none", post(PATH, "Content-Length: ten\r\n", bytes(FORM)), 400),
        // no answer: where the next request would begin is not known, so Vert.x hangs up
        arguments("a chunk that is none", bytes(head("Transfer-Encoding: chunked") + "zz\r\n"), 0),
        arguments("a header without end", bytes(head("X: " + "y".repeat(20_000))), 431),
        arguments("a line without end", post(PATH + "?" + "y".repeat(20_000), FORM), 414),
        arguments("no HTTP at all", bytes("\u0016\u0003\u0001 hello\r\n\r\n"), 400));
  }

  private static String head(String header) {
    return "POST " + PATH + " HTTP/1.1\r\nHost: a\r\n" + header + "\r\n\r\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("wire")
  void everyRequestHearsWhatTheContractSays(String name, byte[] request, int status) {
    RawHttp.Answer answer = RawHttp.send(open, request);
    assertThat(answer.status()).as("%s: %s", name, answer).isEqualTo(status);
    if (status == 200) {
      assertThat(answer.body()).isEqualTo("CON Ya");
      assertThat(answer.head()).containsIgnoringCase("content-type: text/plain; charset=utf-8");
    } else {
      assertThat(TAKEN).isEmpty();
      assertThat(answer.body()).doesNotContain("Exception", "62812", "id.gerbang");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/ussd/africastalking/geheim, 200",
    "/ussd/africastalking, 403",
    "/ussd/africastalking/, 403",
    "/ussd/africastalking/Geheim, 403",
    "/ussd/africastalking/geheim/, 403",
    "/ussd/africastalking/geheimX, 403",
    "/ussd/africastalkingXgeheim, 403",
    "/ussd/africastalking/events, 403",
    "/ussd/africastalking/events/geheim, 200",
    "/ussd/africastalking/events/wrong, 403",
    "/ussd/africastalking/geheim/events, 403",
  })
  void theSecretIsTheLastWordOfThePath(String path, int status) {
    RawHttp.Answer answer = RawHttp.send(secret, post(path, FORM));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.toString()).doesNotContain("geheim");
  }

  @Test
  void whatIsHandedOn() {
    RawHttp.send(open, post(PATH, FORM));
    assertThat(TAKEN).hasSize(1);
    Inbound taken = TAKEN.getFirst();
    assertThat(taken.from().digits()).isEqualTo("6281200000701");
    assertThat(taken.event()).isEqualTo(new Inbound.Event.Accumulated("1*2"));
    assertThat(taken.dialogue()).isEqualTo("AT1");
  }

  @Test
  void aRepeatIsKnownHoweverItsFieldsAreOrdered() {
    RawHttp.send(open, post(PATH, FORM));
    RawHttp.send(open, chunked(PATH, FORM, 7));
    RawHttp.send(
        open, post(PATH, "text=1%2A2&serviceCode=x&phoneNumber=%2B6281200000701&sessionId=AT1"));
    RawHttp.send(
        open, post(PATH, FORM + "&text=other&sessionId=other")); // the first of a name counts
    assertThat(TAKEN).hasSize(4);
    assertThat(TAKEN.stream().map(Inbound::messageId).distinct()).hasSize(1);

    RawHttp.send(open, post(PATH, FORM + "*3"));
    RawHttp.send(open, post(PATH, session("sessionId=AT2")));
    assertThat(TAKEN.stream().map(Inbound::messageId).distinct()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "Success, success, false",
    "Incomplete, incomplete, true",
    "failed, failed, true",
    "Odd, other, false",
    "'', other, false"
  })
  void anEndIsCountedAndABrokenOneHandedOn(String status, String counted, boolean handedOn) {
    double before = ends(counted);
    RawHttp.Answer answer = RawHttp.send(open, post(PATH + "/events", EVENT + status));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(ends(counted)).isEqualTo(before + 1);
    if (handedOn) {
      assertThat(TAKEN).hasSize(1);
      assertThat(TAKEN.getFirst().event()).isEqualTo(new Inbound.Event.Dropped());
      assertThat(TAKEN.getFirst().dialogue()).isEqualTo("AT1");
    } else {
      assertThat(TAKEN).isEmpty();
    }
  }

  @Test
  void anEndWithoutSessionOrPhoneIsRefused() {
    assertThat(RawHttp.send(open, post(PATH + "/events", "status=Success")).status())
        .isEqualTo(400);
    assertThat(RawHttp.send(open, post(PATH + "/events", "sessionId=AT1&status=Failed")).status())
        .isEqualTo(400);
    assertThat(TAKEN).isEmpty();
  }

  private static double ends(String status) {
    return METERS
        .get("gerbang_ussd_http_ends")
        .tags("aggregator", "africastalking", "status", status)
        .counter()
        .count();
  }
}
