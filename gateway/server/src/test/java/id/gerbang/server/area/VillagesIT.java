package id.gerbang.server.area;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.enrolment.World;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VillagesIT {
  private static Villages villages;

  @BeforeAll
  static void open() {
    villages = new World().villages;
  }

  private static List<String> names(String typed) {
    return villages.search(typed, 30).stream().map(Villages.Village::name).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sese", "SESE", " Sese ", "Sésé", "7373", "sesetan", "73738"})
  void findsSesetan(String typed) {
    assertThat(names(typed)).containsExactly("Sesetan");
  }

  @ParameterizedTest
  @CsvSource({
    "kangin, Dangin Puri Kangin", "dangin puri kan, Dangin Puri Kangin",
        "puri kangin, Dangin Puri Kangin",
    "ubung ka, Ubung Kaja", "pecat, Pecatu", "732288, Pecatu"
  })
  void findsByAnyWord(String typed, String name) {
    assertThat(names(typed)).contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "zzz", "%", "'; --", "😀", "\u0000", "0", "1111", "مرحبا", "{0}", "\uD83D"
      })
  void findsNothingWithoutHarm(String typed) {
    assertThat(names(typed)).isEmpty();
  }
}
