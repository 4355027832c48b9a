package id.gerbang.server.channel.ussdhttp;

import id.gerbang.server.channel.Inbound;
import java.util.stream.Stream;

class ArkeselIT extends AggregatorContract {
  private static final String PATH = "/ussd/arkesel";

  @Override
  Aggregator aggregator() {
    return new Arkesel();
  }

  @Override
  boolean namesAnswers() {
    return false;
  }

  @Override
  byte[] request(Ask ask) {
    return json(PATH + ask.secret(), says(ask));
  }

  private static String says(Ask ask) {
    return """
    {"sessionID":"%s","userID":"SZ5DYHJI8X_M8Y9W","newSession":%s,"msisdn":"%s","userData":"%s","network":"MTN"}\
    """
        .formatted(ask.session(), ask.dials(), ask.phone(), ask.text());
  }

  private static String answer(String message, boolean goesOn) {
    return "{\"sessionID\":\"sesi-4711\",\"userID\":\"SZ5DYHJI8X_M8Y9W\","
        + "\"msisdn\":\"6281200000701\",\"message\":\""
        + message
        + "\",\"continueSession\":"
        + goesOn
        + "}";
  }

  @Override
  Stream<Recorded> recorded() {
    String menu = answer("Pilih \\\"satu\\\":\\n1 Ya", true);
    return Stream.of(
        new Recorded(
            "the first of a session",
            json(PATH, says(dials())),
            MENU,
            inbound(new Inbound.Event.Started(), START),
            JSON,
            menu),
        new Recorded(
            "an answer",
            json(PATH, says(types("3", 2))),
            MENU,
            inbound(new Inbound.Event.Typed("3"), ""),
            JSON,
            menu),
        new Recorded(
            "the last screen",
            json(PATH, says(types("", 2))),
            LAST,
            inbound(new Inbound.Event.Typed(""), ""),
            JSON,
            answer("Selesai", false)));
  }
}
