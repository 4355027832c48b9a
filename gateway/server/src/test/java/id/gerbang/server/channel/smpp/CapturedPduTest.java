package id.gerbang.server.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.outbox.Receipts.State;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.jsmpp.PDUStringException;
import org.jsmpp.util.DefaultDecomposer;
import org.junit.jupiter.api.Test;

/**
 * What real carriers sent, as far as anybody published it: the octets kept in the tests of
 * Twitter's cloudhopper-smpp ({@code PduDecoderTest}, commit 0bbe117), which were taken from the
 * links of a large sender of SMS. Phones, and the words of one SMS, are changed to invented ones of
 * the same length. They are SMS and receipts: no octets of an operator's USSD were found anywhere
 * (docs/integrating.md).
 */
class CapturedPduTest {
  private static final DefaultDecomposer DECOMPOSER = new DefaultDecomposer();

  private static Delivered read(String hex) {
    try {
      return Delivered.of(DECOMPOSER.deliverSm(PduGuard.made(HexFormat.of().parseHex(hex))));
    } catch (PDUStringException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(Delivered message) {
    return SmppText.decode(message.dataCoding(), SmsParts.Received.of(message).words());
  }

  /** From a national number, with network type TLVs that nobody asked for; @ is 0x40 there. */
  @Test
  void anSmsWithNetworkTypes() {
    Delivered sms =
        read(
            "000000400000000500000000000000030002013831323030303031000409343034303400000000000000"
                + "000000084024232125262f3a000e0001010006000101");
    assertThat(sms.source()).isEqualTo(new SmppAddress((byte) 2, (byte) 1, "81200001"));
    assertThat(sms.destination()).isEqualTo(new SmppAddress((byte) 4, (byte) 9, "40404"));
    assertThat(sms.receipt()).isFalse();
    assertThat(sms.payload()).isEqualTo(HexFormat.of().parseHex("4024232125262f3a"));
    assertThat(text(sms)).hasSize(8).endsWith("#!%&/:");
  }

  /** The id is hexadecimal in the TLV, and decimal with zeros before it in the text. */
  @Test
  void aReceiptInTextAndTlvs() {
    Delivered receipt =
        read(
            "000000ba0000000500000000000000020001013632383132303030303231000101343034303400040000"
                + "0000000000006e69643a30303539313133393738207375623a30303120646c7672643a30303120737562"
                + "6d697420646174653a3130303231303137333020646f6e6520646174653a313030323130313733312073"
                + "7461743a44454c49565244206572723a30303020746578743a4024232125262f3a000e00010100060001"
                + "01001e000833383630316661000427000102");
    assertThat(receipt.receipt()).isTrue();
    assertThat(ReceiptReader.read(receipt))
        .contains(new ReceiptReader.Read("38601fa", State.DELIVERED));
    assertThat(Long.parseLong("38601fa", 16)).as("the text's id").isEqualTo(59_113_978);
  }

  /**
   * A vendor's mistake that was seen in the wild: the TLV of the id says 65 octets and has five.
   * The text says it all, so it is read; a refusal would have the carrier repeat it for ever.
   */
  @Test
  void aReceiptWithATlvThatIsCut() {
    Delivered receipt =
        read(
            "000000a40000000500000000000000050001013632383132303030303036323200050056414e534f0004"
                + "00000000040000006369643a30303030303033303035207375623a30303120646c7672643a3030312073"
                + "75626d697420646174653a3130303131383134333120646f6e6520646174653a31303031313831343331"
                + "20737461743a44454c49565244206572723a3030302074650427000102001e00413330303500");
    assertThat(receipt.tlvs()).containsOnlyKeys(Tlv.MESSAGE_STATE, PduGuard.CUT);
    assertThat(ReceiptReader.read(receipt))
        .contains(new ReceiptReader.Read("0000003005", State.DELIVERED));
  }

  /**
   * Where the TLVs are all that it says, or where a cut one may have been its place among parts.
   */
  @Test
  void anythingElseWithATlvThatIsCutIsRefused() {
    String from =
        "000000%02x00000005000000000000000500010136323831323030303036323200050056414e534f00";
    String cut = "001e00413330303500";
    String receiptWithoutText = (from + "040000000000000000" + "00" + cut).formatted(0x3b);
    String sms = (from + "000000000000000000" + "0161" + cut).formatted(0x3c);
    assertThat(read(receiptWithoutText).number(PduGuard.BROKEN, 4))
        .isEqualTo(CommandStatus.BROKEN_TLVS);
    assertThat(read(sms).number(PduGuard.BROKEN, 4)).isEqualTo(CommandStatus.BROKEN_TLVS);
  }

  @Test
  void anSmsInThePayloadTlv() {
    Delivered sms =
        read(
            "000000640000000500000000000547eb0002013831323030303030323100040934303430340000000000"
                + "000000000000000e000101000600010104240026406f72616e67363634206170616b616820696e69206c"
                + "657761743f2026207061796c6f61643f");
    assertThat(sms.payload()).hasSize(0x26);
    assertThat(new String(sms.payload(), StandardCharsets.US_ASCII)).contains("orang664");
    assertThat(SmsParts.Received.of(sms).part()).isEqualTo(Optional.empty());
  }
}
