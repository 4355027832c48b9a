package id.gerbang.server.area;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.area.AreaImport.Counts;
import id.gerbang.server.area.AreaImport.Taken;
import id.gerbang.server.enrolment.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AreaImportIT {
  /** What a country has: 83,762 villages in 7,288 districts of 514 regencies of 38 provinces. */
  private static final int PROVINCES = 38;

  @TempDir private Path folder;
  private final World world = new World();

  private Taken take(String text) {
    Path file = folder.resolve("areas.csv");
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return world.jdbi.inTransaction(tx -> new AreaImport(tx).take(file));
  }

  private static Counts counts(Taken taken) {
    assertThat(taken).isInstanceOf(Taken.Written.class);
    return ((Taken.Written) taken).counts();
  }

  @Test
  void addsCorrectsAndLeavesTheRest() {
    String file =
        "code,name\n51.71,Kota Denpasar\n51.71.01,Denpasar Selatan\n51.71.01.1003,Sesetan Baru\n"
            + "51.71.01.2999,Desa Anyar\n51.71.01.1003.B1,Pegok,banjar\n";
    int before = world.count("village") + world.count("area");
    assertThat(counts(take(file))).isEqualTo(new Counts(1, 1, 3, before - 4));
    assertThat(counts(take(file))).isEqualTo(new Counts(0, 0, 5, before - 4));
    assertThat(world.count("village") + world.count("area")).isEqualTo(before + 1);
  }

  @Test
  void aNodeSeesAnImportAtItsNextLook() {
    assertThat(world.villages.search("anyar", 30)).isEmpty();
    take("code,name\n51.71.01.2999,Desa Anyar\n");
    assertThat(world.villages.search("anyar", 30)).isEmpty();
    world.villages.refresh();
    assertThat(world.villages.search("anyar", 30))
        .extracting(offer -> offer.village().id() + offer.village().branch())
        .containsExactly("5171012999DPS");
  }

  @Test
  void aVillageThatAnApplicationNamesStaysAndGetsItsNewName() {
    String reference = world.register();
    assertThat(counts(take("code,name\n51.03.05.2001,Pecatu Luhur\n")).corrected()).isOne();
    assertThat(world.application(reference).village()).isEqualTo("Pecatu Luhur");
  }

  @Test
  void aFileWithAMistakeChangesNothing() {
    int before = world.count("village");
    assertThat(take("code,name\n51.71.01.2999,Desa Anyar\n51.71.88.2001,Nowhere\n51.71.01.1003,\n"))
        .isInstanceOfSatisfying(
            Taken.Refused.class, refused -> assertThat(refused.mistakes()).hasSize(2));
    assertThat(world.count("village")).isEqualTo(before);
  }

  @Test
  void twoImportsAtOnceTakeTurns() throws Exception {
    Path file = folder.resolve("areas.csv");
    Files.writeString(file, country());
    List<Thread> threads = new java.util.ArrayList<>();
    java.util.Queue<Integer> added = new java.util.concurrent.ConcurrentLinkedQueue<>();
    for (int i = 0; i < 2; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () ->
                      added.add(
                          counts(world.jdbi.inTransaction(tx -> new AreaImport(tx).take(file)))
                              .added())));
    }
    for (Thread thread : threads) {
      thread.join(Duration.ofSeconds(60));
    }
    assertThat(added).hasSize(2).contains(0);
  }

  /** Also the measurement of docs/adr/0005: prints what the import and the searches took. */
  @Test
  void aWholeCountryIsImportedInWellUnderAMinuteAndSearchedAtOnce() {
    String country = country();
    long lines = country.lines().count() - 1;
    long start = System.nanoTime();
    Counts first = counts(take(country));
    long imported = millis(start);
    start = System.nanoTime();
    Counts again = counts(take(country));
    long repeated = millis(start);
    start = System.nanoTime();
    world.villages.refresh();
    long read = millis(start);
    System.out.println(
        "areas: "
            + lines
            + " lines imported in "
            + imported
            + " ms, again "
            + repeated
            + " ms, read and indexed "
            + read
            + " ms");
    assertThat(first.added()).isGreaterThan(90_000);
    assertThat(again.added() + again.corrected()).isZero();
    assertThat(imported).isLessThan(40_000);
    assertThat(world.villages.search("sesetn", 30).getFirst().village().name())
        .isEqualTo("Sesetan");
  }

  private static long millis(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** Invented, of the country's size; Bali's own codes are left to the demonstration. */
  private static String country() {
    String[] syllables = {
      "su", "ka", "ma", "ra", "ti", "pa", "ba", "lu", "ne", "sa", "ta", "gu", "sari", "jaya", "mu"
    };
    java.util.Random random = new java.util.Random(38);
    StringBuilder csv = new StringBuilder("code,name,kind\n");
    for (int p = 0; p < PROVINCES; p++) {
      String province = "" + (p < 37 ? 12 + p : 60);
      csv.append(province).append(",Provinsi ").append(p).append(",\n");
      for (int r = 1; r <= 14; r++) {
        String regency = province + "." + two(r);
        csv.append(regency).append(",Kabupaten ").append(p * 14 + r).append(",\n");
        for (int d = 1; d <= 14; d++) {
          String district = regency + "." + two(d);
          csv.append(district).append(",Kecamatan ").append(d).append(",\n");
          for (int v = 1; v <= 12; v++) {
            csv.append(district).append('.').append(2000 + v).append(',');
            for (int s = 2 + random.nextInt(3); s > 0; s--) {
              csv.append(syllables[random.nextInt(syllables.length)]);
            }
            csv.append(",desa_dinas\n");
          }
        }
      }
    }
    return csv.toString();
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : "" + number;
  }
}
