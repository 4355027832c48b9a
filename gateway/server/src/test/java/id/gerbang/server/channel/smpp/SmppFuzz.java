package id.gerbang.server.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.text.Gsm7;
import id.gerbang.server.outbox.Receipts.State;
import id.gerbang.server.testing.Dialects;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsmpp.PDUStringException;
import org.jsmpp.bean.Command;
import org.jsmpp.util.DefaultDecomposer;

/** What must hold of the readers of SMPP, whatever the wire carries. Called by FuzzTargets. */
public final class SmppFuzz {
  private static final DefaultDecomposer DECOMPOSER = new DefaultDecomposer();
  private static final SmppAddress NOBODY = new SmppAddress((byte) 0, (byte) 0, "");
  private static final int[] COMMANDS = {
    4,
    5,
    0x103,
    0x102,
    0x80000004,
    0x80000005,
    0x80000103,
    0x80000001,
    0x80000002,
    0x80000009,
    0x15,
    0x80000015,
    6,
    0x80000006,
    0x80000000,
    9
  };
  private static final Set<Integer> STATUSES =
      Set.of(
          CommandStatus.INVALID_COMMAND_LENGTH,
          CommandStatus.INVALID_SERVICE_TYPE,
          CommandStatus.INVALID_SOURCE,
          CommandStatus.INVALID_DESTINATION,
          CommandStatus.INVALID_MESSAGE_LENGTH,
          CommandStatus.BROKEN_TLVS,
          CommandStatus.INVALID_TLV_LENGTH);
  private static final List<Dialect> DIALECTS =
      Stream.concat(
              Dialects.SHIPPED.stream().map(Dialects::named),
              Stream.of(
                  Dialects.described("session: {tag: 0x1400, octets: 3}\ntext: {packed: true}\n")))
          .toList();

  private SmppFuzz() {}

  /** The first octet is the command, the rest its body. */
  public static void pdu(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int command = COMMANDS[(input[0] & 0xFF) % COMMANDS.length];
    byte[] pdu =
        ByteBuffer.allocate(15 + input.length)
            .putInt(15 + input.length)
            .putInt(command)
            .putInt(0)
            .putInt(0x01020304)
            .put(input, 1, input.length - 1)
            .array();
    byte[] made = PduGuard.made(pdu.clone());
    ByteBuffer fields = ByteBuffer.wrap(made);
    assertThat(fields.getInt(0)).isEqualTo(made.length);
    assertThat(fields.getInt(4)).isEqualTo(command);
    assertThat(fields.getInt(12)).isEqualTo(0x01020304);
    try {
      read(command, made);
    } catch (PDUStringException e) {
      throw new AssertionError("jsmpp cannot read what the guard passed", e);
    }
  }

  private static void read(int command, byte[] made) throws PDUStringException {
    switch (command) {
      case 4 -> passed(made, Delivered.of(DECOMPOSER.submitSm(made)));
      case 5 -> {
        passed(made, Delivered.of(DECOMPOSER.deliverSm(made)));
        DECOMPOSER.deliverSmResp(WrittenPdu.answer(made, CommandStatus.OK));
      }
      case 0x103 -> {
        passed(made, Delivered.of(DECOMPOSER.dataSm(made)));
        assertThat(DECOMPOSER.dataSmResp(WrittenPdu.answer(made, CommandStatus.OK))).isNotNull();
      }
      case 0x102 -> DECOMPOSER.alertNotification(made);
      case 0x80000004 -> assertThat(DECOMPOSER.submitSmResp(made)).isNotNull();
      case 0x80000005 -> DECOMPOSER.deliverSmResp(made);
      case 0x80000103 -> DECOMPOSER.dataSmResp(made);
      case 0x80000001, 0x80000002, 0x80000009 -> {
        String name = DECOMPOSER.bindResp(made).getSystemId(); // null where it is empty
        assertThat(name == null ? 0 : name.length()).isLessThan(16);
      }
      default -> {}
    }
  }

  private static void passed(byte[] made, Delivered message) {
    int broken = message.number(PduGuard.BROKEN, 4);
    if (broken >= 0) {
      assertThat(broken).isIn(STATUSES);
      assertThat(message.tlvs()).hasSize(1);
    } else if (message.tlvs().containsKey(PduGuard.CUT)) {
      assertThat(message.receipt()).isTrue();
    } else {
      assertThat(PduGuard.made(made.clone())).as("made again it stays").isEqualTo(made);
    }
    assertThat(message.serviceType().length()).isLessThan(6);
    assertThat(message.source().value().length()).isLessThan(21);
    assertThat(message.destination().value().length()).isLessThan(21);
    heard(message);
  }

  /** Octets as they come, after a bind or before it. */
  public static void stream(byte[] input) {
    StringBuilder nacks = new StringBuilder();
    GuardedPduReader reader =
        new GuardedPduReader(
            pdu -> {
              assertThat(ByteBuffer.wrap(pdu).getInt(0)).isEqualTo(pdu.length);
              return PduGuard.message(pdu);
            },
            nacks::append,
            () -> {});
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(input));
    try {
      for (int pdus = 0; pdus <= input.length / 16; pdus++) {
        Command header = reader.readPDUHeader(in);
        byte[] pdu = reader.readPDU(in, header);
        assertThat(pdu.length)
            .isEqualTo(header.getCommandLength())
            .isBetween(16, GuardedPduReader.LONGEST + 32);
        assertThat(ByteBuffer.wrap(pdu).getInt(12)).isEqualTo(header.getSequenceNumber());
      }
      throw new AssertionError("more PDUs than octets");
    } catch (IOException e) {
      if (e.getMessage() != null) {
        assertThat(e.getMessage())
            .matches(
                "command_length -?[0-9]+ is not within 16 to 73728: the connection is given up"
                    + "|a PDU stopped half-way: the connection is given up");
      }
    }
    assertThat(nacks.toString()).isIn("", "2");
  }

  /** esm_class, data coding, a text with its length, then TLVs: tag, length in one octet, value. */
  public static void dialogue(byte[] input) {
    heard(message(input));
  }

  private static Delivered message(byte[] input) {
    ByteBuffer from = ByteBuffer.wrap(input);
    int esm = from.hasRemaining() ? from.get() & 0xFF : 0;
    int coding = from.hasRemaining() ? from.get() & 0xFF : 0;
    byte[] payload = counted(from);
    Map<Integer, byte[]> tlvs = new HashMap<>();
    while (from.remaining() > 2) {
      tlvs.put(from.getShort() & 0xFFFF, counted(from));
    }
    return new Delivered("USSD", NOBODY, NOBODY, esm, coding, payload, tlvs);
  }

  private static byte[] counted(ByteBuffer from) {
    int length = from.hasRemaining() ? from.get() & 0xFF : 0;
    byte[] value = new byte[Math.min(length, from.remaining())];
    from.get(value);
    return value;
  }

  private static void heard(Delivered message) {
    assertThat(message.toString()).matches("Delivered\\[esm=.., dcs=.., [0-9]+ octets]");
    for (Dialect dialect : DIALECTS) {
      dialect.typed(message);
      new CarrierSide(dialect).read(message);
      switch (dialect.hear(message)) {
        case Dialect.Heard.Dialled(String session) -> answered(dialect, message, session);
        case Dialect.Heard.Answered(String session) -> answered(dialect, message, session);
        case Dialect.Heard.Closed(String session, boolean aborted) ->
            assertThat(session.length()).isLessThan(21);
        case Dialect.Heard.Confirmed confirmed -> {}
        case Dialect.Heard.Strange(int status) ->
            assertThat(status)
                .isIn(
                    CommandStatus.INVALID_TLV_LENGTH,
                    CommandStatus.MISSING_TLV,
                    CommandStatus.INVALID_TLV_VALUE);
      }
    }
  }

  /** The carrier finds its own session in our answer, and knows whether it was the last. */
  private static void answered(Dialect dialect, Delivered message, String session) {
    assertThat(session.length()).isLessThan(21);
    for (boolean last : new boolean[] {false, true}) {
      Dialect.Written screen = dialect.screen("Selamat datang {1}");
      Delivered answer =
          new Delivered(
              "USSD",
              NOBODY,
              NOBODY,
              0,
              screen.dataCoding(),
              screen.octets(),
              dialect.answer(message, last).stream()
                  .collect(Collectors.toMap(Tlv::tag, Tlv::value)));
      CarrierSide.Use use = last ? CarrierSide.Use.LAST : CarrierSide.Use.ASKS;
      long id = session.isEmpty() ? 0 : Long.parseUnsignedLong(session);
      assertThat(new CarrierSide(dialect).read(answer))
          .isEqualTo(new CarrierSide.Read.Screen(id, "Selamat datang {1}", use));
    }
  }

  /** A received SMS: as {@link #dialogue}. */
  public static void received(byte[] input) {
    Delivered message = message(input);
    SmsParts.Received received = SmsParts.Received.of(message);
    byte[] payload = message.payload();
    byte[] words = received.words();
    assertThat(words)
        .isEqualTo(Arrays.copyOfRange(payload, payload.length - words.length, payload.length));
    received
        .part()
        .ifPresent(
            part -> {
              assertThat(part.number()).isBetween(1, part.total());
              assertThat(part.total()).isBetween(2, 255);
              assertThat(part.reference()).isBetween(0, 0xFFFF);
            });
    SmppText.decode(message.dataCoding(), words);
  }

  /** A text that leaves in parts comes back as it was. */
  public static void parts(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    String spelled = SmppText.spelledInGsm7(text);
    boolean gsm7 = Gsm7.encodes(spelled);
    Optional<SmsParts> cut = SmsParts.of(text, 0x1234);
    if (cut.isEmpty()) {
      assertThat(gsm7 ? Gsm7.septets(spelled) : spelled.length()).isGreaterThan(9 * 66);
      return;
    }
    SmsParts parts = cut.get();
    assertThat(parts.payloads()).hasSizeBetween(1, SmsParts.MOST);
    StringBuilder joined = new StringBuilder();
    int number = 1;
    for (byte[] payload : parts.payloads()) {
      SmsParts.Received part =
          SmsParts.Received.of(
              new Delivered(
                  "",
                  NOBODY,
                  NOBODY,
                  parts.several() ? 0x40 : 0,
                  parts.dataCoding(),
                  payload,
                  Map.of()));
      assertThat(part.part().map(found -> found.number()))
          .isEqualTo(parts.several() ? Optional.of(number++) : Optional.empty());
      int header = payload.length - part.words().length;
      int octets = gsm7 ? (part.words().length * 7 + 7) / 8 : part.words().length;
      assertThat(octets + (gsm7 && header > 0 ? header + 1 : header)).isLessThan(142);
      joined.append(SmppText.decode(parts.dataCoding(), part.words()));
    }
    assertThat(joined.toString()).isEqualTo(gsm7 ? spelled : utf16(spelled));
  }

  /** What UTF-16 can carry: half a surrogate pair is no character. */
  private static String utf16(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
  }

  /** Any receipt: as {@link #dialogue}. */
  public static void receipt(byte[] input) {
    ReceiptReader.read(message(input))
        .ifPresent(
            read -> {
              assertThat(read.messageId()).isNotBlank();
              assertThat(read.messageId().length()).as("SMPP 3.4: 64").isLessThan(65);
            });
  }

  /** A receipt in the usual words with an id and a text of the input's: both are told apart. */
  public static void ownReceipt(byte[] input) {
    String all = new String(input, StandardCharsets.ISO_8859_1);
    int cut = all.indexOf('\n');
    String id = (cut < 0 ? all : all.substring(0, cut)).replaceAll("[^A-Za-z0-9-]", "");
    String quoted = cut < 0 ? "" : all.substring(cut + 1);
    if (id.isEmpty() || id.length() > 64) {
      return;
    }
    String text =
        "id:"
            + id
            + " sub:001 dlvrd:000 submit date:2611211200 done date:2611211201 stat:UNDELIV err:001"
            + " text:"
            + quoted;
    assertThat(
            ReceiptReader.read(
                new Delivered(
                    "",
                    NOBODY,
                    NOBODY,
                    4,
                    0,
                    text.getBytes(StandardCharsets.ISO_8859_1),
                    Map.of())))
        .contains(new ReceiptReader.Read(id, State.FAILED));
  }

  /** The first octet is a data coding. */
  public static void text(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] octets = Arrays.copyOfRange(input, 1, input.length);
    String read = SmppText.decode(input[0] & 0xFF, octets);
    assertThat(read.length()).isLessThanOrEqualTo(octets.length);
    for (Alphabet alphabet : List.of(Alphabet.GSM7, Alphabet.LATIN1)) {
      String there = alphabet.read(octets);
      assertThat(alphabet.read(alphabet.write(there))).as("%s", alphabet).isEqualTo(there);
    }
    for (Alphabet alphabet :
        List.of(Alphabet.ASCII, Alphabet.UCS2)) { // some octets are nothing there
      String there = alphabet.read(alphabet.write(alphabet.read(octets)));
      assertThat(alphabet.read(alphabet.write(there))).as("%s", alphabet).isEqualTo(there);
    }
    String text = new String(octets, StandardCharsets.UTF_8);
    String spelled = SmppText.spelledInGsm7(text);
    if (Gsm7.encodes(spelled)) {
      assertThat(Gsm7.decode(Gsm7.encode(spelled))).isEqualTo(spelled);
      assertThat(Gsm7.septets(spelled)).isEqualTo(Gsm7.encode(spelled).length);
    } else {
      assertThat(spelled).isEqualTo(text);
    }
  }

  /**
   * Septets packed and unpacked are the same; but a carriage return at an octet's border comes back
   * twice, as TS 23.038 §6.1.2.3.1 has it.
   */
  public static void septets(byte[] input) {
    byte[] septets = new byte[input.length];
    for (int i = 0; i < input.length; i++) {
      septets[i] = (byte) (input[i] & 0x7F);
    }
    byte[] packed = PackedSeptets.pack(septets);
    assertThat(packed.length).isBetween(septets.length * 7 / 8, septets.length * 7 / 8 + 2);
    boolean twice =
        septets.length > 0 && septets.length % 8 == 0 && septets[septets.length - 1] == 13;
    assertThat(PackedSeptets.unpack(packed)).isEqualTo(twice ? withReturn(septets) : septets);
    byte[] unpacked = PackedSeptets.unpack(input);
    assertThat(unpacked.length).isLessThanOrEqualTo(input.length * 8 / 7);
  }

  private static byte[] withReturn(byte[] septets) {
    byte[] longer = Arrays.copyOf(septets, septets.length + 1);
    longer[septets.length] = 13;
    return longer;
  }
}
