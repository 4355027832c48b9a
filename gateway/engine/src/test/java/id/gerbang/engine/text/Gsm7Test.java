package id.gerbang.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Gsm7Test {

  @Test
  void countsTheExtensionTableTwice() {
    assertThat(Gsm7.septets("Rp16.800")).isEqualTo(8);
    assertThat(Gsm7.septets("{€}")).isEqualTo(6);
    assertThat(Gsm7.encodes("é à ñ Ω @ £")).isTrue();
    assertThat(Gsm7.encodes("’")).isFalse();
    assertThat(Gsm7.encodes("\u00A0")).isFalse();
  }

  @Test
  void encodesAndDecodes() {
    String all =
        "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0-9:;<=>?¡AZÄÖÑÜ§¿azäöñüà\n\r^{}\\[~]|€";
    assertThat(Gsm7.decode(Gsm7.encode(all))).isEqualTo(all);
    assertThat(Gsm7.encode("€")).containsExactly(0x1B, 0x65);
    assertThat(Gsm7.decode(new byte[] {0x1B})).isEmpty();
  }

  @Test
  void packsAsTheSpecificationShows() {
    // 3GPP TS 23.038: "hellohello" is E8329BFD4697D9EC37
    assertThat(HexFormat.of().withUpperCase().formatHex(Gsm7.pack(Gsm7.encode("hellohello"))))
        .isEqualTo("E8329BFD4697D9EC37");
  }

  @Test
  void unpacksWhatItPacked() {
    Random random = new Random(3);
    for (int length = 0; length < 200; length++) {
      byte[] septets = new byte[length];
      for (int i = 0; i < length; i++) {
        septets[i] = (byte) random.nextInt(128);
      }
      assertThat(Gsm7.unpack(Gsm7.pack(septets), length)).isEqualTo(septets);
    }
  }

  @Test
  void transliteratesWhatItLacks() {
    assertThat(Transliteration.toGsm7("Désá “Ubud” – 5\u00A0km…"))
        .isEqualTo("Désa \"Ubud\" - 5 km...");
    assertThat(Transliteration.toGsm7("😀")).isEqualTo("?");
  }
}
