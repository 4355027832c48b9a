package id.gerbang.server.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.jsmpp.bean.BindResp;
import org.jsmpp.bean.Command;
import org.jsmpp.util.DefaultDecomposer;
import org.junit.jupiter.api.Test;

class PduGuardTest {
  /** deliver_sm "USSD" from 6281200000503 to *500#, dcs 0F, text "1", op 18, its 2A04. */
  private static final byte[] DIALOGUE =
      hex(
          "00000043 00000005 00000000 00000007 5553534400 01 01 3632383132303030303035303300 00 01"
              + " 2a353030230000 00 00 00 00 00 00 0f 00 01 31 05010001 12 13830002 2a04");

  private static final byte[] DATA_SM =
      hex(
          "00000034 00000103 00000000 00000008 00 01 01 3632383132303030303035303300 00 01"
              + " 323735370000 00 08 04240002 0059");

  private static final byte[] BIND_RESP_35 =
      hex("00000000 80000009 00000000 00000001 736d736300 02100001 35");

  private final DefaultDecomposer decomposer = new DefaultDecomposer();

  private static byte[] hex(String text) {
    byte[] pdu = HexFormat.of().parseHex(text.replace(" ", ""));
    ByteBuffer.wrap(pdu).putInt(0, pdu.length);
    return pdu;
  }

  private Delivered read(byte[] pdu) throws Exception {
    return Delivered.of(decomposer.deliverSm(PduGuard.made(pdu)));
  }

  @Test
  void aGoodDialoguePassesAsItIs() throws Exception {
    assertThat(PduGuard.made(DIALOGUE)).isEqualTo(DIALOGUE);
    Delivered message = read(DIALOGUE);
    assertThat(message.source().value()).isEqualTo("6281200000503");
    assertThat(message.destination().value()).isEqualTo("*500#");
    assertThat(message.dataCoding()).isEqualTo(0x0F);
    assertThat(message.payload()).containsExactly('1');
    assertThat(message.number(Tlv.ITS_SESSION_INFO, 2)).isEqualTo(0x2A04);
    assertThat(message.ussd()).isTrue();
  }

  @Test
  void aTextOutsideIsFound() throws Exception {
    Delivered message = Delivered.of(decomposer.dataSm(PduGuard.made(DATA_SM)));
    assertThat(SmppText.decode(message.dataCoding(), message.payload())).isEqualTo("Y");
  }

  @Test
  void cutAnywhereItStaysDecodableAndIsRefused() throws Exception {
    int tlvs = DIALOGUE.length - 11;
    for (int length = 16; length < DIALOGUE.length; length++) {
      Delivered message = read(Arrays.copyOf(DIALOGUE, length));
      int status = message.number(PduGuard.BROKEN, 4);
      if (length < tlvs) {
        assertThat(status).as("cut at %d", length).isEqualTo(CommandStatus.INVALID_COMMAND_LENGTH);
      } else if (length == tlvs
          || length == tlvs + 5) { // a border between TLVs: nothing shows the cut
        assertThat(status).as("cut at %d", length).isEqualTo(-1);
      } else {
        assertThat(status).as("cut at %d", length).isEqualTo(CommandStatus.BROKEN_TLVS);
      }
    }
  }

  @Test
  void anyOctetMayBeAnything() {
    for (int at = 16; at < DIALOGUE.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] pdu = DIALOGUE.clone();
        pdu[at] = (byte) value;
        try {
          Delivered.of(decomposer.deliverSm(PduGuard.made(pdu)));
        } catch (org.jsmpp.PDUStringException e) { // jsmpp answers this one itself
          assertThat(e.getErrorCode()).isNotZero();
        }
      }
    }
  }

  @Test
  void wrongLengthsAreRefusedAndStrangersDropped() throws Exception {
    String start = HexFormat.of().formatHex(DIALOGUE, 0, DIALOGUE.length - 11);
    assertThat(read(hex(start + "0501000112 13830001 2a")).number(PduGuard.BROKEN, 4))
        .isEqualTo(0xC2);
    assertThat(read(hex(start + "05010000")).number(PduGuard.BROKEN, 4)).isEqualTo(0xC2);
    assertThat(read(hex(start + "14000009010203040506070809 04250001 00 05010001 01")).tlvs())
        .containsOnlyKeys(Tlv.USSD_SERVICE_OP);
    assertThat(read(hex(start + "140000080102030405060708 05010001 01")).tlvs())
        .as("a session, in some dialect")
        .containsOnlyKeys(Tlv.USSD_SERVICE_OP, 0x1400);
    assertThat(read(hex(start + "3ffe0004000000ff")).tlvs()).as("ours alone").isEmpty();
    assertThat(read(hex(start + "3ffd000101")).tlvs()).as("ours alone").isEmpty();
  }

  /** jsmpp would print these whole: the phone, the words. */
  @Test
  void whatIsTooLongNeverReachesTheDecoder() throws Exception {
    String from = "36323831323030303030353033";
    String to = "2a3530302300";
    String rest = "00 00 00 00 00 00 00 0f 00 ";
    assertThat(status("5553534431323300 01 01" + from + "00 00 01" + to + rest + "00"))
        .isEqualTo(0x15);
    assertThat(status("00 01 01" + from + from + "00 00 01" + to + rest + "00")).isEqualTo(0x0A);
    assertThat(status("00 01 01" + from + "00 00 01" + from + from + "00" + rest + "00"))
        .isEqualTo(0x0B);
    assertThat(status("00 01 01" + from + "00 00 01" + to + rest + "ff" + "61".repeat(255)))
        .isEqualTo(0x01);
    String times = "00 00 00 323631313231 00 3236 00 00 00 0f 00 ";
    assertThat(status("00 01 01" + from + "00 00 01" + to + times + "00"))
        .as("times are nobody's business")
        .isEqualTo(-1);
  }

  private int status(String body) throws Exception {
    return read(hex("00000000 00000005 00000000 00000007" + body)).number(PduGuard.BROKEN, 4);
  }

  @Test
  void whatIsTakenNeverReachesJsmpp() throws Exception {
    byte[] left = hex("00000000 00000015 00000000 00000008");
    GuardedPduReader reader = new GuardedPduReader(PduGuard::message, status -> {}, () -> {});
    DataInputStream in = wire(BIND_RESP_35, DIALOGUE, DATA_SM, left);
    assertThat(reader.readPDUHeader(in).getCommandId()).isEqualTo(0x80000009);
    Command header = reader.readPDUHeader(in);
    assertThat(header.getSequenceNumber()).isEqualTo(8);
    assertThat(reader.readPDU(in, header)).isEqualTo(left);
  }

  @Test
  void aSilenceAfterWhatWasTakenIsASilence() throws Exception {
    GuardedPduReader reader = new GuardedPduReader(PduGuard::message, status -> {}, () -> {});
    DataInputStream in =
        new DataInputStream(
            new SequenceInputStream(wire(BIND_RESP_35, DIALOGUE), new SilentInputStream()));
    reader.readPDUHeader(in);
    assertThatThrownBy(() -> reader.readPDUHeader(in)).isInstanceOf(SocketTimeoutException.class);
  }

  private static final class SilentInputStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new SocketTimeoutException("silence");
    }
  }

  private static DataInputStream wire(byte[]... pdus) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] pdu : pdus) {
      all.writeBytes(pdu);
    }
    return new DataInputStream(new ByteArrayInputStream(all.toByteArray()));
  }

  @Test
  void anAlertOfAnyShapeDecodes() {
    byte[] alert = hex("00000000 00000102 00000000 00000001 ff");
    assertThatCode(() -> decomposer.alertNotification(PduGuard.made(alert)))
        .doesNotThrowAnyException();
  }

  @Test
  void answersOfEveryKindDecode() throws Exception {
    BindResp bind = decomposer.bindResp(PduGuard.made(BIND_RESP_35));
    assertThat(bind.getSystemId()).isEqualTo("smsc");
    assertThat(bind.getOptionalParameters()[0].serialize()).endsWith(0x34);
    byte[] headerOnly = hex("00000010 80000005 00000000 00000001");
    assertThatCode(() -> decomposer.deliverSmResp(PduGuard.made(headerOnly)))
        .doesNotThrowAnyException();
    byte[] endless = hex("00000000 80000004 00000000 00000001" + "61".repeat(90));
    assertThat(decomposer.submitSmResp(PduGuard.made(endless)).getMessageId()).hasSize(64);
  }

  @Test
  void aLengthBeyondReasonIsNotAllocated() {
    DataInputStream huge = new DataInputStream(new ByteArrayInputStream(hex16("7fffff00")));
    assertThatThrownBy(() -> new GuardedPduReader().readPDUHeader(huge))
        .isInstanceOf(IOException.class);
    DataInputStream negative = new DataInputStream(new ByteArrayInputStream(hex16("ffffffff")));
    assertThatThrownBy(() -> new GuardedPduReader().readPDUHeader(negative))
        .isInstanceOf(Exception.class);
  }

  private static byte[] hex16(String length) {
    return HexFormat.of().parseHex(length + "000000050000000000000001");
  }
}
