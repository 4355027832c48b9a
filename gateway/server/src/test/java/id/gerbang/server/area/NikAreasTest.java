package id.gerbang.server.area;

import static id.gerbang.server.area.Villages.NikArea.KNOWN;
import static id.gerbang.server.area.Villages.NikArea.UNCHECKED;
import static id.gerbang.server.area.Villages.NikArea.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NikAreasTest {
  private static final String REST = "1708900001";

  @Test
  void withoutDataNothingIsChecked() {
    assertThat(new NikAreas(Set.of()).of("517199" + REST)).isEqualTo(UNCHECKED);
  }

  @Test
  void aRegencyIsJudgedOnlyWhereItsDistrictsAreThere() {
    NikAreas denpasar = new NikAreas(Set.of("517101", "517102"));
    assertThat(denpasar.of("517101" + REST)).isEqualTo(KNOWN);
    assertThat(denpasar.of("517199" + REST)).isEqualTo(UNKNOWN);
    assertThat(denpasar.of("317101" + REST)).isEqualTo(UNCHECKED);
    assertThat(denpasar.of("510301" + REST)).isEqualTo(UNCHECKED);
  }

  @Test
  void withTheWholeCountryEverythingIsJudged() {
    Set<String> country = new HashSet<>();
    for (int province = 11; province < 41; province++) {
      country.add(province + "0101");
    }
    assertThat(new NikAreas(country).of("960101" + REST)).isEqualTo(UNKNOWN);
    assertThat(new NikAreas(country).of("400101" + REST)).isEqualTo(KNOWN);
    country.remove("400101");
    assertThat(new NikAreas(country).of("960101" + REST)).isEqualTo(UNCHECKED);
  }
}
