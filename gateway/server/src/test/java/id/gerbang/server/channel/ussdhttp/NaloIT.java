package id.gerbang.server.channel.ussdhttp;

import id.gerbang.server.channel.Inbound;
import java.util.stream.Stream;

class NaloIT extends AggregatorContract {
  private static final String PATH = "/ussd/nalo";

  @Override
  Aggregator aggregator() {
    return new Nalo();
  }

  @Override
  boolean namesAnswers() {
    return false;
  }

  @Override
  byte[] request(Ask ask) {
    return json(PATH + ask.secret(), says(ask, Boolean.toString(ask.dials())));
  }

  private static String says(Ask ask, String first) {
    return """
    {"USERID":"NALOTest","MSISDN":"%s","USERDATA":"%s","MSGTYPE":%s,"NETWORK":"MTN","SESSIONID":"%s"}\
    """
        .formatted(ask.phone(), ask.text(), first, ask.session());
  }

  private static String answer(String message, boolean goesOn) {
    return "{\"USERID\":\"NALOTest\",\"MSISDN\":\"6281200000701\",\"MSG\":\""
        + message
        + "\",\"MSGTYPE\":"
        + goesOn
        + "}";
  }

  private static Inbound inboundOf(Inbound.Event event, String name) {
    return inbound(Nalo.SURFACE, event, name);
  }

  @Override
  Stream<Recorded> recorded() {
    String menu = answer("Pilih \\\"satu\\\":\\n1 Ya", true);
    return Stream.of(
        new Recorded(
            "the first of a session",
            json(PATH, says(dials(), "true")),
            MENU,
            inboundOf(new Inbound.Event.Started(), START),
            JSON,
            menu),
        new Recorded(
            "the first, its type a text",
            json(PATH, says(dials(), "\"true\"")),
            MENU,
            inboundOf(new Inbound.Event.Started(), START),
            JSON,
            menu),
        new Recorded(
            "an answer",
            json(PATH, says(types("3", 2), "false")),
            MENU,
            inboundOf(new Inbound.Event.Typed("3"), ""),
            JSON,
            menu),
        new Recorded(
            "the last screen",
            json(PATH, says(types("3", 2), "false")),
            LAST,
            inboundOf(new Inbound.Event.Typed("3"), ""),
            JSON,
            answer("Selesai", false)));
  }
}
