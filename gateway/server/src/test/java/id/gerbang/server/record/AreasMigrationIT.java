package id.gerbang.server.record;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.area.Villages;
import id.gerbang.server.crypt.Keyset;
import id.gerbang.server.crypt.TinkVault;
import id.gerbang.server.testing.TestStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A data folder of the first version, brought up to date. */
class AreasMigrationIT {

  @Test
  void districtsBecomeAreasAndTheDemonstrationGetsTheMinistrysCodes() {
    var source = TestStores.source(TestStores.here().emptyDatabase());
    Flyway.configure().dataSource(source).target("2").load().migrate();
    Jdbi jdbi = Jdbi.create(source);
    jdbi.useHandle(
        handle ->
            handle
                .createScript(
                    """
                    INSERT INTO branch VALUES ('DPS', 'Denpasar', 'Asia/Makassar');
                    INSERT INTO district VALUES ('KOTA_DENPASAR', 'Kota Denpasar', 'DPS'), ('BADUNG', 'Badung', 'DPS');
                    INSERT INTO village VALUES ('DEMO01', 'Sesetan', 'kelurahan', 'KOTA_DENPASAR'),
                      ('DEMO04', 'Pecatu', 'desa_dinas', 'BADUNG'), ('OWN1', 'Desa Sendiri', 'desa_dinas', 'BADUNG');
                    INSERT INTO agent VALUES ('PRS002', '', '', '', 'DEMO04', 'active', NULL, now());
                    """)
                .execute());
    Flyway.configure().dataSource(source).load().migrate();

    Villages before = Villages.read(jdbi);
    assertThat(before.byId("DEMO04")).get().extracting("regency").isEqualTo("Badung");
    assertThat(before.byId("DEMO04")).get().extracting("branch").isEqualTo("DPS");

    new DemoData(jdbi, new TinkVault(Keyset.generate()))
        .write(demo(), Instant.parse("2026-10-18T09:00:00Z"));
    Villages after = Villages.read(jdbi);
    assertThat(after.byId("DEMO04")).isEmpty();
    assertThat(after.byId("OWN1")).get().extracting("regency").isEqualTo("Badung");
    assertThat(after.search("sese", 30))
        .extracting(offer -> offer.village().id())
        .containsExactly("5171011003");
    String village =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("SELECT village FROM agent WHERE code = 'PRS002'")
                    .mapTo(String.class)
                    .one());
    assertThat(village).isEqualTo("5103052001");
  }

  private static Path demo() {
    for (Path folder = Path.of("").toAbsolutePath(); ; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("config/areas/demo.csv"))) {
        return folder.resolve("config/areas/demo.csv");
      }
    }
  }
}
