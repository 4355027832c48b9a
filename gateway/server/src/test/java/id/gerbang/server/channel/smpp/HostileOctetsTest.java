package id.gerbang.server.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import id.gerbang.server.testing.Dialects;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jsmpp.util.DefaultDecomposer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing that a wire can carry makes a reader of ours throw. Seeded: a failure names its seed and
 * repeats.
 */
class HostileOctetsTest {
  private static final int ROUNDS = 20_000;
  private static final int[] TAGS = {
    Tlv.RECEIPTED_MESSAGE_ID,
    Tlv.USER_MESSAGE_REFERENCE,
    Tlv.SAR_MSG_REF_NUM,
    Tlv.SAR_TOTAL_SEGMENTS,
    Tlv.SAR_SEGMENT_SEQNUM,
    Tlv.MESSAGE_PAYLOAD,
    Tlv.MESSAGE_STATE,
    Tlv.USSD_SERVICE_OP,
    Tlv.ITS_SESSION_INFO,
    Tlv.VENDOR_1501,
    PduGuard.BROKEN,
    0x3FFD,
    0x1400,
    0x1502,
    0x3FFC
  };
  private static final List<Dialect> DIALECTS =
      Stream.concat(
              Dialects.SHIPPED.stream().map(Dialects::named),
              Stream.of(
                  Dialects.described("session: {tag: 0x1400, octets: 3}\ntext: {packed: true}\n")))
          .toList();
  private static final String[] WORDS = {
    "id:",
    "id: ",
    "ID:",
    "stat:",
    "STAT:",
    "Status=",
    "sub:001 ",
    "dlvrd:",
    "submit date:",
    "20261121",
    "done date:",
    "DELIVRD",
    "UNDELIV",
    "err:",
    "text:",
    "Text:",
    " ",
    ",",
    ":",
    "0",
    "a".repeat(70),
    "\0",
    "é",
    "\n"
  };

  private final DefaultDecomposer decomposer = new DefaultDecomposer();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyMessageIsReadOrRefused(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] pdu = message(random);
      assertThatCode(() -> decomposer.deliverSm(PduGuard.made(pdu)))
          .as("seed %d: %s", seed, HexFormat.of().formatHex(pdu))
          .doesNotThrowAnyException();
      pdu[6] = 1;
      pdu[7] = 3; // data_sm
      assertThatCode(() -> decomposer.dataSm(PduGuard.made(pdu)))
          .as("seed %d: %s", seed, HexFormat.of().formatHex(pdu))
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void whatPassesCanBeHeardStoredAndAnswered(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      Delivered message = delivered(random);
      assertThatCode(() -> use(message))
          .as("seed %d: %s", seed, HexFormat.of().formatHex(message.payload()))
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8})
  void anyReceiptIsReadOrNameless(long seed) {
    Random random = new Random(seed);
    SmppAddress nobody = new SmppAddress((byte) 0, (byte) 0, "");
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder text = new StringBuilder();
      for (int word = random.nextInt(12); word > 0; word--) {
        text.append(WORDS[random.nextInt(WORDS.length)]);
      }
      byte[] payload = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      ReceiptReader.read(new Delivered("", nobody, nobody, 4, 0, payload, Map.of()))
          .ifPresent(
              read ->
                  assertThat(read.messageId())
                      .as("seed %d", seed)
                      .isNotEmpty()
                      .hasSizeLessThanOrEqualTo(64));
    }
  }

  private static void use(Delivered message) {
    SmsParts.Received received = SmsParts.Received.of(message);
    received.part().ifPresent(part -> assertThat(part.number()).isBetween(1, part.total()));
    SmppText.decode(message.dataCoding(), received.words());
    ReceiptReader.read(message);
    for (Dialect dialect : DIALECTS) {
      dialect.typed(message);
      new CarrierSide(dialect).read(message);
      if (!(dialect.hear(message) instanceof Dialect.Heard.Strange)) {
        assertThat(dialect.answer(message, true)).isNotEmpty();
      }
    }
  }

  private static Delivered delivered(Random random) {
    Map<Integer, byte[]> tlvs = new HashMap<>();
    for (int tlv = random.nextInt(4); tlv > 0; tlv--) {
      tlvs.put(TAGS[random.nextInt(TAGS.length)], octets(random, random.nextInt(6)));
    }
    byte[] payload = octets(random, random.nextInt(20));
    if (payload.length > 3 && random.nextBoolean()) { // nearly a header
      payload[0] = (byte) random.nextInt(payload.length + 1);
      payload[1] = (byte) (random.nextBoolean() ? 0 : 8);
      payload[2] = (byte) random.nextInt(6);
    }
    SmppAddress nobody = new SmppAddress((byte) 0, (byte) 0, "");
    return new Delivered(
        "", nobody, nobody, random.nextInt(256), random.nextInt(256), payload, tlvs);
  }

  /**
   * Nearly a deliver_sm: right in its fields more often than not, then cut or struck by a stray
   * octet.
   */
  private static byte[] message(Random random) {
    ByteBuffer pdu = ByteBuffer.allocate(2_000);
    pdu.position(4).putInt(5).putInt(0).putInt(random.nextInt());
    string(pdu, random, 7);
    pdu.put(octets(random, 2));
    string(pdu, random, 24);
    pdu.put(octets(random, 2));
    string(pdu, random, 24);
    pdu.put(octets(random, 3));
    string(pdu, random, 18);
    string(pdu, random, 18);
    pdu.put(octets(random, 4));
    byte[] text = octets(random, random.nextInt(256));
    pdu.put((byte) text.length).put(text);
    for (int tlv = random.nextInt(5); tlv > 0; tlv--) {
      byte[] value = octets(random, random.nextInt(8));
      pdu.putShort((short) TAGS[random.nextInt(TAGS.length)])
          .putShort((short) (value.length + (random.nextInt(8) == 0 ? 1 : 0)))
          .put(value);
    }
    byte[] made =
        new byte
            [random.nextInt(4) == 0 ? 16 + random.nextInt(pdu.position() - 15) : pdu.position()];
    pdu.get(0, made);
    if (made.length > 16 && random.nextBoolean()) {
      made[16 + random.nextInt(made.length - 16)] = (byte) random.nextInt();
    }
    return made;
  }

  private static void string(ByteBuffer pdu, Random random, int longest) {
    for (int octet = random.nextInt(4) == 0 ? random.nextInt(longest) : 0; octet > 0; octet--) {
      pdu.put((byte) (1 + random.nextInt(255)));
    }
    pdu.put((byte) 0);
  }

  private static byte[] octets(Random random, int count) {
    byte[] octets = new byte[count];
    random.nextBytes(octets);
    return octets;
  }
}
