package id.gerbang.server.channel.smpp;

import static id.gerbang.server.channel.smpp.RawSmsc.pdu;
import static id.gerbang.server.channel.smpp.Recorded.next;
import static id.gerbang.server.channel.smpp.Recorded.until;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.UssdPush;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.Dialects;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What carriers do in USSD dialogues, octet by octet, and what leaves in answer. */
class UssdGoldenIT {
  /** From 6281200000506, an international number. */
  private static final String PHONE = " 0101 3632383132303030303035303600 ";

  /** *500#. */
  private static final String CODE = " 0001 2a3530302300 ";

  /** *500*25#, our service code. */
  private static final String OUR_CODE = " 0001 2a3530302a32352300 ";

  /** esm_class to sm_default_msg_id, with the data coding of cell broadcast's GSM alphabet. */
  private static final String PLAIN = " 00000000000000 0f00 ";

  private static final String USSD = " 5553534400 ";
  private static final String MENU = " 18 53656c616d617420646174616e670a312e20446166746172 ";
  private static final String CHOSE_1 = " 0e 416e6461206d656d696c69682031 ";
  private static final String CHOSE_0 = " 0e 416e6461206d656d696c69682030 ";
  private static final Msisdn WORKER = new Msisdn("6281200000506");

  private final Recorded rooms = new Recorded();
  private RawSmsc smsc;
  private SmppLink link;

  private void bind(Dialect dialect) throws IOException {
    smsc = new RawSmsc();
    link =
        new SmppLink(
            SmppLinkSettings.of("emas", "127.0.0.1", smsc.port(), "gerbang", "rahasia", dialect)
                .withTimes(Duration.ofSeconds(2), Duration.ofMillis(20)),
            rooms,
            rooms,
            rooms,
            rooms.meters,
            () -> 0x2A,
            InstantSource.system());
    link.start();
    smsc.bind();
    until(link::ready);
  }

  @AfterEach
  void end() throws Exception {
    smsc.close();
    until(() -> link.state() != LinkState.BOUND);
    link.close();
  }

  private static String deliver(int sequence, String rest) {
    return "00000005 00000000 %08x".formatted(sequence) + rest;
  }

  /** The answer to a deliver_sm. */
  private static String told(int sequence, int status) {
    return "80000005 %08x %08x 00".formatted(status, sequence);
  }

  /** A submit_sm whose sequence does not matter. */
  private static String submit(String rest) {
    return "00000004 00000000 00000000" + rest;
  }

  private void say(String hex) throws IOException {
    smsc.say(pdu(hex));
  }

  /** The next PDUs are these, in any order; a submit_sm is answered with {@code status}. */
  private void hears(int status, String... expected) throws IOException {
    List<String> heard = new ArrayList<>();
    for (int i = 0; i < expected.length; i++) {
      byte[] pdu = smsc.next();
      ByteBuffer fields = ByteBuffer.wrap(pdu);
      if (fields.getInt(4) == 4) {
        say(
            "80000004 %08x %08x".formatted(status, fields.getInt(12))
                + (status == 0 ? "3100" : ""));
        fields.putInt(12, 0);
      }
      heard.add(HexFormat.of().formatHex(pdu));
    }
    List<String> wanted = new ArrayList<>();
    for (String each : expected) {
      wanted.add(HexFormat.of().formatHex(pdu(each)));
    }
    assertThat(heard).containsExactlyInAnyOrderElementsOf(wanted);
  }

  /** Nothing comes but the answer to a question for life. */
  private void hearsNothing() throws IOException {
    say("00000015 00000000 00000999");
    assertThat(smsc.heard()).isEqualTo("800000150000000000000999");
  }

  @ParameterizedTest
  @CsvSource({
    // dialect, TLV of the first message, of the second, op and TLV of the screen, of the last
    "standard,138300022a04,138300022a06,0501000102138300022a04,0501000111138300022a07",
    "umr,020400022a04,020400022a04,0501000102020400022a04,0501000111020400022a04",
    "sixdee,138300022a04,138300022a04,0501000102138300022a04,0501000102138300022a05",
    "vendor-1501,1501000400c0ffee,1501000400c0ffee,05010001021501000400c0ffee,05010001111501000400c0ffee",
    "msisdn,'','',0501000102,0501000111"
  })
  void aWholeDialogue(String name, String first, String second, String screen, String last)
      throws Exception {
    bind(Dialects.named(name));
    String from = name.equals("sixdee") ? OUR_CODE : CODE;
    say(deliver(1, USSD + PHONE + CODE + PLAIN + "05 2a35303023 0501000101" + first));
    hears(0, told(1, 0), submit(USSD + from + PHONE + PLAIN + MENU + screen));
    say(deliver(2, USSD + PHONE + CODE + PLAIN + "01 30 0501000112" + second));
    hears(0, told(2, 0), submit(USSD + from + PHONE + PLAIN + CHOSE_0 + last));
    assertThat(next(rooms.turns).event()).isEqualTo(new Inbound.Event.Started());
    assertThat(next(rooms.turns).event()).isEqualTo(new Inbound.Event.Typed("0"));
  }

  @Test
  void ofTwoStartsTheSecondIsAnswered() throws Exception { // vumi#304
    bind(Dialects.named("standard"));
    rooms.slow.set(true);
    String start = USSD + PHONE + CODE + PLAIN + "05 2a35303023 0501000101 13830002";
    say(deliver(1, start + "2a04"));
    hears(0, told(1, 0));
    next(rooms.turns);
    say(deliver(2, start + "2b04"));
    hears(0, told(2, 0));
    rooms.answerSlow();
    hears(0, submit(USSD + CODE + PHONE + PLAIN + "08 416b6869726e7961 0501000102 138300022b04"));
    assertThat(next(rooms.turns).dialogue()).isEqualTo("emas:43");
    hearsNothing();
    assertThat(
            rooms
                .meters
                .get("gerbang.smpp.submitted")
                .tags("kind", "ussd", "outcome", "outlived")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void aSessionThatIsNamedAnewAtEachStepIsFollowed() throws Exception { // jsmpp#154
    bind(Dialects.named("umr"));
    for (int id = 0x1000; id < 0x1005; id++) {
      String umr = " 02040002 %04x".formatted(id);
      say(deliver(id, USSD + PHONE + CODE + PLAIN + "01 31 0501000112" + umr));
      hears(0, told(id, 0), submit(USSD + CODE + PHONE + PLAIN + CHOSE_1 + "0501000102" + umr));
      assertThat(next(rooms.turns).dialogue()).isEqualTo("emas:" + id);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"standard", "umr", "sixdee", "vendor-1501"})
  void aMessageWithoutItsSessionIsRefused(String name) throws Exception {
    bind(Dialects.named(name));
    for (String operation : List.of("01", "12", "11", "81")) {
      say(deliver(1, USSD + PHONE + CODE + PLAIN + "01 31 05010001" + operation));
      hears(0, told(1, CommandStatus.MISSING_TLV));
    }
    hearsNothing();
    assertThat(rooms.turns).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"11,2a06", "81,2a06", "41,2a06", "42,2a06", "43,2a06", "12,2a07", "81,2a07"})
  void whoeverEndsItTheDialogueIsOver(String operation, String info) throws Exception {
    bind(Dialects.named("standard"));
    say(deliver(1, USSD + PHONE + CODE + PLAIN + "00 05010001" + operation + " 13830002" + info));
    hears(0, told(1, 0));
    assertThat(next(rooms.turns).event()).isEqualTo(new Inbound.Event.Dropped());
    hearsNothing();
    boolean aborted = !operation.equals("11") && !operation.equals("12");
    assertThat(
            rooms
                .meters
                .get("gerbang.smpp.received")
                .tags("kind", "ussd", "outcome", aborted ? "aborted" : "taken")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void dataSmIsADialogueToo() throws Exception {
    bind(Dialects.named("msisdn"));
    say("00000103 00000000 00000001 503200" + PHONE + CODE + "00 00 0f 0501000112 04240001 31");
    hears(
        0,
        "80000103 00000000 00000001 00",
        submit("503200" + CODE + PHONE + PLAIN + CHOSE_1 + "0501000102"));
  }

  @Test
  void aTextMayBeOutside() throws Exception {
    bind(Dialects.named("standard"));
    say(deliver(1, USSD + PHONE + CODE + PLAIN + "00 0501000112 138300022a06 04240001 31"));
    hears(0, told(1, 0), submit(USSD + CODE + PHONE + PLAIN + CHOSE_1 + "0501000102 138300022a06"));
  }

  @Test
  void aScreenThatComesTooLateIsNotSentAgain() throws Exception {
    bind(Dialects.named("standard"));
    String answer = USSD + PHONE + CODE + PLAIN + "01 31 0501000112 13830002";
    say(deliver(1, answer + "2a06"));
    hears(
        0x0401,
        told(1, 0),
        submit(USSD + CODE + PHONE + PLAIN + CHOSE_1 + "0501000102 138300022a06"));
    until(
        () -> rooms.meters.find("gerbang.smpp.refused").tag("status", "vendor").counter() != null);
    hearsNothing();
    say(deliver(2, answer + "2b06"));
    hears(0, told(2, 0), submit(USSD + CODE + PHONE + PLAIN + CHOSE_1 + "0501000102 138300022b06"));
    assertThat(link.ready()).isTrue();
  }

  @Test
  void theServiceCodeMayStandInTheFirstTextOnly() throws Exception {
    bind(Dialects.named("sixdee"));
    String nowhere = " 0001 00 ";
    String dialled = "08 2a3530302a323523";
    say(deliver(1, USSD + PHONE + nowhere + PLAIN + dialled + "0501000101 138300022a04"));
    hears(
        0, told(1, 0), submit(USSD + OUR_CODE + PHONE + PLAIN + MENU + "0501000102 138300022a04"));
    say(deliver(2, USSD + PHONE + nowhere + PLAIN + "01 31 0501000112 138300022a04"));
    hears(
        0,
        told(2, 0),
        submit(USSD + OUR_CODE + PHONE + PLAIN + CHOSE_1 + "0501000102 138300022a04"));
    say(deliver(3, USSD + PHONE + nowhere + PLAIN + "00 0501000181 138300022a04"));
    hears(0, told(3, 0));
    hearsNothing();
  }

  @Test
  void septetsArePackedBothWays() throws Exception {
    bind(Dialects.described("session: {tag: none}\ntext: {gsm7: 0, ucs2: 8, packed: true}\n"));
    say(
        deliver(
            1,
            USSD + PHONE + CODE + PLAIN + "07 31d98c56b3dd1a 0501000112")); // 1234567, and a return
    assertThat(next(rooms.turns).event()).isEqualTo(new Inbound.Event.Typed("1234567"));
    hears(
        0,
        told(1, 0),
        submit(
            USSD
                + CODE
                + PHONE
                + "00000000000000 0000 12 4137390c6a97db69761a0d8ac966b49aed06"
                + "0501000102"));
    say(deliver(2, USSD + PHONE + CODE + PLAIN + "02 3119 0501000112"));
    hears( // fifteen septets: the seven spare bits of the screen hold a carriage return
        0,
        told(2, 0),
        submit(
            USSD
                + CODE
                + PHONE
                + "00000000000000 0000 0e 4137390c6a97db69761a0d8ac91a"
                + "0501000102"));
  }

  @Test
  void weAskFirstAndTheAnswerIsTyped() throws Exception {
    bind(Dialects.named("standard"));
    assertThat(link.pushes(UssdPush.Use.ASK)).isTrue();
    CompletionStage<UssdPush.Pushed> pushed = link.push(WORKER, "Lanjut? 1 Ya", UssdPush.Use.ASK);
    hears(
        0,
        submit(
            USSD
                + OUR_CODE
                + PHONE
                + PLAIN
                + "0c 4c616e6a75743f2031205961 0501000102 138300022a00"));
    assertThat(result(pushed)).isEqualTo(new UssdPush.Pushed.Taken("emas:42"));
    say(deliver(1, USSD + PHONE + OUR_CODE + PLAIN + "01 31 0501000112 138300022a02"));
    hears(
        0,
        told(1, 0),
        submit(USSD + OUR_CODE + PHONE + PLAIN + CHOSE_1 + "0501000102 138300022a02"));
    Inbound answer = next(rooms.turns);
    assertThat(answer.event()).isEqualTo(new Inbound.Event.Typed("1"));
    assertThat(answer.dialogue()).isEqualTo("emas:42");
    assertThat(answer.from()).isEqualTo(WORKER);
  }

  @Test
  void weNotifyAndItsConfirmationIsNoTurn() throws Exception {
    bind(Dialects.named("standard"));
    CompletionStage<UssdPush.Pushed> pushed = link.push(WORKER, "Tersimpan", UssdPush.Use.NOTIFY);
    String sent = USSD + OUR_CODE + PHONE + PLAIN + "09 54657273696d70616e 0501000103 138300022a00";
    hears(0, submit(sent));
    assertThat(result(pushed)).isEqualTo(new UssdPush.Pushed.Taken("emas:42"));
    say(deliver(1, USSD + PHONE + OUR_CODE + PLAIN + "00 0501000113 138300022a02"));
    hears(0, told(1, 0));
    hearsNothing();
    assertThat(rooms.turns).isEmpty();
    say(deliver(2, USSD + PHONE + OUR_CODE + PLAIN + "01 31 0501000113 138300022a02"));
    assertThat(next(rooms.turns).event())
        .as("with a text it is an answer")
        .isEqualTo(new Inbound.Event.Typed("1"));
  }

  @Test
  void aPushThatIsRefusedOrUnknownHereSaysSo() throws Exception {
    bind(Dialects.named("standard"));
    CompletionStage<UssdPush.Pushed> busy = link.push(WORKER, "x", UssdPush.Use.ASK);
    hears(0x0401, submit(USSD + OUR_CODE + PHONE + PLAIN + "01 78 0501000102 138300022a00"));
    assertThat(result(busy)).isEqualTo(new UssdPush.Pushed.Refused("vendor status (0x401)"));
    CompletionStage<UssdPush.Pushed> silent = link.push(WORKER, "x", UssdPush.Use.ASK);
    assertThat(smsc.next()).isNotEmpty();
    assertThat(result(silent)).isEqualTo(new UssdPush.Pushed.Unknown("no response in time"));
    smsc.hangUp();
    until(() -> !link.ready());
    assertThat(result(link.push(WORKER, "x", UssdPush.Use.ASK)))
        .isEqualTo(new UssdPush.Pushed.NotSent("not bound"));
  }

  @Test
  void aCarrierThatTakesNoPushGetsNone() throws Exception {
    bind(Dialects.named("umr"));
    assertThat(link.pushes(UssdPush.Use.ASK)).isFalse();
    assertThat(result(link.push(WORKER, "x", UssdPush.Use.ASK)))
        .isEqualTo(new UssdPush.Pushed.Unsupported());
    hearsNothing();
  }

  private static UssdPush.Pushed result(CompletionStage<UssdPush.Pushed> pushed) throws Exception {
    return pushed.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
