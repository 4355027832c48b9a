package id.gerbang.server.record;

import id.gerbang.server.area.AreaImport;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The invented world of {@code demo} (contract.md): a branch, its districts and villages, three
 * agents. Written once.
 */
public final class DemoData {
  /** What the branch of the demonstration serves (contract.md), by the ministry's codes. */
  private static final List<String> SERVED = List.of("5171", "5103", "5108", "5101", "5102");

  private static final String SESETAN = "5171011003";
  private static final String PECATU = "5103052001";

  /** Before every transcript, whose clocks are set back. */
  private static final LocalDate MOU_FROM = LocalDate.of(2026, 1, 1);

  private final Jdbi jdbi;
  private final Vault vault;

  public DemoData(Jdbi jdbi, Vault vault) {
    this.jdbi = jdbi;
    this.vault = vault;
  }

  /**
   * Writes what is not there yet.
   *
   * @param areas a CSV of code,name,kind as {@code areas import} takes it
   * @throws IllegalArgumentException when it has mistakes
   */
  public void write(Path areas, Instant at) {
    jdbi.useTransaction(
        tx -> {
          tx.execute(
              "INSERT INTO branch (code, name, time_zone) VALUES ('DPS', 'Denpasar',"
                  + " 'Asia/Makassar') ON CONFLICT DO NOTHING");
          if (new AreaImport(tx).take(areas)
              instanceof AreaImport.Taken.Refused(List<String> mistakes)) {
            throw new IllegalArgumentException(String.join("\n", mistakes));
          }
          for (String regency : SERVED) {
            tx.execute("UPDATE area SET branch = 'DPS' WHERE code = ? AND branch IS NULL", regency);
          }
          moveFirstVillages(tx);
          agent(
              tx,
              "PRS001",
              "Made Arta",
              "6281200000001",
              SESETAN,
              "active",
              institution(tx, "Bumdes Sesetan", "bumdes", SESETAN, at),
              at);
          agent(
              tx,
              "PRS002",
              "Ketut Rai",
              "6281200000002",
              PECATU,
              "active",
              institution(tx, "Bumdes Pecatu", "bumdes", PECATU, at),
              at);
          agent(tx, "PRS009", "Nyoman Gede", "6281200000009", SESETAN, "suspended", null, at);
          institution(tx, "Pasar Sesetan", "market", SESETAN, at);
          institution(tx, "Pasar Badung", "market", null, at);
        });
  }

  /** A data folder of the first version has villages under invented codes: DEMO01 and so on. */
  private static void moveFirstVillages(Handle tx) {
    String same =
        " JOIN village now ON now.name = old.name AND now.within IS NULL AND now.id NOT LIKE"
            + " 'DEMO%' WHERE old.id LIKE 'DEMO%'";
    for (String table : List.of("agent", "application", "institution")) {
      tx.execute(
          "UPDATE "
              + table
              + " SET village = moved.id FROM (SELECT old.id AS first, now.id FROM village old"
              + same
              + ") AS moved WHERE village = moved.first");
    }
    tx.execute(
        "DELETE FROM village v WHERE id LIKE 'DEMO%' AND NOT EXISTS (SELECT FROM agent WHERE"
            + " village = v.id) AND NOT EXISTS (SELECT FROM application WHERE village = v.id)"
            + " AND NOT EXISTS (SELECT FROM institution WHERE village = v.id)");
    tx.execute(
        "DELETE FROM area WHERE code ~ '^[A-Z]' AND NOT EXISTS (SELECT FROM village WHERE district"
            + " = area.code)");
  }

  private static Long institution(Handle tx, String name, String kind, String village, Instant at) {
    LocalDate today = LocalDate.ofInstant(at, java.time.ZoneOffset.UTC);
    Long id =
        tx.createQuery(
                """
                INSERT INTO institution (name, kind, village, branch) VALUES (:name, :kind, :village, 'DPS')
                ON CONFLICT (name) DO UPDATE SET kind = EXCLUDED.kind, village = EXCLUDED.village, branch = EXCLUDED.branch
                RETURNING id
                """)
            .bind("name", name)
            .bind("kind", kind)
            .bind("village", village)
            .mapTo(Long.class)
            .one();
    // a data folder of long ago has one that is over; one that somebody ended stays ended
    tx.createUpdate(
            """
            INSERT INTO mou (institution, party, works, from_day, until_day, made_at, made_by)
            SELECT :id, :name, ARRAY['registration', 'collection'],
              coalesce((SELECT max(until_day) + 1 FROM mou WHERE institution = :id), :from), :until, :at, 'demo'
            WHERE NOT EXISTS (SELECT FROM mou WHERE institution = :id AND until_day >= :today)
            """)
        .bind("id", id)
        .bind("name", name)
        .bind("from", MOU_FROM)
        .bind("today", today)
        .bind("until", today.plusYears(1))
        .bind("at", at)
        .execute();
    return id;
  }

  private void agent(
      Handle tx,
      String code,
      String name,
      String phone,
      String village,
      String status,
      Long institution,
      Instant at) {
    SealedText sealed = new SealedText(vault);
    tx.createUpdate(
            """
            INSERT INTO agent (code, name_sealed, phone_sealed, phone_lookup, village, status, institution, created_at)
            VALUES (:code, :name, :phone, :lookup, :village, :status, :institution, :at) ON CONFLICT DO NOTHING
            """)
        .bind("code", code)
        .bind("name", sealed.seal(name, "agent.name:" + code))
        .bind("phone", sealed.seal(phone, "agent.phone:" + code))
        .bind("lookup", vault.lookup("phone", phone))
        .bind("village", village)
        .bind("status", status)
        .bind("institution", institution)
        .bind("at", at)
        .execute();
  }
}
