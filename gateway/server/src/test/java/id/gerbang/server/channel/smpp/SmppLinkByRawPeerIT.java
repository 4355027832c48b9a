package id.gerbang.server.channel.smpp;

import static id.gerbang.server.channel.smpp.RawSmsc.pdu;
import static id.gerbang.server.channel.smpp.RawSmsc.ussd;
import static id.gerbang.server.channel.smpp.Recorded.next;
import static id.gerbang.server.channel.smpp.Recorded.until;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.channel.Inbound;
import id.gerbang.server.testing.Dialects;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The link against golden, broken and hostile octets on a real socket. */
class SmppLinkByRawPeerIT {
  private static final Duration TRANSACTION = Duration.ofMillis(700);
  private static final Dialect STANDARD = Dialects.named("standard");
  private static final Duration SILENCE = Duration.ofMillis(400);
  private final Recorded rooms = new Recorded();
  private RawSmsc smsc;
  private SmppLink link;

  @BeforeEach
  void start() throws Exception {
    smsc = new RawSmsc();
    link = link(Duration.ofSeconds(30), STANDARD);
    link.start();
  }

  @AfterEach
  void end() throws Exception {
    smsc.close();
    until(() -> link.state() != LinkState.BOUND); // it unbinds from nobody
    link.close();
    assertThat(link.state()).isEqualTo(LinkState.STOPPED);
  }

  private SmppLink link(Duration silence, Dialect dialect) {
    SmppLinkSettings settings =
        SmppLinkSettings.of("mentah", "127.0.0.1", smsc.port(), "gerbang", "rahasia", dialect)
            .withTimes(TRANSACTION, Duration.ofMillis(20))
            .withEnquireLink(silence);
    return new SmppLink(
        settings,
        rooms,
        rooms,
        rooms,
        rooms.meters,
        RandomGenerator.getDefault(),
        InstantSource.system());
  }

  private void instead(Duration silence, Dialect dialect) throws IOException {
    smsc.bind();
    smsc.hangUp();
    until(() -> link.state() == LinkState.WAITING);
    link.close();
    link = link(silence, dialect);
    link.start();
  }

  @Test
  void aCarrierThatDialsWithTheBindSeesTheScreen() throws Exception {
    for (int round = 0; round < 5; round++) {
      smsc.bind("80000009 00000000 00000000 736d736300 02100001 35", ussd(7, 1, 0x2A04, "*500#"));
      List<String> heard = List.of(smsc.heard(), smsc.heard());
      assertThat(heard)
          .anyMatch(pdu -> pdu.startsWith("8000000500000000" + "00000007"))
          .anyMatch(pdu -> pdu.startsWith("00000004"));
      smsc.hangUp();
    }
  }

  @Test
  void theScreenIsTheGoldenOne() throws Exception {
    smsc.bind();
    smsc.say(ussd(7, 18, 0x2A06, "0"));
    byte[] first = smsc.next();
    byte[] submit = first[4] == 0 ? first : smsc.next();
    Arrays.fill(submit, 12, 16, (byte) 0);
    String text =
        HexFormat.of()
            .formatHex("Anda memilih 0".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertThat(submit)
        .isEqualTo(
            pdu(
                "00000004 00000000 00000000 5553534400 0001 2a3530302300 0101"
                    + " 3632383132303030303035303600 00000000000000 0f00 0e"
                    + text
                    + "05010001 11 13830002 2a07"));
  }

  @Test
  void eachBrokenRequestGetsItsAnswerAndTheLinkLives() throws Exception {
    smsc.bind();
    byte[] whole = ussd(1, 18, 0x2A06, "1");
    int sequence = 100;
    for (int length = 16; length < whole.length - 11; length++) { // cut within the mandatory part
      smsc.say(numbered(Arrays.copyOf(whole, length), ++sequence));
      assertThat(smsc.heard())
          .as("cut at %d", length)
          .isEqualTo("8000000500000002%08x".formatted(sequence));
    }
    smsc.say(pdu("00000777 00000000 00000201"));
    assertThat(smsc.heard()).as("an unknown command").isEqualTo("800000000000000300000201");
    smsc.say(pdu("00000102 00000000 00000202 ff"));
    smsc.say(pdu("00000015 00000000 00000203"));
    assertThat(smsc.heard()).as("an alert has no answer").isEqualTo("800000150000000000000203");
    assertThat(rooms.turns).isEmpty();
    assertThat(link.state()).isEqualTo(LinkState.BOUND);
  }

  @Test
  void everyRequestIsAnsweredWhateverItsOctets() throws Exception {
    smsc.bind();
    Random random = new Random(11);
    byte[] whole =
        pdu(
            "00000005 00000000 00000000 00 0101 544f4b4f00 0001 3237353700 00000000000000 0000 04"
                + " 74657374 020c00021234 020e000103 020f000102");
    Set<Integer> open = new TreeSet<>();
    for (int sequence = 1; sequence <= 500; sequence++) {
      byte[] struck = whole.clone();
      for (int strike = 1 + random.nextInt(3); strike > 0; strike--) {
        struck[16 + random.nextInt(struck.length - 16)] = (byte) random.nextInt();
      }
      smsc.say(numbered(struck, sequence));
      open.add(sequence);
    }
    while (!open.isEmpty()) {
      byte[] answer = smsc.next();
      if (answer[4] != 0) { // not a screen
        open.remove(ByteBuffer.wrap(answer).getInt(12));
      }
    }
    assertThat(link.state()).isEqualTo(LinkState.BOUND);
  }

  @Test
  void aLostPlaceIsToldAndTheLinkComesBack() throws Exception {
    for (String lost : List.of("7fffff00", "ffffffff", "00000003", "0000000f", "80000000")) {
      smsc.bind(HexFormat.of().parseHex(lost + "000000050000000000000001"));
      assertThat(smsc.heard()).as(lost).isEqualTo("800000000000000200000000");
      assertThat(smsc.ended()).as(lost).isTrue();
    }
    smsc.bind();
    until(link::ready);
  }

  @Test
  void aCarrierThatBindsAndEndsIsNotWaitedFor() throws Exception {
    long begin = System.nanoTime();
    for (int round = 0; round < 3; round++) {
      smsc.bind();
      smsc.hangUp();
    }
    smsc.bind();
    until(link::ready);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aPhonesMessagesKeepTheirOrder() throws Exception {
    smsc.bind();
    List<Inbound.Event> expected = new ArrayList<>();
    List<Inbound.Event> got = new ArrayList<>();
    for (int round = 0; round < 200; round++) {
      rooms.turns.clear();
      smsc.say(ussd(1, 18, 0x2A04, "5"), ussd(2, 18, 0x2A06, "6"), ussd(3, 18, 0x2A08, "7"));
      for (String text : List.of("5", "6", "7")) {
        expected.add(new Inbound.Event.Typed(text));
        got.add(next(rooms.turns).event());
      }
      int screens = 0;
      while (screens < 3) {
        byte[] heard = smsc.next();
        if (heard[4] == 0) {
          screens++;
          smsc.say(
              numbered(pdu("80000004 00000000 00000000 3100"), ByteBuffer.wrap(heard).getInt(12)));
        }
      }
    }
    assertThat(got).isEqualTo(expected);
  }

  @Test
  void aScreenThatTakesTooLongFreesItsPlace() throws Exception {
    instead(Duration.ofSeconds(30), STANDARD.withScreens(0, 8, Duration.ofMillis(100)));
    smsc.bind();
    rooms.slow.set(true);
    smsc.say(ussd(1, 1, 0x2A04, "*500#"));
    assertThat(smsc.heard()).isEqualTo("800000050000000000000001");
    until(
        () ->
            rooms.meters.find("gerbang.smpp.received").tag("outcome", "unanswered").counter()
                != null);
    until(() -> rooms.meters.get("gerbang.smpp.dialogues").gauge().value() == 0);
    rooms.slow.set(false);
    smsc.say(ussd(2, 1, 0x2B04, "*500#"));
    byte[] first = smsc.next();
    byte[] submit = first[4] == 0 ? first : smsc.next();
    assertThat(HexFormat.of().formatHex(submit))
        .as("its own data coding")
        .contains("00000000000000" + "0000" + "18");
  }

  @Test
  void aScreenThatIsNeverTakenFreesItsPlace() throws Exception {
    smsc.bind();
    smsc.say(ussd(1, 1, 0x2A04, "*500#"), ussd(2, 18, 0x2A06, "1"));
    until(() -> rooms.meters.get("gerbang.smpp.window").gauge().value() == 2);
    until(() -> submitted("unanswered") == 2);
    assertThat(rooms.meters.get("gerbang.smpp.window").gauge().value()).isZero();
    assertThat(rooms.meters.get("gerbang.smpp.dialogues").gauge().value()).isZero();
  }

  @Test
  void aScreenThatIsRefusedInAnyWayIsTold() throws Exception {
    smsc.bind();
    for (String no : List.of("80000004 00000058 00000000", "80000000 00000003 00000000")) {
      smsc.say(ussd(1, 1, 0x2A04, "*500#"));
      byte[] submit = smsc.next();
      while (submit[4] != 0) { // an answer
        submit = smsc.next();
      }
      double before = submitted("rejected");
      smsc.say(numbered(pdu(no), ByteBuffer.wrap(submit).getInt(12)));
      until(() -> submitted("rejected") == before + 1);
    }
    assertThat(link.state()).isEqualTo(LinkState.BOUND);
  }

  private double submitted(String outcome) {
    return rooms.meters.find("gerbang.smpp.submitted").tag("outcome", outcome).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  @Test
  void storesThatHangDoNotHoldTheLink() throws Exception {
    smsc.bind();
    rooms.hanging.set(true);
    String receipt =
        "00000005 00000000 %08x 00 0101 36323831323030303030353036 00 0001 3237353700"
            + " 04000000000000 0000 11 69643a3120737461743a44454c49565244";
    for (int sequence = 1; sequence <= 100; sequence++) {
      smsc.say(pdu(receipt.formatted(sequence)));
    }
    smsc.say(ussd(500, 1, 0x2A04, "*500#"));
    int refused = 0;
    boolean screen = false;
    while (!screen || refused < 100 - SmsArrivals.MOST_WAITING) {
      String heard = smsc.heard();
      screen |= heard.startsWith("00000004");
      refused += heard.startsWith("8000000500000064") ? 1 : 0;
    }
    rooms.letGo();
    assertThat(refused).isEqualTo(100 - SmsArrivals.MOST_WAITING);
  }

  @Test
  void aSocketThatIsOpenOnOneSideOnlyIsNoticed() throws Exception {
    instead(SILENCE, STANDARD);
    smsc.bind();
    until(link::ready);
    assertThat(smsc.heard()).as("enquire_link").startsWith("0000001500000000");
    assertThat(smsc.ended()).isTrue();
    smsc.bind();
    until(link::ready);
  }

  @Test
  void aPduThatStopsHalfwayEndsTheConnection() throws Exception {
    instead(SILENCE, STANDARD);
    for (int length : new int[] {1, 15, 20}) {
      smsc.bind();
      smsc.say(Arrays.copyOf(ussd(1, 1, 0x2A04, "*500#"), length));
      assertThat(smsc.ended()).as("cut at %d", length).isTrue();
    }
    smsc.bind();
    until(link::ready);
  }

  @Test
  void aCarrierThatDoesNotReadIsGivenUp() throws Exception {
    smsc.bind();
    until(link::ready);
    byte[] enquire = pdu("00000015 00000000 00000001");
    byte[] many = new byte[enquire.length * 1_000];
    for (int i = 0; i < 1_000; i++) {
      System.arraycopy(enquire, 0, many, i * enquire.length, enquire.length);
    }
    Thread talker =
        Thread.startVirtualThread(
            () -> {
              try {
                for (int i = 0; i < 200; i++) {
                  smsc.say(many);
                }
              } catch (IOException e) {
                Thread.currentThread().interrupt(); // the gateway went: what the test waits for
              }
            });
    until(
        () ->
            rooms.meters.counter("gerbang.smpp.binds", "link", "mentah", "outcome", "bound").count()
                    == 1
                && !link.ready());
    talker.join();
    smsc.bind();
    until(link::ready);
  }

  private static byte[] numbered(byte[] pdu, int sequence) {
    ByteBuffer.wrap(pdu).putInt(0, pdu.length).putInt(12, sequence);
    return pdu;
  }
}
