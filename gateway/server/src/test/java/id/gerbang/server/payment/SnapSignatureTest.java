package id.gerbang.server.payment;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.payment.SnapSignature.Form;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SnapSignatureTest {
  private static final String BODY =
      "{\"partnerServiceId\":\"   77777\",\"customerNo\":\"712345678906\",\"virtualAccountNo\":\""
          + "   77777712345678906\",\"inquiryRequestId\":\"INQ-0001\"}";

  /** Made by another program (Python's hmac); the page tells banks to check their code with it. */
  private static final String BASE64 =
      "IPYoZFlayl3wippnUl1xja717yovybHYtdGp5lpAsJ00QMMChhg7IqpE7eeswNvEgl71jJ1NnFHVZ35Ig3tb9g==";

  private static final String HEX =
      "20f62864595aca5df08a9a67525d718daef5ef2a2fc9b1d8b5d1a9e65a40b09d"
          + "3440c30286183b22aa44ede7acc0dbc4825ef58c9d4d9c51d5677e48837b5bf6";

  private static byte[] signature() {
    return SnapSignature.transaction(
        "rahasia-contoh",
        "POST",
        "/snap/v1.0/transfer-va/inquiry",
        "contohToken123",
        BODY.getBytes(StandardCharsets.UTF_8),
        "2026-11-21T14:00:00+07:00");
  }

  @Test
  void theExampleOfThePageIsRight() throws IOException {
    assertThat(SnapSignature.written(signature(), Form.BASE64)).isEqualTo(BASE64);
    assertThat(SnapSignature.written(signature(), Form.HEX)).isEqualTo(HEX);
    assertThat(Files.readString(Path.of("..", "..", "docs", "payments-banks.md")))
        .contains(BASE64, BODY);
  }

  @Test
  void eachFormIsProvenAndTheOtherIsNot() {
    assertThat(SnapSignature.isSame(signature(), BASE64, Form.BASE64)).isTrue();
    assertThat(SnapSignature.isSame(signature(), HEX, Form.HEX)).isTrue();
    assertThat(SnapSignature.isSame(signature(), HEX.toUpperCase(java.util.Locale.ROOT), Form.HEX))
        .isTrue();
    assertThat(SnapSignature.isSame(signature(), HEX, Form.BASE64)).isFalse();
    assertThat(SnapSignature.isSame(signature(), BASE64, Form.HEX)).isFalse();
    assertThat(SnapSignature.isSame(signature(), "", Form.BASE64)).isFalse();
  }

  @Test
  void keysAreReadWithTheirLinesOrWithout() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    String bare = Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded());
    assertThat(SnapSignature.privateKey(pem)).contains(keys.getPrivate());
    assertThat(SnapSignature.privateKey(pem.replace("\n", "\\n"))).contains(keys.getPrivate());
    assertThat(SnapSignature.privateKey(bare)).contains(keys.getPrivate());
    assertThat(SnapSignature.privateKey("no key")).isEmpty();
    assertThat(SnapSignature.privateKey("")).isEmpty();
    String at = "2026-11-21T14:00:00.123+07:00";
    String signed = SnapSignature.token(keys.getPrivate(), "client", at);
    assertThat(SnapSignature.isToken(keys.getPublic(), "client", at, signed)).isTrue();
    assertThat(SnapSignature.isToken(keys.getPublic(), "other", at, signed)).isFalse();
  }
}
