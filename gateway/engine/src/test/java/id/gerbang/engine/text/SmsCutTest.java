package id.gerbang.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmsCutTest {

  @ParameterizedTest
  @CsvSource({"a,160,1", "a,161,2", "a,306,2", "a,307,3", "€,80,1", "€,81,2", "ᬓ,70,1", "ᬓ,71,2"})
  void aTextTakesAsManyPartsAsItNeeds(String character, int times, int parts) {
    assertThat(SmsCut.of(character.repeat(times)).parts()).hasSize(parts);
  }

  @Test
  void aPartNeverEndsWithinAnEscapePairSoSomeTextsNeedAPartMore() {
    // 306 septets, which two parts would hold if the pair could be cut in two
    String text = "a".repeat(152) + "€" + "a".repeat(152);
    SmsCut cut = SmsCut.of(text);
    assertThat(Gsm7.septets(text)).isEqualTo(306);
    assertThat(cut.parts()).hasSize(3);
    assertThat(cut.parts()).allSatisfy(part -> assertThat(Gsm7.septets(part)).isLessThan(154));
    assertThat(String.join("", cut.parts())).isEqualTo(text);
  }

  @Test
  void aPartNeverEndsWithinASurrogatePair() {
    SmsCut cut = SmsCut.of("a" + "😀".repeat(66));
    assertThat(cut.gsm7()).isFalse();
    assertThat(cut.parts())
        .allSatisfy(
            part ->
                assertThat(Character.isHighSurrogate(part.charAt(part.length() - 1))).isFalse());
  }

  @Test
  void whatHasAnEqualInTheGsmAlphabetIsNotUcs2() {
    assertThat(SmsCut.of("“Rp5.000” – ya…"))
        .isEqualTo(new SmsCut(true, java.util.List.of("\"Rp5.000\" - ya...")));
    assertThat(SmsCut.of("ya – ᬓ").gsm7()).isFalse();
    assertThat(SmsCut.of("ya – ᬓ").parts()).containsExactly("ya – ᬓ");
  }

  @Test
  void aLongerReferenceLeavesLessRoom() {
    assertThat(SmsCut.of("a".repeat(306), SmsCut.Room.LONG_REFERENCE).parts()).hasSize(3);
  }
}
