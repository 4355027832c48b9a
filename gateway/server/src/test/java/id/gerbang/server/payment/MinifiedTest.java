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
}
