package id.gerbang.server.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

  @Test
  void isReadAsItWasWritten() {
    Cursor cursor = new Cursor(Instant.parse("2026-11-21T02:00:00.123456Z"), "WAYAN2");
    assertThat(cursor.written()).matches("[A-Za-z0-9_-]{1,80}");
    assertThat(Cursor.read(cursor.written())).contains(cursor);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "|",
        "2026-11-21T02:00:00Z",
        "2026-11-21T02:00:00Z|",
        "2026-11-21T02:00:00Z|WAYAN2|x",
        "2026-11-21T02:00:00Z|WAYAN1",
        "2026-11-21T02:00:00Z|WAYAN\u0000",
        "2026-11-21T02:00:00.000Z|WAYAN2",
        "2026-11-21|WAYAN2",
        "+1000000000-12-31T23:59:59Z|WAYAN2",
        "-1000000000-01-01T00:00:00Z|WAYAN2",
      })
  void whatIsNoneIsNotTaken(String inside) {
    String word =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(inside.getBytes(StandardCharsets.UTF_8));
    assertThat(Cursor.read(word)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "!", "====", "\u0000", "MjAyNi0xMS0yMVQwMjowMDowMFp8V0FZQU4y="})
  void aWordOfAnotherKindIsNotTaken(String word) {
    assertThat(Cursor.read(word)).isEmpty();
  }
}
