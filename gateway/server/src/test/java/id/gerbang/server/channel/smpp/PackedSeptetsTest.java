package id.gerbang.server.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.text.Gsm7;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 3GPP TS 23.038 §6.1.2.3. */
class PackedSeptetsTest {

  @ParameterizedTest
  @CsvSource({
    "'',''",
    "1,31",
    "12,3119",
    "*101#,aa182c3602", // *100# and the like: as any capture of a dialled code shows them
    "hellohello,e8329bfd4697d9ec37", // §6.1.2.1, known from SMS
    "1234567,31d98c56b3dd1a", // seven spare bits hold a carriage return
    "12345678,31d98c56b3dd70" // none are spare
  })
  void packs(String text, String packed) {
    byte[] octets = PackedSeptets.pack(Gsm7.encode(text));
    assertThat(HexFormat.of().formatHex(octets)).isEqualTo(packed);
    assertThat(Gsm7.decode(PackedSeptets.unpack(octets))).isEqualTo(text);
  }

  @Test
  void aTextThatEndsWithAReturnOnTheBorderBearsTwo() {
    byte[] octets = PackedSeptets.pack(Gsm7.encode("1234567\r"));
    assertThat(HexFormat.of().formatHex(octets)).isEqualTo("31d98c56b3dd1a0d");
    assertThat(Gsm7.decode(PackedSeptets.unpack(octets))).isEqualTo("1234567\r\r");
  }

  @Test
  void sevenSpareBitsWithoutAReturnWouldShowAnAt() {
    assertThat(Gsm7.decode(Gsm7.unpack(Gsm7.pack(Gsm7.encode("1234567")), 8)))
        .as("packed as in an SMS")
        .isEqualTo("1234567@");
  }

  @Test
  void anyTextComesBack() {
    Random random = new Random(17);
    for (int round = 0; round < 5_000; round++) {
      byte[] septets = new byte[random.nextInt(183)];
      for (int i = 0; i < septets.length; i++) {
        int septet = random.nextInt(128);
        septets[i] = (byte) (septet == '\r' ? 'x' : septet);
      }
      byte[] packed = PackedSeptets.pack(septets);
      assertThat(packed.length).isLessThanOrEqualTo(160);
      assertThat(PackedSeptets.unpack(packed)).isEqualTo(septets);
    }
  }
}
