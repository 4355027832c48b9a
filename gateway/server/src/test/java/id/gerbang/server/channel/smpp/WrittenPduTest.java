package id.gerbang.server.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.util.DefaultComposer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Octet for octet what jsmpp, which writes all else, would have written. */
class WrittenPduTest {
  private static final Tlv OPERATION = new Tlv(Tlv.USSD_SERVICE_OP, new byte[] {2});
  private static final Tlv SESSION = new Tlv(Tlv.ITS_SESSION_INFO, new byte[] {7, 4});
  private final DefaultComposer jsmpp = new DefaultComposer();

  private static Submission screen(String service, String to, byte[] text) {
    return new Submission(
        "ussd",
        service,
        new SmppAddress((byte) 0, (byte) 1, "*500*25#"),
        new SmppAddress((byte) 1, (byte) 1, to),
        0,
        false,
        0x48,
        text,
        List.of(OPERATION, SESSION));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 160, 254, 255, 400})
  void aScreen(int octets) throws Exception {
    byte[] text = new byte[octets];
    Arrays.fill(text, (byte) 0xC1);
    boolean outside = octets > 254;
    OptionalParameter payload = new Tlv(Tlv.MESSAGE_PAYLOAD, text).toWire();
    OptionalParameter[] tlvs =
        outside
            ? new OptionalParameter[] {OPERATION.toWire(), SESSION.toWire(), payload}
            : new OptionalParameter[] {OPERATION.toWire(), SESSION.toWire()};
    byte[] expected =
        jsmpp.submitSm(
            77,
            "USSD",
            (byte) 0,
            (byte) 1,
            "*500*25#",
            (byte) 1,
            (byte) 1,
            "6281200000506",
            (byte) 0,
            (byte) 0,
            (byte) 0,
            null,
            null,
            (byte) 0,
            (byte) 0,
            (byte) 0x48,
            (byte) 0,
            outside ? new byte[0] : text,
            tlvs);
    assertThat(WrittenPdu.submitSm(77, screen("USSD", "6281200000506", text))).hasValue(expected);
  }

  @Test
  void whatNoCarrierReadsIsNotWritten() {
    assertThat(WrittenPdu.submitSm(1, screen("TOOLONG", "6281200000506", new byte[1]))).isEmpty();
    assertThat(WrittenPdu.submitSm(1, screen("USSD", "6".repeat(21), new byte[1]))).isEmpty();
    assertThat(WrittenPdu.submitSm(1, screen("USSD", "6".repeat(20), new byte[1]))).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"5, 0", "5, 20", "259, 0", "259, 100"})
  void anAnswer(int command, int status) throws Exception {
    byte[] request = {
      0, 0, 0, 16, 0, 0, (byte) (command >> 8), (byte) command, 0, 0, 0, 0, 0, 0, 1, 7
    };
    byte[] expected =
        command == 5
            ? jsmpp.deliverSmResp(status, 0x107, null)
            : jsmpp.dataSmResp(status, 0x107, "", new OptionalParameter[0]);
    assertThat(WrittenPdu.answer(request, status)).isEqualTo(expected);
  }
}
