package id.gerbang.server.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.channel.smpp.PhoneLines.Place;
import id.gerbang.server.channel.smpp.PhoneLines.Said;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PhoneLinesTest {
  private static final String PHONE = "6281200000504";
  private static final SmppAddress NOBODY = new SmppAddress((byte) 0, (byte) 0, "");
  private static final Delivered NOTHING =
      new Delivered("", NOBODY, NOBODY, 0, 0, new byte[0], Map.of());
  private final PhoneLines lines = new PhoneLines();

  @Test
  void oneTurnAtATimeInTheirOrder() {
    Said second = typed("2");
    Said third = typed("3");
    assertThat(lines.add(PHONE, typed("1"))).isEqualTo(Place.NOW);
    assertThat(lines.add(PHONE, second)).isEqualTo(Place.LATER);
    assertThat(lines.add(PHONE, third)).isEqualTo(Place.LATER);
    assertThat(lines.add("6281200000505", typed("4")))
        .as("another phone waits for nobody")
        .isEqualTo(Place.NOW);
    assertThat(lines.next(PHONE)).contains(second);
    assertThat(lines.next(PHONE)).contains(third);
    assertThat(lines.next(PHONE)).isEmpty();
    assertThat(lines.busy()).isEqualTo(1);
    assertThat(lines.next("6281200000505")).isEmpty();
    assertThat(lines.busy()).as("nothing is kept of a quiet phone").isZero();
  }

  @Test
  void anAnswerOutlivedByANewDialHasNoReader() {
    Said one = typed("1");
    Said two = typed("2");
    Said dialled = new Said(NOTHING, new Dialect.Heard.Dialled("1"));
    lines.add(PHONE, one);
    assertThat(lines.outlived(PHONE, one)).isFalse();
    lines.add(PHONE, two);
    assertThat(lines.outlived(PHONE, one)).as("the same dialogue goes on").isFalse();
    lines.add(PHONE, dialled);
    assertThat(lines.outlived(PHONE, one)).isTrue();
    lines.next(PHONE);
    assertThat(lines.outlived(PHONE, two)).isTrue();
    lines.next(PHONE);
    assertThat(lines.outlived(PHONE, dialled)).as("the new one").isFalse();
    assertThat(lines.outlived("6281200000505", one)).isFalse();
  }

  @Test
  void theEndOfAnotherDialogueThatIsToldLateEndsNothing() {
    Said dialled = new Said(NOTHING, new Dialect.Heard.Dialled("8"));
    lines.add(PHONE, dialled);
    lines.add(PHONE, new Said(NOTHING, new Dialect.Heard.Closed("7", true)));
    assertThat(lines.outlived(PHONE, dialled)).isFalse();
    lines.add(PHONE, new Said(NOTHING, new Dialect.Heard.Closed("8", true)));
    assertThat(lines.outlived(PHONE, dialled)).isTrue();
  }

  @Test
  void aLineIsBounded() {
    lines.add(PHONE, typed("0"));
    for (int i = 1; i <= PhoneLines.LONGEST; i++) {
      assertThat(lines.add(PHONE, typed("x"))).isEqualTo(Place.LATER);
    }
    assertThat(lines.add(PHONE, new Said(NOTHING, new Dialect.Heard.Closed("0", false))))
        .isEqualTo(Place.FULL);
    assertThat(lines.outlived(PHONE, typed("0"))).as("what was refused is not known").isFalse();
  }

  private static Said typed(String session) {
    return new Said(NOTHING, new Dialect.Heard.Answered(session));
  }
}
