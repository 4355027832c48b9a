package id.gerbang.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.Screen;
import id.gerbang.engine.Surface;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PagesTest {
  private static final Screen.Choice BACK = new Screen.Choice("0", "Kembali");
  private static final Screen.Choice NEXT = new Screen.Choice("98", "Lanjut");

  @Test
  void whateverIsPrintedFits() {
    Random random = new Random(11);
    String alphabet = "abc {}€😀 \n1’é";
    for (Surface surface : List.of(Surface.USSD, Surface.SMS, Surface.TELEGRAM)) {
      for (int i = 0; i < 500; i++) {
        List<Screen.Choice> choices = new ArrayList<>();
        for (int option = 0; option < random.nextInt(30); option++) {
          choices.add(
              new Screen.Choice("" + (option + 1), text(random, alphabet, random.nextInt(200))));
        }
        List<Pages.Page> pages =
            new Pages(surface, BACK, NEXT)
                .lay(text(random, alphabet, random.nextInt(900)), choices);
        for (Pages.Page page : pages) {
          assertThat(Pages.units(page.text(), surface)).isLessThanOrEqualTo(surface.capacity());
        }
        assertThat(
                pages.stream()
                    .flatMap(page -> page.choices().stream())
                    .filter(c -> !c.key().equals("0") && !c.key().equals("98"))
                    .count())
            .isEqualTo(choices.size());
      }
    }
  }

  @Test
  void noAmountIsCut() {
    String words = "Iuran bulan ini Rp16.800 dan bulan depan Rp36.800 ".repeat(12);
    for (Pages.Page page : new Pages(Surface.USSD, BACK, NEXT).lay(words, List.of())) {
      String[] read = page.text().split("[ \n]+");
      for (String word : read) {
        assertThat(word)
            .matches("Iuran|bulan|ini|Rp16\\.800|dan|depan|Rp36\\.800|98|Lanjut|0|Kembali");
      }
    }
  }

  @Test
  void noPageEndsInsideAValue() {
    for (int before = 0; before < 160; before++) {
      String words = "a ".repeat(before) + Pages.tied("3 Maret 2027") + " z".repeat(90);
      List<Pages.Page> pages = new Pages(Surface.USSD, BACK, NEXT).lay(words, List.of());
      assertThat(pages).hasSizeGreaterThan(1);
      assertThat(pages)
          .as("%d words before", before)
          .anyMatch(page -> page.text().contains("3 Maret 2027"));
    }
  }

  @Test
  void aValueLongerThanAPageIsCutAtItsWords() {
    String value = "Ni Luh Putu Sari ".repeat(20).strip();
    for (Surface surface : List.of(Surface.USSD, Surface.SMS)) {
      List<Pages.Page> pages =
          new Pages(surface, BACK, NEXT).lay("Nama: " + Pages.tied(value) + ".", List.of());
      StringBuilder read = new StringBuilder();
      for (Pages.Page page : pages) {
        assertThat(Pages.units(page.text(), surface)).isLessThanOrEqualTo(surface.capacity());
        read.append(page.text().lines().findFirst().orElseThrow()).append(' ');
      }
      assertThat(read.toString().strip()).isEqualTo("Nama: " + value + ".");
    }
  }

  @Test
  void tiedWordsArePrintedAsTheyWere() {
    Pages.Page page =
        new Pages(Surface.USSD, BACK, NEXT)
            .lay("sampai " + Pages.tied("20/10 17.00 WITA"), List.of())
            .getFirst();
    assertThat(page.text()).startsWith("sampai 20/10 17.00 WITA\n");
    assertThat(page.body()).as("what a chat shows").isEqualTo("sampai 20/10 17.00 WITA");
  }

  private static String text(Random random, String alphabet, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(alphabet.codePointAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
