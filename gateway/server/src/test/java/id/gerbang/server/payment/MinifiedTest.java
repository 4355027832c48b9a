package id.gerbang.server.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MinifiedTest {
  private static final String[] PIECES = {
    " ",
    "   12334",
    "Setya Wardana",
    "\\",
    "\"",
    "\\\" ",
    "\n",
    "\t",
    "{ \"a\" : 1 }",
    "é ñ",
    "ᬩᬮᬶ ",
    "😀 ",
    "\u2028",
    "/ ",
    ""
  };

  private static String minified(String json) {
    return new String(Minified.of(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }

  @Test
  void whiteSpaceGoesBetweenTokensOnly() {
    assertThat(minified("{ \"partnerServiceId\" : \"   12334\",\r\n\t\"n\" : \"Setya Wardana\" }"))
        .isEqualTo("{\"partnerServiceId\":\"   12334\",\"n\":\"Setya Wardana\"}");
    assertThat(minified("{\"a\": \"x \\\" y \\\\\" , \"b\" : [ 1 , 2 ]}"))
        .isEqualTo("{\"a\":\"x \\\" y \\\\\",\"b\":[1,2]}");
    assertThat(minified("")).isEmpty();
  }

  /** Whatever a document holds: printed widely and minified it is what it is printed tightly. */
  @Test
  void aDocumentPrintedWidelyBecomesTheOnePrintedTightly() {
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      JsonObject json = object(random, 3);
      assertThat(minified(json.encodePrettily())).isEqualTo(json.encode());
      assertThat(minified(json.encode())).isEqualTo(json.encode());
    }
  }

  private static JsonObject object(Random random, int depth) {
    JsonObject json = new JsonObject();
    for (int i = random.nextInt(5); i > 0; i--) {
      json.put(text(random), value(random, depth));
    }
    return json;
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 5 : 3)) {
      case 0 -> text(random);
      case 1 -> random.nextInt();
      case 2 -> random.nextBoolean();
      case 3 -> object(random, depth - 1);
      default -> new JsonArray().add(text(random)).add(value(random, depth - 1));
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  /**
   * Whatever white space stands between the tokens, as no printer writes it, and whatever the
   * strings hold, also escaped quotes and backslashes at their ends: what comes out is the tight
   * text, says the same, and is its own minified form.
   */
  @Test
  void anyWhiteSpaceBetweenTokensGoesAndNoneWithinStrings() {
    Random random = new Random(17);
    for (int i = 0; i < 2_000; i++) {
      JsonObject json = object(random, 3);
      String tight = json.encode();
      String wide = widened(tight, random);
      assertThat(minified(wide)).isEqualTo(tight);
      assertThat(new JsonObject(minified(wide))).isEqualTo(json);
      assertThat(minified(minified(wide))).isEqualTo(tight);
    }
  }

  /** White space of all four kinds at each place where a JSON text may have it. */
  private static String widened(String tight, Random random) {
    StringBuilder wide = new StringBuilder();
    boolean inString = false;
    for (int i = 0; i < tight.length(); i++) {
      char c = tight.charAt(i);
      boolean edge = !inString && "{}[]:,\"".indexOf(c) >= 0;
      if (edge) {
        space(wide, random);
      }
      wide.append(c);
      if (c == '"' && (!inString || !isEscaped(tight, i))) {
        inString = !inString;
      }
      if (edge && !inString) {
        space(wide, random);
      }
    }
    return wide.toString();
  }

  /** Whether an odd number of backslashes stands before a place. */
  private static boolean isEscaped(String text, int at) {
    int from = at;
    while (from > 0 && text.charAt(from - 1) == '\\') {
      from--;
    }
    return (at - from) % 2 == 1;
  }

  private static void space(StringBuilder wide, Random random) {
    for (int i = random.nextInt(4); i > 0; i--) {
      wide.append(" \t\n\r".charAt(random.nextInt(4)));
    }
  }

  /** A signature with other white space is the same, and with another string is not. */
  @Test
  void theSignatureFollows() {
    String body = "{\"virtualAccountName\":\"Setya Wardana\",\"n\":\"   12334\"}";
    assertThat(signed(" { \"virtualAccountName\"\t: \"Setya Wardana\" ,\r\n\"n\": \"   12334\" }"))
        .isEqualTo(signed(body));
    assertThat(signed(body.replace("Setya Wardana", "SetyaWardana"))).isNotEqualTo(signed(body));
    assertThat(signed(body.replace("   12334", "12334"))).isNotEqualTo(signed(body));
  }

  private static byte[] signed(String body) {
    return SnapSignature.transaction(
        "secret",
        "POST",
        "/snap/v1.0/transfer-va/payment",
        "token",
        body.getBytes(StandardCharsets.UTF_8),
        "2026-11-21T14:00:00+07:00");
  }
}
