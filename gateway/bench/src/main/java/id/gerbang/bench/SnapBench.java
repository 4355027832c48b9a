package id.gerbang.bench;

import id.gerbang.server.crypt.Keyset;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.TinkVault;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.ops.embedded.PostgresProcess;
import id.gerbang.server.record.Database;
import id.gerbang.server.record.DemoData;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code gerbang bench snap}: a bank looks at bills and pays them, at a {@code serve} in another
 * process on a real PostgreSQL, interleaved with its floor. Each payment books, covers, writes two
 * SMS and the audit.
 */
@Command(
    name = "snap",
    description =
        "A bank looks at bills and pays them, signed for real, beside a bare server that proves the"
            + " same signatures.",
    mixinStandardHelpOptions = true)
final class SnapBench implements Callable<Integer> {
  private static final double ASKED_P99_MILLIS = 1_000;
  private static final int WARM_UP_SECONDS = 10;
  private static final int BATCH = 500;
  private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  @Option(names = "--rate", description = "Pairs a second. Default: ${DEFAULT-VALUE}")
  private int rate = 200;

  @Option(names = "--seconds", description = "Length of a run. Default: ${DEFAULT-VALUE}")
  private int seconds = 20;

  @Option(names = "--rounds", description = "Pairs of runs. Default: ${DEFAULT-VALUE}")
  private int rounds = 3;

  private int used;

  @Override
  public Integer call() throws IOException, InterruptedException, NoSuchAlgorithmException {
    Path data = Files.createTempDirectory("gerbang-bench");
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    Keyset keyset = Keyset.generate();
    int port = SmppBench.freePort();
    int floorPort = SmppBench.freePort();
    try (PostgresProcess postgres = PostgresProcess.start(data.resolve("records"))) {
      try (Database database = Database.open(postgres.url(), "", "", new SimpleMeterRegistry())) {
        fill(database.jdbi(), new TinkVault(keyset));
      }
      try (Child floor =
              Child.start(
                  Map.of(),
                  "id.gerbang.bench.Main",
                  List.of("snap-floor", "--port", "" + floorPort));
          Child gateway = gateway(port, data, postgres, keyset, keys);
          SnapLoad toFloor = new SnapLoad(floorPort);
          SnapLoad toGateway = new SnapLoad(port)) {
        toGateway.token(keys.getPrivate());
        return measure(toFloor, toGateway);
      }
    } finally {
      delete(data);
    }
  }

  private static Child gateway(
      int port, Path data, PostgresProcess postgres, Keyset keyset, KeyPair keys)
      throws IOException {
    return Child.start(
        Map.ofEntries(
            Map.entry("GERBANG_HTTP_HOST", "127.0.0.1"),
            Map.entry("GERBANG_HTTP_PORT", "" + port),
            Map.entry("GERBANG_MANAGEMENT_PORT", "" + SmppBench.freePort()),
            Map.entry("GERBANG_DATA", data.resolve("gateway").toString()),
            Map.entry("GERBANG_DATABASE_URL", postgres.url()),
            Map.entry("GERBANG_KEYSET", keyset.secret()),
            Map.entry("GERBANG_API_TOKEN", "a-token-of-the-bench"),
            Map.entry("GERBANG_LOG_LEVEL", "WARN"),
            Map.entry("GERBANG_SNAP_SERVICE_ID", SnapLoad.SERVICE_ID),
            Map.entry("GERBANG_SNAP_CLIENT_ID", SnapLoad.CLIENT),
            Map.entry("GERBANG_SNAP_CLIENT_SECRET", SnapLoad.SECRET),
            Map.entry("GERBANG_SNAP_PARTNER_ID", SnapLoad.PARTNER),
            Map.entry(
                "GERBANG_SNAP_BANK_PUBLIC_KEY",
                Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()))),
        "id.gerbang.server.Main",
        List.of("serve"));
  }

  private int measure(SnapLoad toFloor, SnapLoad toGateway) throws InterruptedException {
    System.out.printf(
        "%d cores, load %.1f, Java %s, %d pairs/s (inquiry, then payment), %d s a run%n",
        Runtime.getRuntime().availableProcessors(),
        SmppBench.load(),
        Runtime.version(),
        rate,
        seconds);
    toFloor.run(0, rate * WARM_UP_SECONDS, rate);
    run(toGateway, WARM_UP_SECONDS);
    long errors = 0;
    double worst = 0;
    for (int round = 1; round <= rounds; round++) {
      for (SnapLoad.Seen seen : toFloor.run(0, rate * seconds, rate)) {
        System.out.printf("round %d  floor    %s%n", round, seen);
      }
      for (SnapLoad.Seen seen : run(toGateway, seconds)) {
        System.out.printf("round %d  gateway  %s%n", round, seen);
        errors += seen.errors();
        worst = Math.max(worst, seen.p99());
      }
    }
    System.out.printf(
        "worst p99 %.0f ms (asked: below %.0f), errors %d, load %.1f%n",
        worst, ASKED_P99_MILLIS, errors, SmppBench.load());
    return errors == 0 && worst < ASKED_P99_MILLIS ? 0 : 1;
  }

  private SnapLoad.Seen[] run(SnapLoad load, int forSeconds) throws InterruptedException {
    int pairs = rate * forSeconds;
    int first = used;
    used += pairs;
    return load.run(first, pairs, rate);
  }

  /** Members with an agent, a name and a phone, and an open bill for each payment. */
  private void fill(Jdbi jdbi, Vault vault) {
    new DemoData(jdbi, vault)
        .write(
            Path.of(System.getProperty("gerbang.home", "")).resolve("config/areas/demo.csv"),
            Instant.now());
    int most = rate * (WARM_UP_SECONDS + seconds * rounds);
    SealedText sealed = new SealedText(vault);
    for (int from = 0; from < most; from += BATCH) {
      int first = from;
      int last = Math.min(most, from + BATCH);
      jdbi.useTransaction(tx -> fill(tx, vault, sealed, first, last));
    }
  }

  private static void fill(Handle tx, Vault vault, SealedText sealed, int first, int last) {
    Instant now = Instant.now();
    LocalDate today = LocalDate.ofInstant(now, ZoneId.of("Asia/Makassar"));
    PreparedBatch workers =
        tx.prepareBatch(
            "INSERT INTO worker (id, nik_lookup, nik_sealed, name_sealed, birth_date_sealed,"
                + " created_at) VALUES (?, ?, ?, ?, ?, ?)");
    PreparedBatch members =
        tx.prepareBatch(
            "INSERT INTO application (reference, worker, phone_sealed, phone_lookup, status,"
                + " language, channel, village, agent, plan, occupation, permanence, band,"
                + " card_number_sealed, created_at, updated_at) VALUES (?, ?, ?, ?, 'approved',"
                + " 'id', 'ussd', (SELECT min(id) FROM village), 'PRS001', 'without', 'farmer',"
                + " 'stall', 'b1', ?, ?, ?)");
    PreparedBatch bills =
        tx.prepareBatch(
            "INSERT INTO bill (payment_code, service_id, virtual_account, application, amount,"
                + " months, arrears, cover_from, cover_until, status, issued_at, expires_at) VALUES"
                + " (?, '77777', ?, ?, 8400, 1, 0, ?, ?, 'issued', ?, ?)");
    PreparedBatch lines =
        tx.prepareBatch(
            "INSERT INTO bill_line (bill, month, programme, kind, cover_from, cover_until, priced,"
                + " normal, discount) VALUES (?, 1, 'jkk', 'ahead', ?, ?, ?, 8400, 0)");
    for (int i = first; i < last; i++) {
      UUID worker = UUID.randomUUID();
      String reference = reference(i);
      String code = SnapLoad.code(i);
      String phone = String.format("62812%08d", i);
      byte[] nik = vault.lookup("nik", String.format("517199%010d", i));
      String known = java.util.HexFormat.of().formatHex(nik);
      workers.add(
          worker,
          nik,
          sealed.seal("5171990000000000", "worker.nik:" + known),
          sealed.seal("Wayan Bench", "worker.name:" + known),
          sealed.seal("1990-08-17", "worker.birth:" + known),
          now);
      members.add(
          reference,
          worker,
          sealed.seal(phone, "application.phone:" + reference),
          vault.lookup("phone", phone),
          sealed.seal("BPU-1", "application.card:" + reference),
          now,
          now);
      LocalDate until = today.plusMonths(1).minusDays(1);
      bills.add(code, "77777" + code, reference, today, until, now, now.plusSeconds(86_400));
      lines.add(code, today, until, today.toString().substring(0, 7));
    }
    workers.execute();
    members.execute();
    bills.execute();
    lines.execute();
  }

  private static String reference(int number) {
    StringBuilder reference = new StringBuilder();
    for (int left = number, i = 0; i < 6; i++, left /= LETTERS.length()) {
      reference.append(LETTERS.charAt(left % LETTERS.length()));
    }
    return reference.toString();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
