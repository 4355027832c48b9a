package id.gerbang.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ApostropheTest {
  @Test
  void anApostropheOfAWordIsPrintedOnce() {
    Lexicon lexicon =
        new Lexicon(
            "en",
            Map.of(
                "menu",
                Message.parse("Agent's menu", "en"),
                "quoted",
                Message.parse("a '{brace}' isn't one", "en")));
    assertThat(lexicon.words("menu")).isEqualTo("Agent's menu");
    assertThat(lexicon.words("quoted")).isEqualTo("a {brace} isn't one");
  }
}
