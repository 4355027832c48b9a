package id.gerbang.server.area;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.area.AreaImport.Counts;
import id.gerbang.server.area.AreaImport.Taken;
import id.gerbang.server.enrolment.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AreaImportIT {
  @TempDir private Path folder;
  private final World world = new World();

  private Taken take(String text) {
    Path file = folder.resolve("areas.csv");
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
    Files.writeString(file, InventedCountry.csv());
    List<Thread> threads = new ArrayList<>();
    Queue<Integer> added = new ConcurrentLinkedQueue<>();
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

  /** Also a measurement of docs/adr/0005: prints what it took. */
  @Test
  void aWholeCountryIsImportedInWellUnderAMinuteAndSearchedAtOnce() {
    String country = InventedCountry.csv();
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
}
