package id.gerbang.server.channel.ussdhttp;

import id.gerbang.server.channel.Inbound;
import java.util.stream.Stream;

/** Africa's Talking in the contract of all; {@link AfricasTalkingIT} has its wire in detail. */
class AfricasTalkingFormIT extends AggregatorContract {
  private static final String PATH = "/ussd/africastalking";
  private static final String TEXT = "content-type: text/plain; charset=utf-8";

  @Override
  Aggregator aggregator() {
    return new AfricasTalking();
  }

  @Override
  boolean namesAnswers() {
    return true;
  }

  @Override
  byte[] request(Ask ask) {
    return form(PATH + ask.secret(), ask.session(), ask.phone(), ask.dials() ? "" : ask.text());
  }

  private static byte[] form(String path, String session, String phone, String text) {
    return body(
        "POST",
        path,
        "application/x-www-form-urlencoded",
        "sessionId="
            + session
            + "&phoneNumber=%2B"
            + phone
            + "&networkCode=51001&serviceCode=*500*25%23&text="
            + text);
  }

  private static Recorded typed(String name, String text, String wire) {
    return new Recorded(
        name,
        form(PATH, SESSION, PHONE, wire),
        MENU,
        accumulated(text),
        TEXT,
        "CON " + MENU.text());
  }

  /** The first text of a session is empty, and names it all the same. */
  private static Inbound accumulated(String text) {
    Inbound named = inbound(new Inbound.Event.Accumulated(text), "x");
    return new Inbound(
        named.channel(),
        named.surface(),
        named.from(),
        named.event(),
        named.dialogue(),
        SESSION + "\n" + text);
  }

  @Override
  Stream<Recorded> recorded() {
    return Stream.of(
        typed("the first of a session", "", ""),
        typed("an answer", "1", "1"),
        typed("two answers", "1*2", "1*2"),
        typed("a name", "1*Ni Wayan", "1*Ni+Wayan"),
        new Recorded(
            "the last screen",
            form(PATH, SESSION, PHONE, "1"),
            LAST,
            accumulated("1"),
            TEXT,
            "END Selesai"),
        new Recorded(
            "the end of a session",
            form(PATH + "/events", SESSION, PHONE, "1&status=Failed"),
            MENU,
            inbound(new Inbound.Event.Dropped(), ""),
            TEXT,
            ""));
  }
}
