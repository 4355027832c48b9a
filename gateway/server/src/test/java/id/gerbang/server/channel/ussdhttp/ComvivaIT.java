package id.gerbang.server.channel.ussdhttp;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Reply;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComvivaIT extends AggregatorContract {
  private static final String PATH = "/ussd/comviva";

  @Override
  Aggregator aggregator() {
    return new Comviva();
  }

  @Override
  boolean namesAnswers() {
    return false;
  }

  @Override
  byte[] request(Ask ask) {
    return get(PATH + ask.secret(), ask.session(), ask.phone(), ask.text().replace("#", "%23"), "");
  }

  private static byte[] get(String path, String session, String phone, String input, String more) {
    return bytes(
        "GET "
            + path
            + "?SessionID="
            + session
            + "&MSISDN="
            + phone
            + "&MSC=62811000000&input="
            + input
            + more
            + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  private static byte[] get(String path, String input, String more) {
    return get(path, SESSION, PHONE, input, more);
  }

  @Override
  Stream<Recorded> recorded() {
    Inbound dialled = inbound(new Inbound.Event.Started(), START);
    Inbound one = inbound(new Inbound.Event.Typed("1"), "");
    return Stream.of(
        new Recorded(
            "dialled", get(PATH, "*500*25%23", ""), MENU, dialled, "Freeflow: FC", MENU.text()),
        new Recorded(
            "dialled, without input",
            get(PATH, "", ""),
            MENU,
            dialled,
            "Freeflow: FC",
            MENU.text()),
        new Recorded(
            "dialled, said to be new",
            get(PATH, "500", "&newRequest=1"),
            MENU,
            dialled,
            "Freeflow: FC",
            MENU.text()),
        new Recorded("an answer", get(PATH, "1", ""), MENU, one, "Freeflow: FC", MENU.text()),
        new Recorded(
            "an empty answer, said not to be new",
            get(PATH, "", "&newrequest=0"),
            MENU,
            inbound(new Inbound.Event.Typed(""), ""),
            "Freeflow: FC",
            MENU.text()),
        new Recorded("the last screen", get(PATH, "1", ""), LAST, one, "Freeflow: FB", "Selesai"),
        new Recorded(
            "plain text",
            get(PATH, "1", ""),
            LAST,
            one,
            "content-type: text/plain; charset=utf-8",
            "Selesai"),
        new Recorded(
            "names in another case",
            bytes(
                "GET /ussd/comviva?SESSIONID=sesi-4711&msisdn=%2B6281200000701&INPUT=1&msc=1"
                    + " HTTP/1.1\r\nHost: a\r\n\r\n"),
            MENU,
            one,
            "Freeflow: FC",
            MENU.text()),
        new Recorded(
            "its clean-up call",
            get(PATH + "/end", "", ""),
            MENU,
            inbound(new Inbound.Event.Dropped(), ""),
            "Freeflow: FB",
            ""));
  }

  @Test
  void theFieldsOfARequestArePrintedWithoutTheirValues() {
    Fields fields =
        Wire.QUERY.read("MSISDN=" + PHONE + "&input=" + TYPED, new byte[0]).orElseThrow();
    assertThat(fields.toString()).contains("MSISDN").doesNotContain(PHONE, TYPED);
    assertThat(new Comviva().writes(fields, new Reply("a", true)).headers())
        .containsEntry("Freeflow", "FB");
  }
}
