package id.gerbang.server.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.carrier.Misbehaviour.Dialogues;
import id.gerbang.server.carrier.Misbehaviour.Span;
import id.gerbang.server.carrier.Misbehaviour.Wire;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FateTest {
  private static final Span SPAN = new Span(Duration.ofMillis(5), Duration.ofMillis(9));
  private static final Misbehaviour HALF =
      new Misbehaviour(
          new Wire(SPAN, 0.5, 0, 0, Span.NONE, 0),
          Misbehaviour.NONE.answers(),
          Misbehaviour.NONE.receipts(),
          new Dialogues(0, 0, 0, 1),
          Misbehaviour.NONE.links());

  private static List<Boolean> lost(Fate.Dice dice) {
    return IntStream.range(0, 1_000).mapToObj(_ -> dice.happens(m -> m.wire().lost())).toList();
  }

  @Test
  void theSameSeedDoesTheSameToTheSamePhone() {
    List<Boolean> once = lost(new Fate(HALF, 3).of("a"));
    assertThat(lost(new Fate(HALF, 3).of("a"))).isEqualTo(once);
    assertThat(lost(new Fate(HALF, 4).of("a"))).isNotEqualTo(once);
    assertThat(lost(new Fate(HALF, 3).of("b"))).isNotEqualTo(once);
  }

  @Test
  void whatBefallsOneDoesNotDependOnTheOthers() {
    Fate fate = new Fate(HALF, 3);
    Fate.Dice a = fate.of("a");
    lost(fate.of("b"));
    assertThat(lost(a)).isEqualTo(lost(new Fate(HALF, 3).of("a")));
  }

  @Test
  void chancesAreAsOftenAsTheySay() {
    Fate.Dice dice = new Fate(HALF, 3).of("a");
    assertThat(lost(dice).stream().filter(lost -> lost).count()).isBetween(430L, 570L);
    assertThat(dice.happens(m -> m.dialogues().renamed())).isTrue();
    assertThat(dice.happens(m -> m.dialogues().dropped())).isFalse();
  }

  @Test
  void timesAreWithinTheirBounds() {
    Fate.Dice dice = new Fate(HALF, 3).of("a");
    List<Duration> drawn =
        IntStream.range(0, 200).mapToObj(_ -> dice.lasts(m -> m.wire().latency())).toList();
    assertThat(drawn).allMatch(time -> !time.minusMillis(5).isNegative());
    assertThat(drawn).allMatch(time -> !Duration.ofMillis(9).minus(time).isNegative());
    assertThat(drawn.stream().distinct().count()).isGreaterThan(100);
  }

  @Test
  void itMayChange() {
    Fate fate = new Fate(HALF, 3);
    Fate.Dice dice = fate.of("a");
    fate.becomes(Misbehaviour.NONE);
    assertThat(lost(dice)).doesNotContain(true);
  }
}
