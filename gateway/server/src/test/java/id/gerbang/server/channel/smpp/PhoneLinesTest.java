package id.gerbang.server.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.channel.smpp.PhoneLines.Place;
import id.gerbang.server.channel.smpp.PhoneLines.Said;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PhoneLinesTest {
  private static final String PHONE = "6281200000504";
  private final PhoneLines lines = new PhoneLines();

  @Test
  void oneTurnAtATimeInTheOrderOfArrival() {
    Said first = typed(1);
    Said second = typed(2);
    Said third = typed(3);
    assertThat(lines.add(PHONE, first)).isEqualTo(Place.NOW);
    assertThat(lines.add(PHONE, third)).isEqualTo(Place.LATER);
    assertThat(lines.add(PHONE, second)).isEqualTo(Place.LATER);
    assertThat(lines.add("6281200000505", typed(4))).as("another phone waits for nobody").isEqualTo(Place.NOW);
    assertThat(lines.next(PHONE)).contains(second);
    assertThat(lines.next(PHONE)).contains(third);
    assertThat(lines.next(PHONE)).isEmpty();
    assertThat(lines.busy()).isEqualTo(1);
    assertThat(lines.next("6281200000505")).isEmpty();
    assertThat(lines.busy()).as("nothing is kept of a quiet phone").isZero();
  }

  @Test
  void whatTheBorderOvertookMeansNothing() {
    lines.add(PHONE, closed(5));
    assertThat(lines.add(PHONE, typed(4))).isEqualTo(Place.OVERTAKEN);
    assertThat(lines.add(PHONE, typed(6))).isEqualTo(Place.LATER);
  }

  @Test
  void anAnswerOutlivedByANewDialHasNoReader() {
    Said old = typed(1);
    lines.add(PHONE, old);
    assertThat(lines.outlived(PHONE, old)).isFalse();
    lines.add(PHONE, typed(2));
    assertThat(lines.outlived(PHONE, old)).as("the same dialogue goes on").isFalse();
    Said dialled = dialled(3);
    lines.add(PHONE, dialled);
    assertThat(lines.outlived(PHONE, old)).isTrue();
    assertThat(lines.outlived(PHONE, dialled)).isFalse();
    assertThat(lines.outlived("6281200000505", old)).isFalse();
  }

  @Test
  void aLineIsBounded() {
    lines.add(PHONE, typed(0));
    for (int i = 1; i <= PhoneLines.LONGEST; i++) {
      assertThat(lines.add(PHONE, typed(i))).isEqualTo(Place.LATER);
    }
    assertThat(lines.add(PHONE, closed(99))).isEqualTo(Place.FULL);
    assertThat(lines.outlived(PHONE, typed(0))).as("what was refused is not known").isFalse();
  }

  private static Said typed(long arrival) {
    return said(arrival, false, new Dialect.Heard.Answered("1"));
  }

  private static Said dialled(long arrival) {
    return said(arrival, true, new Dialect.Heard.Dialled("1"));
  }

  private static Said closed(long arrival) {
    return said(arrival, true, new Dialect.Heard.Closed("1"));
  }

  private static Said said(long arrival, boolean border, Dialect.Heard heard) {
    SmppAddress nobody = new SmppAddress((byte) 0, (byte) 0, "");
    return new Said(arrival, border, new Delivered("", nobody, nobody, 0, 0, new byte[0], Map.of()), heard);
  }
}
