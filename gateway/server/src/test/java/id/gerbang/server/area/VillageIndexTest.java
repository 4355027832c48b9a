package id.gerbang.server.area;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.area.Villages.Village;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Denpasar among as many villages as Indonesia has. */
class VillageIndexTest {
  private static final int ALL_OF_INDONESIA = 83_000;
  private static final int LIMIT = 30;
  private static final String[] SYLLABLES = {
    "su", "ka", "ma", "ra", "ti", "pa", "ba", "lu", "ne", "sa", "ta", "gu", "nung", "sari", "jaya",
    "mu", "lya", "ke", "bon", "ci", "wa", "ru", "de", "ngin", "kar", "ang", "tan", "jung", "po",
        "lo"
  };
  private static final String[] SECOND = {
    "", "", "", " Kaja", " Kauh", " Barat", " Timur", " Jaya", " Baru", " Dua", " Utara"
  };

  private static VillageIndex index;

  @BeforeAll
  static void make() {
    List<Village> villages = new ArrayList<>();
    for (String name :
        List.of(
            "Sesetan",
            "Pecatu",
            "Ubung",
            "Ubung Kaja",
            "Dangin Puri Kangin",
            "Dangin Puri Kauh",
            "Canggu",
            "Jimbaran",
            "Sanur",
            "Sanur Kaja",
            "Banjar Tegal",
            "Kerobokan")) {
      villages.add(village("D" + villages.size(), name, "DPS"));
    }
    Random random = new Random(83);
    while (villages.size() < ALL_OF_INDONESIA) {
      StringBuilder name = new StringBuilder();
      for (int i = 2 + random.nextInt(3); i > 0; i--) {
        name.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
      }
      name.setCharAt(0, Character.toUpperCase(name.charAt(0)));
      villages.add(
          village("X" + villages.size(), name + SECOND[random.nextInt(SECOND.length)], ""));
    }
    index = new VillageIndex(villages);
  }

  private static Village village(String id, String name, String branch) {
    return new Village(
        id,
        name,
        AreaKind.DESA_DINAS,
        "Kecamatan",
        branch.isEmpty() ? "Jauh" : "Dekat",
        branch,
        id);
  }

  private static List<String> names(String typed) {
    return index.search(typed, LIMIT).stream().map(Village::name).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "sesetn, Sesetan",
    "seseetan, Sesetan",
    "zesetan, Sesetan",
    "sestan, Sesetan",
    "pecatoe, Pecatu",
    "petjatu, Pecatu",
    "pcatu, Pecatu",
    "tjanggoe, Canggu",
    "djimbaran, Jimbaran",
    "jimbarn, Jimbaran",
    "snaur, Sanur",
    "snur, Sanur",
    "ubungkaja, Ubung Kaja",
    "danginpurikangin, Dangin Puri Kangin",
    "dangn puri kagin, Dangin Puri Kangin",
    "krobokan, Kerobokan",
    "bandjar tegal, Banjar Tegal",
    "tegall, Banjar Tegal"
  })
  void whatWasPerhapsMeantIsAmongTheFirst(String typed, String meant) {
    assertThat(names(typed)).first().isEqualTo(meant);
  }

  @Test
  void exactBeforeBeginningBeforeLaterWordAndServedBeforeOthers() {
    assertThat(names("ubung")).startsWith("Ubung", "Ubung Kaja");
    assertThat(names("kaja")).startsWith("Sanur Kaja", "Ubung Kaja").hasSize(LIMIT);
    assertThat(names("s")).hasSize(LIMIT);
    assertThat(names("sanur k")).containsExactly("Sanur Kaja");
  }

  @Test
  void whatIsFoundWhereABranchServesIsNotMixedWithGuesses() {
    assertThat(names("dangin puri kan")).containsExactly("Dangin Puri Kangin");
    assertThat(names("sesetan")).containsExactly("Sesetan");
  }

  @Test
  void nobodyIsGuessedFromThreeLettersOrFromNoise() {
    assertThat(names("zqx")).isEmpty();
    assertThat(names("qqqqqqqqqqqq")).isEmpty();
    assertThat(names("x".repeat(5_000))).isEmpty();
  }

  @Test
  void eachNameIsFoundByItselfByItsBeginningsAndByItsKeys() {
    for (String name : List.of("Sesetan", "Dangin Puri Kangin", "Kerobokan")) {
      for (int length = 3; length <= name.length(); length++) {
        assertThat(names(name.substring(0, length))).contains(name);
      }
      assertThat(names(Spelling.keys(Spelling.folded(name)))).contains(name);
    }
  }

  @Test
  void everySearchHasItsBound() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder typed = new StringBuilder();
      for (int n = random.nextInt(45); n >= 0; n--) {
        typed.append("abcdefghijklmnopqrstuvwxyz 23456789.'é".charAt(random.nextInt(38)));
      }
      assertThat(index.search(typed.toString(), LIMIT).size()).isLessThanOrEqualTo(LIMIT);
    }
  }

  @Test
  void distancesAreThoseOfAPlainReckoning() {
    Random random = new Random(2);
    for (int i = 0; i < 3_000; i++) {
      String typed = word(random, 1 + random.nextInt(7));
      String name = word(random, 1 + random.nextInt(8));
      int plain = plain(typed, name);
      assertThat(Spelling.distanceToBeginning(typed, name, 0, 3))
          .as("%s %s", typed, name)
          .isEqualTo(Math.min(4, plain));
    }
  }

  private static String word(Random random, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append("abc".charAt(random.nextInt(3)));
    }
    return word.toString();
  }

  /** The least distance to any beginning of the name, by the definition. */
  private static int plain(String typed, String name) {
    int best = Integer.MAX_VALUE;
    for (int end = 0; end <= name.length(); end++) {
      best = Math.min(best, whole(typed, name.substring(0, end)));
    }
    return best;
  }

  private static int whole(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + cost, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
