package id.gerbang.server.record;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The invented world of {@code demo} (contract.md): a branch, its districts and villages, three
 * agents. Written once.
 */
public final class DemoData {
  private static final List<String> DISTRICTS =
      List.of("Kota Denpasar", "Badung", "Buleleng", "Jembrana", "Tabanan");

  private final Jdbi jdbi;
  private final Vault vault;

  public DemoData(Jdbi jdbi, Vault vault) {
    this.jdbi = jdbi;
    this.vault = vault;
  }

  /**
   * Writes what is not there yet.
   *
   * @param villages a CSV of code,name,kind,district
   */
  public void write(Path villages, Instant at) {
    List<String> lines;
    try {
      lines = Files.readAllLines(villages);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the villages of the demo from " + villages, e);
    }
    jdbi.useTransaction(
        tx -> {
          tx.execute(
              "INSERT INTO branch (code, name, time_zone) VALUES ('DPS', 'Denpasar',"
                  + " 'Asia/Makassar') ON CONFLICT DO NOTHING");
          for (String district : DISTRICTS) {
            tx.execute(
                "INSERT INTO district (code, name, branch) VALUES (?, ?, 'DPS') ON CONFLICT DO"
                    + " NOTHING",
                code(district),
                district);
          }
          for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",");
            tx.execute(
                "INSERT INTO village (id, name, kind, district) VALUES (?, ?, ?, ?) ON CONFLICT DO"
                    + " NOTHING",
                fields[0],
                fields[1],
                fields[2],
                code(fields[3]));
          }
          agent(
              tx,
              "PRS001",
              "Made Arta",
              "6281200000001",
              "DEMO01",
              "active",
              institution(tx, "Bumdes Sesetan", "bumdes", "DEMO01", at),
              at);
          agent(
              tx,
              "PRS002",
              "Ketut Rai",
              "6281200000002",
              "DEMO04",
              "active",
              institution(tx, "Bumdes Pecatu", "bumdes", "DEMO04", at),
              at);
          institution(tx, "Pasar Sesetan", "market", "DEMO01", at);
          institution(tx, "Pasar Badung", "market", null, at);
          agent(tx, "PRS009", "Nyoman Gede", "6281200000009", "DEMO01", "suspended", null, at);
        });
  }

  private static String code(String district) {
    return district.toUpperCase(Locale.ROOT).replace(' ', '_');
  }

  private static Long institution(Handle tx, String name, String kind, String village, Instant at) {
    LocalDate from = LocalDate.ofInstant(at, java.time.ZoneOffset.UTC);
    return tx.createQuery(
            """
            INSERT INTO institution (name, kind, village, branch, mou_from, mou_until)
            VALUES (:name, :kind, :village, 'DPS', :from, :until)
            ON CONFLICT (name) DO UPDATE SET kind = EXCLUDED.kind, village = EXCLUDED.village, branch = EXCLUDED.branch
            RETURNING id
            """)
        .bind("name", name)
        .bind("kind", kind)
        .bind("village", village)
        .bind("from", from)
        .bind("until", from.plusYears(1))
        .mapTo(Long.class)
        .one();
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
