package id.gerbang.server.channel.ussdhttp;

import id.gerbang.server.channel.Inbound;
import java.util.Optional;
import java.util.stream.Stream;

class HubtelIT extends AggregatorContract {
  private static final String PATH = "/ussd/hubtel";

  @Override
  Aggregator aggregator() {
    return new Hubtel();
  }

  @Override
  boolean namesAnswers() {
    return true;
  }

  @Override
  byte[] request(Ask ask) {
    return json(
        PATH + ask.secret(),
        """
        {"Sequence":"%d","Type":"%s","Message":"%s","ServiceCode":"500*25","Operator":"mtn",\
        "ClientState":"","Mobile":"%s","SessionId":"%s"}\
        """
            .formatted(
                ask.step(),
                ask.dials() ? "initiation" : "response",
                ask.text(),
                ask.phone(),
                ask.session()));
  }

  private static String says(String sequence, String type, String message) {
    return "{\"Mobile\":\"6281200000701\",\"SessionId\":\"sesi-4711\",\"ServiceCode\":\"500*25\","
        + "\"Type\":\""
        + type
        + "\",\"Message\":\""
        + message
        + "\",\"Operator\":\"mtn\",\"Sequence\":"
        + sequence
        + "}";
  }

  private static String answer(String type, String message, String data) {
    return "{\"SessionId\":\"sesi-4711\",\"Type\":\""
        + type
        + "\",\"Message\":\""
        + message
        + "\",\"Label\":\"\",\"ClientState\":\"\",\"DataType\":\""
        + data
        + "\",\"FieldType\":\"text\"}";
  }

  private static Inbound counted(int step, Optional<String> typed) {
    return inbound(new Inbound.Event.Counted(step, typed), Integer.toString(step));
  }

  @Override
  Stream<Recorded> recorded() {
    String menu = answer("response", "Pilih \\\"satu\\\":\\n1 Ya", "input");
    String last = answer("release", "Selesai", "display");
    String gone = answer("release", "", "display");
    Inbound dialled = counted(1, Optional.empty());
    Inbound dropped = inbound(new Inbound.Event.Dropped(), "");
    return Stream.of(
        new Recorded(
            "initiation of today's documents, sequence a text",
            json(PATH, says("\"1\"", "initiation", "*500*25#")),
            MENU,
            dialled,
            JSON,
            menu),
        new Recorded(
            "Initiation of the older ones, sequence a number",
            json(PATH, says("1", "Initiation", "*500*25#")),
            MENU,
            dialled,
            JSON,
            menu),
        new Recorded(
            "response",
            json(PATH, says("\"2\"", "response", "1")),
            MENU,
            counted(2, Optional.of("1")),
            JSON,
            menu),
        new Recorded(
            "the last screen",
            json(PATH, says("3", "Response", "1*2")),
            LAST,
            counted(3, Optional.of("1*2")),
            JSON,
            last),
        new Recorded(
            "names in another case",
            json(
                PATH,
                "{\"mobile\":\"+6281200000701\",\"SESSIONID\":\"sesi-4711\",\"type\":\"RESPONSE\","
                    + "\"message\":7,\"sequence\":2}"),
            MENU,
            counted(2, Optional.of("7")),
            JSON,
            menu),
        new Recorded(
            "a sequence that counts nothing names nothing",
            json(PATH, says("\"-2\"", "response", "1")),
            MENU,
            inbound(new Inbound.Event.Typed("1"), ""),
            JSON,
            menu),
        new Recorded(
            "no sequence", // the start still names itself
            json(PATH, says("null", "initiation", "*500*25#")),
            MENU,
            inbound(new Inbound.Event.Started(), START),
            JSON,
            menu),
        new Recorded("release", json(PATH, says("4", "Release", "")), MENU, dropped, JSON, gone),
        new Recorded("timeout", json(PATH, says("4", "Timeout", "")), MENU, dropped, JSON, gone));
  }
}
