package id.gerbang.server.turn;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.Input;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound.Event.Counted;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CountedStepTest {

  private static TurnState after(String dialogue, int step) {
    return new TurnState("id", Channel.USSD, Instant.EPOCH, dialogue, step, 0, new byte[0]);
  }

  private static Counted dials(int step) {
    return new Counted(step, Optional.empty());
  }

  private static Counted types(int step) {
    return new Counted(step, Optional.of("1"));
  }

  private static int reached(TurnState before, String dialogue, Counted counted) {
    return CountedStep.reached(before, dialogue, counted);
  }

  @Test
  void theNextStepIsAnAnswer() {
    assertThat(CountedStep.input(after("a", 1), "a", types(2))).isEqualTo(new Input.Answer("1"));
    assertThat(reached(after("a", 1), "a", types(2))).isEqualTo(2);
  }

  @Test
  void aStepMayBeMissing() {
    assertThat(CountedStep.input(after("a", 1), "a", types(5))).isEqualTo(new Input.Answer("1"));
    assertThat(reached(after("a", 1), "a", types(5))).isEqualTo(5);
  }

  @Test
  void aLateOneChangesNothing() {
    assertThat(CountedStep.input(after("a", 3), "a", types(2))).isEqualTo(new Input.Again());
    assertThat(CountedStep.input(after("a", 3), "a", types(3))).isEqualTo(new Input.Again());
    assertThat(CountedStep.input(after("a", 3), "a", dials(1))).isEqualTo(new Input.Again());
    assertThat(reached(after("a", 3), "a", types(2))).isEqualTo(3);
  }

  @Test
  void aNewSessionStarts() {
    assertThat(CountedStep.input(after("a", 3), "b", dials(1))).isEqualTo(new Input.Start());
    assertThat(CountedStep.input(TurnState.fresh("id"), "b", dials(1)))
        .isEqualTo(new Input.Start());
    assertThat(reached(after("a", 3), "b", dials(1))).isEqualTo(1);
  }

  @Test
  void anAnswerToAScreenOfAnotherSessionIsNotTaken() {
    assertThat(CountedStep.input(after("a", 3), "b", types(4))).isEqualTo(new Input.Again());
    assertThat(CountedStep.input(after("b", 4), "b", types(5))).isEqualTo(new Input.Answer("1"));
  }
}
