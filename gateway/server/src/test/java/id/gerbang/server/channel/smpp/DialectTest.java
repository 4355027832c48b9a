package id.gerbang.server.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.testing.Dialects;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectTest {

  @ParameterizedTest
  @CsvSource({
    "standard,1,1383,2a04,Dialled[session=42]",
    "standard,18,1383,2a06,Answered[session=42]",
    "standard,2,1383,2a06,Answered[session=42]",
    "standard,18,1383,2a07,Closed[session=42]",
    "standard,17,1383,2a06,Closed[session=42]",
    "standard,129,1383,2a06,Aborted[session=42]",
    "standard,129,1383,2a07,Aborted[session=42]",
    "standard,65,1383,2a06,Aborted[session=42]",
    "standard,66,1383,2a06,Aborted[session=42]",
    "standard,67,1383,2a06,Aborted[session=42]",
    "standard,19,1383,2a06,Confirmed[]",
    "standard,20,1383,2a06,Strange[status=196]",
    "standard,1,1383,2a0600,Strange[status=194]",
    "standard,1,0204,2a06,Strange[status=195]",
    "umr,1,0204,2a04,Dialled[session=10756]",
    "umr,18,0204,ffff,Answered[session=65535]",
    "umr,17,0204,2a05,Closed[session=10757]",
    "umr,129,0204,2a04,Aborted[session=10756]",
    "umr,1,1383,2a04,Strange[status=195]",
    "sixdee,1,1383,2a04,Dialled[session=5378]",
    "sixdee,18,1383,2a05,Closed[session=5378]",
    "sixdee,129,1383,2a04,Aborted[session=5378]",
    "vendor-1501,1,1501,00c0ffee,Dialled[session=12648430]",
    "vendor-1501,1,1501,c0ffee,Strange[status=194]",
    "vendor-1501,18,1501,ffffffff,Answered[session=4294967295]",
    "vendor-1501,17,1501,00c0ffee,Closed[session=12648430]",
    "msisdn,1,0204,0000,Dialled[session=]",
    "msisdn,18,0204,0000,Answered[session=]",
    "msisdn,17,0204,0000,Closed[session=]"
  })
  void hears(String name, int operation, String tag, String value, String heard) {
    assertThat(shown(Dialects.named(name).hear(message(operation, tag, value)))).isEqualTo(heard);
  }

  @ParameterizedTest
  @CsvSource({
    "standard,1383,2a04,05010002 13832a04,05010011 13832a05",
        "sixdee,1383,2a04,05010002 13832a04,05010002 13832a05",
    "umr,0204,2a04,05010002 02042a04,05010011 02042a04",
        "vendor-1501,1501,00c0ffee,05010002 150100c0ffee,05010011 150100c0ffee",
    "msisdn,0204,0000,05010002,05010011"
  })
  void answers(String name, String tag, String value, String open, String last) {
    Dialect dialect = Dialects.named(name);
    Delivered asked = message(18, tag, value);
    assertThat(written(dialect, asked, false)).isEqualTo(open);
    assertThat(written(dialect, asked, true)).isEqualTo(last);
  }

  /** Vumi's map for 6D is written in hex: its close, 17, is 23. */
  @ParameterizedTest
  @CsvSource({"17,05010011", "0x11,05010011", "0x17,05010017", "23,05010017"})
  void hexIsNotDecimal(String end, String written) {
    Dialect dialect = Dialects.described("session: {tag: none}\nanswers: {end: " + end + "}\n");
    assertThat(written(dialect, message(18, "0204", "0000"), true)).isEqualTo(written);
  }

  @Test
  void aVendorsSessionMayBeAnyBitsOfAnyLength() {
    Dialect dialect =
        Dialects.described(
            "session: {tag: 0x1402, octets: 8, id: 0xFFFFFFFF00000000, sequence: 0xFF00, end:"
                + " 0x80}\n"
                + "answers: {end_bit: true}\n");
    Delivered asked = message(18, "1402", "ffffffff00000a7f");
    assertThat(shown(dialect.hear(asked))).isEqualTo("Answered[session=4294967295]");
    assertThat(written(dialect, asked, true)).isEqualTo("05010011 1402ffffffff00000aff");
    assertThat(shown(dialect.hear(message(18, "1402", "ffffffff00000a80"))))
        .isEqualTo("Closed[session=4294967295]");
  }

  /** What odd operators' codings mean, and what the specifications say of the others. */
  @ParameterizedTest
  @CsvSource({"0,e9,é", "15,05,é", "8,00e9,é", "17,05,é", "72,00e9,é", "3,e9,é"})
  void aTypedTextIsReadAsTheFileSays(int coding, String octets, String text) {
    Dialect odd = Dialects.described("session: {tag: none}\ntext: {typed: {latin1: [0]}}\n");
    assertThat(odd.typed(typed(coding, octets))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"15,b1,1", "0,31d98c56b3dd1a,1234567", "72,0031,1"})
  void packedSeptetsAreUnpacked(int coding, String octets, String text) {
    Dialect packed = Dialects.described("session: {tag: none}\ntext: {packed: true}\n");
    assertThat(packed.typed(typed(coding, octets))).isEqualTo(text);
    assertThat(packed.screen("1234567"))
        .extracting(Dialect.Written::dataCoding, written -> hex(written.octets()))
        .containsExactly(15, "31d98c56b3dd1a");
  }

  @Test
  void aScreenIsFromWhereItsDialectSays() {
    SmppAddress none = new SmppAddress((byte) 5, (byte) 1, "");
    SmppAddress there = new SmppAddress((byte) 5, (byte) 1, "*500#");
    SmppAddress ours = new SmppAddress((byte) 5, (byte) 1, "*500*25#");
    Dialect always = Dialects.named("standard");
    Dialect onNew =
        Dialects.described("session: {tag: none}\nservice_code: destination_addr_on_new\n");
    Dialect inText = Dialects.named("sixdee");
    assertThat(always.from(to(there), "*500*25#")).isEqualTo(there);
    assertThat(always.from(to(none), "*500*25#")).isEqualTo(none);
    assertThat(onNew.from(to(there), "*500*25#")).isEqualTo(there);
    assertThat(onNew.from(to(none), "*500*25#")).isEqualTo(ours);
    assertThat(inText.from(to(there), "*500*25#")).isEqualTo(ours);
  }

  @Test
  void onlyTheStandardIsKnownToBePushedTo() {
    for (String name : Dialects.SHIPPED) {
      Dialect dialect = Dialects.named(name);
      assertThat(dialect.begin(true, 1).isPresent()).as(name).isEqualTo(name.equals("standard"));
      assertThat(dialect.begin(false, 1).isPresent()).as(name).isEqualTo(name.equals("standard"));
    }
  }

  private static String shown(Dialect.Heard heard) {
    return heard instanceof Dialect.Heard.Closed(String session, boolean aborted)
        ? (aborted ? "Aborted" : "Closed") + "[session=" + session + "]"
        : heard.toString();
  }

  private static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }

  private static Delivered typed(int coding, String octets) {
    SmppAddress nobody = new SmppAddress((byte) 0, (byte) 0, "");
    return new Delivered("", nobody, nobody, 0, coding, HexFormat.of().parseHex(octets), Map.of());
  }

  private static Delivered to(SmppAddress destination) {
    return new Delivered("", destination, destination, 0, 0, new byte[0], Map.of());
  }

  private static String written(Dialect dialect, Delivered asked, boolean last) {
    StringBuilder written = new StringBuilder();
    for (Tlv tlv : dialect.answer(asked, last)) {
      String form = tlv.tag() == Tlv.USSD_SERVICE_OP ? "%04x00%s" : " %04x%s";
      written.append(form.formatted(tlv.tag(), HexFormat.of().formatHex(tlv.value())));
    }
    return written.toString();
  }

  private static Delivered message(int operation, String tag, String value) {
    SmppAddress nobody = new SmppAddress((byte) 0, (byte) 0, "");
    Map<Integer, byte[]> tlvs =
        Map.of(
            Tlv.USSD_SERVICE_OP,
            new byte[] {(byte) operation},
            Integer.parseInt(tag, 16),
            HexFormat.of().parseHex(value));
    return new Delivered("", nobody, nobody, 0, 0, new byte[0], tlvs);
  }
}
