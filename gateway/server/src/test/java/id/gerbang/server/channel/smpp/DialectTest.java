package id.gerbang.server.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;

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
    "standard,129,1383,2a06,Closed[session=42]",
    "standard,67,1383,2a06,Closed[session=42]",
    "standard,19,1383,2a06,Strange[status=196]",
    "standard,1,0204,2a06,Strange[status=195]",
    "umr,1,0204,2a04,Dialled[session=2a04]",
    "umr,18,0204,2a04,Answered[session=2a04]",
    "umr,129,0204,2a04,Closed[session=2a04]",
    "umr,1,1383,2a04,Strange[status=195]",
    "sixdee,1,1383,2a04,Dialled[session=5378]",
    "sixdee,18,1383,2a05,Closed[session=5378]",
    "sixdee,129,1383,2a04,Closed[session=5378]",
    "vendor-1501,1,1501,00c0ffee,Dialled[session=00c0ffee]",
    "vendor-1501,17,1501,00c0ffee,Closed[session=00c0ffee]",
    "msisdn,1,0204,0000,Dialled[session=]",
    "msisdn,18,0204,0000,Answered[session=]",
    "msisdn,17,0204,0000,Closed[session=]"
  })
  void hears(String name, int operation, String tag, String value, String heard) {
    Dialect dialect = Dialect.named(name).orElseThrow();
    assertThat(dialect.hear(message(operation, tag, value))).hasToString(heard);
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
    Dialect dialect = Dialect.named(name).orElseThrow();
    Delivered asked = message(18, tag, value);
    assertThat(written(dialect, asked, false)).isEqualTo(open);
    assertThat(written(dialect, asked, true)).isEqualTo(last);
  }

  @Test
  void namesAreThoseOfTheContract() {
    assertThat(Dialect.all())
        .extracting(Dialect::name)
        .containsExactly("standard", "umr", "sixdee", "vendor-1501", "msisdn");
    assertThat(Dialect.named("tata")).isEmpty();
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
