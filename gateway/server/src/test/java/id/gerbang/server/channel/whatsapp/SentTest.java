package id.gerbang.server.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Meta's answers to a message, by its list of error codes. */
class SentTest {

  private static Sent of(int status, String body) {
    return Sent.of(status, Buffer.buffer(body));
  }

  private static String error(int code) {
    return "{\"error\":{\"message\":\"(#"
        + code
        + ") …\",\"type\":\"OAuthException\",\"code\":"
        + code
        + ",\"error_data\":{\"messaging_product\":\"whatsapp\",\"details\":\"…\"},\"fbtrace_id\":\"A\"}}";
  }

  @Test
  void whatMetaTookHasAName() {
    assertThat(
            of(
                200,
                """
                {"messaging_product":"whatsapp","contacts":[{"input":"6281200000901","wa_id":"6281200000901"}],
                 "messages":[{"id":"wamid.1"}]}\
                """))
        .isEqualTo(new Sent.Taken("wamid.1"));
    assertThat(of(200, "<html>")).as("taken, whatever it says").isEqualTo(new Sent.Taken(""));
  }

  @ParameterizedTest
  @CsvSource({
    "400, 130429, PACE", "429, 130429, PACE", "400, 80007, PACE", "400, 4, PACE", "429, 0, PACE",
    "400, 131056, PAIR", "500, 131000, AWAY", "503, 131016, AWAY", "502, 0, AWAY", "500, 1, AWAY",
    "302, 0, AWAY", "401, 190, ACCOUNT", "400, 190, ACCOUNT", "403, 10, ACCOUNT", "401, 0, ACCOUNT"
  })
  void notNow(int status, int code, Sent.Cause cause) {
    assertThat(of(status, error(code)))
        .isInstanceOfSatisfying(
            Sent.Later.class, later -> assertThat(later.cause()).isEqualTo(cause));
  }

  @ParameterizedTest
  @CsvSource({"400, 131026", "400, 100", "400, 131051", "404, 33", "400, 131048"})
  void never(int status, int code) {
    assertThat(of(status, error(code))).isEqualTo(new Sent.Refused(code));
  }

  @Test
  void afterADayTheWindowIsClosed() {
    assertThat(of(400, error(131_047))).isEqualTo(new Sent.WindowClosed());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{", "[]", "{\"error\":7}", "{\"error\":{\"code\":\"x\"}}", "''"})
  void rubbishIsReadByItsStatus(String body) {
    assertThat(of(400, body)).isEqualTo(new Sent.Refused(0));
    assertThat(of(503, body)).isEqualTo(Sent.Later.away());
  }

  @Test
  void pausesDoubleUpToAMinuteAndEndByThemselves() {
    Pause pause = new Pause(new Random(7));
    Instant now = Instant.parse("2026-11-21T04:00:00Z");
    assertThat(pause.left(now)).isZero();
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 12; i++) {
      assertThat(pause.begin(now)).isTrue();
      assertThat(pause.begin(now)).as("one is enough").isFalse();
      Duration left = pause.left(now);
      assertThat(left).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
      longest = left.compareTo(longest) > 0 ? left : longest;
      now = now.plus(left);
      assertThat(pause.left(now)).isZero();
    }
    assertThat(longest).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    pause.over(now);
    pause.begin(now);
    assertThat(pause.left(now)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    pause.over(now);
    assertThat(pause.left(now)).as("an older message does not end it").isPositive();
  }
}
