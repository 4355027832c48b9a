package id.gerbang.server.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
  private final Signature signature = new Signature("app-secret");
  private final byte[] body = NotificationTest.recorded("text");

  /** {@code printf '{"object":"x"}' | openssl dgst -sha256 -hmac app-secret}. */
  @Test
  void itIsWhatOpensslComputes() {
    assertThat(signature.of("{\"object\":\"x\"}".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo("sha256=d5155d7b870af79a2eef5f1d9bb1f504a6b118b5754ebad8462822594f4425ec");
  }

  @Test
  void theRightOneProvesItsBytesAndNoOthers() {
    String right = signature.of(body);
    assertThat(signature.proves(body, right)).isTrue();
    assertThat(signature.proves(body, "sha256=" + right.substring(7).toUpperCase(Locale.ROOT)))
        .isTrue();
    assertThat(new Signature("other").proves(body, right)).isFalse();

    byte[] changed = body.clone();
    changed[changed.length / 2] ^= 1;
    assertThat(signature.proves(changed, right)).isFalse();

    byte[] rewritten =
        new JsonObject(new String(body, StandardCharsets.UTF_8)).toBuffer().getBytes();
    assertThat(signature.proves(rewritten, right)).as("the same JSON, other bytes").isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256=",
        "sha1=0123456789012345678901234567890123456789",
        "sha256=xx23456789012345678901234567890123456789012345678901234567890123",
        "sha256=0123456789012345678901234567890123456789012345678901234567890123 ",
        "0123456789012345678901234567890123456789012345678901234567890123"
      })
  void anythingElseIsNone(String header) {
    assertThat(Signature.isOne(header)).isFalse();
    assertThat(signature.proves(body, header)).isFalse();
    assertThat(signature.proves(body, null)).isFalse();
  }
}
