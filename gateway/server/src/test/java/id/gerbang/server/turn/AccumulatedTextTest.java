package id.gerbang.server.turn;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.Input;
import id.gerbang.server.channel.Channel;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AccumulatedTextTest {

  private static TurnState after(String dialogue, String text) {
    return new TurnState(
        "id",
        Channel.USSD,
        Instant.EPOCH,
        dialogue,
        text.length(),
        AccumulatedText.hash(text, text.length()),
        new byte[0]);
  }

  @Test
  void aNewDialogueStarts() {
    assertThat(AccumulatedText.newest(TurnState.fresh("id"), "a", "")).isEqualTo(new Input.Start());
    assertThat(AccumulatedText.newest(after("a", "1*2"), "b", "")).isEqualTo(new Input.Start());
  }

  @Test
  void aShortcutBehindTheServiceCodeIsNotTakenForAnAnswer() {
    assertThat(AccumulatedText.newest(TurnState.fresh("id"), "a", "1*2"))
        .isEqualTo(new Input.Start());
  }

  @Test
  void theNewestInputIsTheDifference() {
    assertThat(AccumulatedText.newest(after("a", ""), "a", "1")).isEqualTo(new Input.Answer("1"));
    assertThat(AccumulatedText.newest(after("a", "1"), "a", "1*Wayan"))
        .isEqualTo(new Input.Answer("Wayan"));
  }

  @Test
  void aStarInsideAnInputStaysInIt() {
    assertThat(AccumulatedText.newest(after("a", "1"), "a", "1*a*b"))
        .isEqualTo(new Input.Answer("a*b"));
    assertThat(AccumulatedText.newest(after("a", "1*a*b"), "a", "1*a*b*2"))
        .isEqualTo(new Input.Answer("2"));
  }

  @Test
  void anEmptyInputIsAnAnswer() {
    assertThat(AccumulatedText.newest(after("a", "1"), "a", "1*")).isEqualTo(new Input.Answer(""));
  }

  @Test
  void anEarlierRequestThatArrivesLateChangesNothing() {
    assertThat(AccumulatedText.newest(after("a", "1*2*3"), "a", "1*2"))
        .isEqualTo(new Input.Again());
    assertThat(AccumulatedText.newest(after("a", "1*2"), "a", "1*2")).isEqualTo(new Input.Again());
  }

  @Test
  void aTextThatIsNotOursToContinueChangesNothing() {
    assertThat(AccumulatedText.newest(after("a", "1*2"), "a", "9*9*9"))
        .isEqualTo(new Input.Again());
    assertThat(AccumulatedText.newest(after("a", "1*2"), "a", "1*234"))
        .isEqualTo(new Input.Again());
  }
}
