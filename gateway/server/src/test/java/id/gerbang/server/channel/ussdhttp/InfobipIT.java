package id.gerbang.server.channel.ussdhttp;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.channel.Inbound;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InfobipIT extends AggregatorContract {
  private static final String PATH = "/ussd/infobip";

  @Override
  Aggregator aggregator() {
    return new Infobip();
  }

  @Override
  boolean namesAnswers() {
    return false;
  }

  @Override
  byte[] request(Ask ask) {
    String verb = ask.dials() ? "/start" : "/response";
    return json(PATH + "/" + ask.session() + verb + ask.secret(), says(ask));
  }

  private static String says(Ask ask) {
    return """
    {"msisdn":"%s","text":"%s","shortCode":"*500*25#","imsi":"510010000000001","ussdGwId":"1"}\
    """
        .formatted(ask.phone(), ask.text());
  }

  private static String answer(boolean closes, String message) {
    return "{\"shouldClose\":"
        + closes
        + ",\"ussdMenu\":\""
        + message
        + "\",\"responseExitCode\":200,\"responseMessage\":\"\"}";
  }

  @Override
  Stream<Recorded> recorded() {
    String menu = answer(false, "Pilih \\\"satu\\\":\\n1 Ya");
    String heard = "{\"responseExitCode\":200,\"responseMessage\":\"\"}";
    String session = PATH + "/session/sesi-4711";
    Inbound dropped = inbound(new Inbound.Event.Dropped(), "");
    return Stream.of(
        new Recorded(
            "start",
            json(session + "/start", says(dials())),
            MENU,
            inbound(new Inbound.Event.Started(), START),
            JSON,
            menu),
        new Recorded(
            "response by PUT",
            body("PUT", session + "/response", "application/json", says(types("1", 2))),
            MENU,
            inbound(new Inbound.Event.Typed("1"), ""),
            JSON,
            menu),
        new Recorded(
            "response without session/ and with a slash in the text",
            json(PATH + "/sesi-4711/response", says(types("1/2", 2))),
            LAST,
            inbound(new Inbound.Event.Typed("1/2"), ""),
            JSON,
            answer(true, "Selesai")),
        new Recorded(
            "an end before our last screen",
            body("PUT", session + "/end", "application/json", says(types("", 2))),
            MENU,
            dropped,
            JSON,
            heard),
        new Recorded(
            "the end that we asked for",
            json(session + "/end", "{\"msisdn\":\"6281200000701\",\"exitCode\":200}"),
            MENU,
            null,
            JSON,
            heard),
        new Recorded(
            "an end that does not say whose",
            json(session + "/end", "{\"exitCode\":510,\"reason\":\"timeout\"}"),
            MENU,
            null,
            JSON,
            heard));
  }

  /** It is given a URL and writes the rest behind it. */
  @Test
  void theSecretMayStandBeforeTheSession() {
    Door door = new Door(SECRET, AddressList.NONE, AddressList.NONE);
    assertThat(door.without("/geheim-7/session/s/start", true))
        .isEqualTo(Optional.of("/session/s/start"));
    assertThat(door.without("/session/s/start/geheim-7", true))
        .isEqualTo(Optional.of("/session/s/start"));
    assertThat(door.without("/geheim-7/session/s/start", false)).isEmpty();
    assertThat(door.without("/geheim/session/s/start", true)).isEmpty();
    assertThat(door.without("/session/geheim-7/start", true)).isEmpty();
  }
}
