package id.gerbang.server.record;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.testing.TestStores;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Records of before agents had a life and institutions several MoUs. */
class AgentsMigrationIT {

  @Test
  void agentsKeepWhatTheyMayAndTheOneMouBecomesTheFirst() {
    var source = TestStores.source(TestStores.here().emptyDatabase());
    Flyway.configure().dataSource(source).target("16").load().migrate();
    Jdbi jdbi = Jdbi.create(source);
    jdbi.useHandle(
        handle ->
            handle
                .createScript(
                    """
                    INSERT INTO branch VALUES ('DPS', 'Denpasar', 'Asia/Makassar');
                    INSERT INTO area VALUES ('51', 'Bali', 'province', NULL, NULL), ('5171', 'Kota Denpasar', 'city', '51', 'DPS'),
                      ('517101', 'Denpasar Selatan', 'district', '5171', NULL);
                    INSERT INTO village (id, name, kind, district) VALUES ('5171011003', 'Sesetan', 'kelurahan', '517101');
                    INSERT INTO institution (name, kind, mou_from, mou_until, village, branch)
                      VALUES ('Bumdes Sesetan', 'bumdes', '2026-01-01', '2026-11-20', '5171011003', 'DPS'),
                        ('Desa', 'desa', '2026-01-01', '2026-12-31', NULL, NULL);
                    INSERT INTO agent VALUES ('PRS001', '', '', 'a', '5171011003', 'active', 1, now()),
                      ('PRS009', '', '', 'b', '5171011003', 'suspended', NULL, now());
                    """)
                .execute());
    Flyway.configure().dataSource(source).load().migrate();

    Instant end = Instant.parse("2026-11-20T16:00:00Z"); // midnight in Denpasar
    assertThat(texts(jdbi, "SELECT code || agent_takes_work(g, now()) FROM agent g ORDER BY code"))
        .containsExactly("PRS001true", "PRS009false");
    assertThat(texts(jdbi, "SELECT DISTINCT type FROM agent")).containsExactly("individual");
    for (String work : List.of("registration", "collection")) {
      String allows = "SELECT mou_allows(1, '%s', '%s', 'UTC')::text";
      assertThat(texts(jdbi, allows.formatted(work, end.minusMillis(1)))).containsExactly("true");
      assertThat(texts(jdbi, allows.formatted(work, end))).containsExactly("false");
    }
    assertThat(texts(jdbi, "SELECT mou_holds(i, '2026-11-20', 'UTC')::text FROM institution i"))
        .containsExactly("true", "true");
    assertThat(texts(jdbi, "SELECT mou_last_day(1, 'collection', '" + end + "', 'UTC')::text"))
        .containsExactly("2026-11-20");
    assertThat(texts(jdbi, "SELECT mou_allows(NULL, 'collection', now(), 'UTC')::text"))
        .containsExactly("false");
    assertThat(texts(jdbi, "SELECT kind FROM institution ORDER BY id"))
        .containsExactly("bumdes", "village_office");
    assertThat(texts(jdbi, "SELECT village_branch('5171011003')")).containsExactly("DPS");
  }

  private static List<String> texts(Jdbi jdbi, String sql) {
    return jdbi.withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }
}
