package id.gerbang.server.area;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.enrolment.World;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The areas of the demonstration. */
class VillagesIT {
  private static World world;
  private static Villages villages;

  @BeforeAll
  static void open() {
    world = new World();
    villages = world.villages;
  }

  private static List<String> names(String typed) {
    return villages.search(typed, 30).stream().map(offer -> offer.village().name()).toList();
  }

  private static List<String> offers(String typed) {
    return villages.search(typed, 30).stream()
        .map(offer -> offer.village().name() + "; " + offer.where())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sese", "SESE", " Sese ", "Sésé", "7373", "sesetan", "73738", "sesetn"})
  void findsSesetan(String typed) {
    assertThat(offers(typed)).containsExactly("Sesetan; Kota Denpasar");
  }

  @ParameterizedTest
  @CsvSource({
    "kangin, Dangin Puri Kangin",
    "dangin puri kan, Dangin Puri Kangin",
    "puri kangin, Dangin Puri Kangin",
    "ubung ka, Ubung Kaja",
    "pecat, Pecatu",
    "732288, Pecatu",
    "pecatoe, Pecatu",
    "pegok, Pegok",
    "intaran, Intaran"
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

  @Test
  void villagesOfOneNameTellWhatAndWhereTheyAre() {
    assertThat(offers("canggu"))
        .containsExactly("Canggu; desa, Kuta Utara, Badung", "Canggu; desa adat, Canggu, Badung");
    assertThat(offers("kerobokan"))
        .containsExactly(
            "Kerobokan; kelurahan, Kuta Utara, Badung", "Kerobokan; desa, Sawan, Buleleng");
    assertThat(offers("pegok")).containsExactly("Pegok; banjar, Sesetan, Kota Denpasar");
  }

  @Test
  void otherSystemsNameAVillageByItsCodeOrItsNameWhereThatIsClear() {
    assertThat(villages.named("5171011003")).get().extracting("name").isEqualTo("Sesetan");
    assertThat(villages.named("sesetan")).get().extracting("id").isEqualTo("5171011003");
    assertThat(villages.named("Canggu")).get().extracting("id").isEqualTo("5103062005");
    assertThat(villages.named("Kerobokan")).isEmpty();
    assertThat(villages.named("Atlantis")).isEmpty();
  }

  @Test
  void aBanjarIsServedByTheAgentOfItsVillage() {
    assertThat(world.agents.propose("5171011003B1", World.T0))
        .get()
        .extracting("code")
        .isEqualTo("PRS001");
    assertThat(world.agents.activeIn("5103052001B1", World.T0))
        .extracting("code")
        .containsExactly("PRS002");
  }

  @Test
  void anUnknownDistrictOfAKnownRegencyIsWorthASecondLook() {
    assertThat(villages.nikArea("5171011708900001")).isEqualTo(Villages.NikArea.KNOWN);
    assertThat(villages.nikArea("5171991708900001"))
        .as("the invented district of invented NIKs")
        .isEqualTo(Villages.NikArea.KNOWN);
    assertThat(villages.nikArea("5171981708900001")).isEqualTo(Villages.NikArea.UNKNOWN);
    assertThat(villages.nikArea("3171011708900001")).isEqualTo(Villages.NikArea.UNCHECKED);
  }

  @ParameterizedTest
  @CsvSource({
    "KAB. BADUNG, Badung",
    "Kabupaten Badung, Badung",
    "Kab Timor Tengah Selatan, Timor Tengah Selatan",
    "KOTA DENPASAR, Kota Denpasar",
    "KAB. KEP. SIAU TAGULANDANG BIARO, Kep. Siau Tagulandang Biaro",
    "Badung, Badung"
  })
  void aRegencyIsShownAsPeopleSayIt(String written, String shown) {
    assertThat(Villages.shown(written)).isEqualTo(shown);
  }
}
