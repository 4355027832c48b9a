package id.gerbang.bench;

import id.gerbang.server.crypt.Keyset;
import id.gerbang.server.crypt.TinkVault;
import id.gerbang.server.ops.embedded.PostgresProcess;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.PostgresOutbox;
import id.gerbang.server.outbox.Routes;
import id.gerbang.server.record.Database;
import id.gerbang.server.subscriber.Msisdn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;

/**
 * SMS through the outbox to one link: rows are committed at an even pace, as the domain commits
 * them ({@code Outbox.add} in a transaction), to the database of a gateway that runs beside; the
 * carrier acknowledges and sends a receipt for each.
 *
 * <p>The rows come from another process than the gateway's, like those of a second node: nobody
 * wakes the sender, it looks by itself.
 */
final class SmsBench {
  private static final String LINK = "first";

  /** The registrations of the same moment commit together, and each has a message or two. */
  private static final int COMMITS_A_SECOND = 50;

  private static final Duration ANSWER = Duration.ofSeconds(60);

  /** What is under way when the last row is committed has this long to end. */
  private static final Duration LAST = Duration.ofSeconds(30);

  private static final String TEXT =
      "Pendaftaran D7K2Q9 tercatat. Anda BELUM terlindungi: agen Ketut akan menghubungi Anda dalam"
          + " 2 hari. Tanya status: *500*25# lalu 2.";

  private final Child smsc;
  private final int port;
  private final Path data;
  private final int rate;
  private final int seconds;

  SmsBench(Child smsc, int port, Path data, int rate, int seconds) {
    this.smsc = smsc;
    this.port = port;
    this.data = data;
    this.rate = rate;
    this.seconds = seconds;
  }

  int run() throws IOException, InterruptedException {
    Keyset keyset = Keyset.generate();
    try (PostgresProcess postgres = PostgresProcess.start(data.resolve("records"));
        Child gateway =
            SmppBench.gateway(
                port,
                data.resolve("gateway"),
                Map.of(
                    "GERBANG_DATABASE_URL",
                    postgres.url(),
                    "GERBANG_KEYSET",
                    keyset.secret(),
                    "GERBANG_SMPP_MESSAGES_PER_SECOND",
                    Integer.toString(rate + rate / 10)));
        Database database = Database.open(postgres.url(), "", "", new SimpleMeterRegistry())) {
      smsc.ask(ANSWER, "await " + BenchSmsc.GATEWAY);
      Outbox outbox = new PostgresOutbox(new TinkVault(keyset), Routes.only(LINK));
      System.out.printf(
          "%d cores, load %.1f, Java %s, %d SMS/s for %d s, the link's pace %d%n",
          Runtime.getRuntime().availableProcessors(),
          SmppBench.load(),
          Runtime.version(),
          rate,
          seconds,
          rate + rate / 10);
      return measure(database.jdbi(), outbox);
    }
  }

  private int measure(Jdbi jdbi, Outbox outbox) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    int each = Math.max(1, rate / COMMITS_A_SECOND);
    int commits = rate * seconds / each;
    long worstLate = 0;
    for (int i = 0; i < commits; i++) {
      long due = begin + (long) (i * 1e9 * each / rate);
      long now = System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(due - now);
      worstLate = Math.max(worstLate, now - due);
      commit(jdbi, outbox, i * each, each);
    }
    double filling = (System.nanoTime() - begin) / 1e9;
    long total = (long) commits * each;
    long backlog = count(jdbi, "status IN ('due', 'sending', 'unknown')");
    long delivered = count(jdbi, "status = 'delivered'");
    System.out.printf(
        "filled %,d in %.1f s (%.0f/s, a commit at most %.0f ms late), load %.1f%n",
        total, filling, total / filling, worstLate / 1e6, SmppBench.load());
    System.out.printf(
        "at its end: sent %,.0f/s, backlog %,d, receipts matched %,d%n",
        (total - backlog) / filling, backlog, delivered);
    while (count(jdbi, "status = 'delivered'") < total
        && System.nanoTime() - begin < (seconds + LAST.toSeconds()) * 1_000_000_000L) {
      Thread.sleep(200);
    }
    return verdict(jdbi, total, (System.nanoTime() - begin) / 1e9 - filling);
  }

  private static void commit(Jdbi jdbi, Outbox outbox, int first, int each) {
    Instant now = Instant.now();
    Outbox.NewSms[] messages =
        IntStream.range(first, first + each)
            .mapToObj(
                i ->
                    new Outbox.NewSms(
                        new Msisdn(String.format("62812%08d", i)), TEXT, "bench", now))
            .toArray(Outbox.NewSms[]::new);
    jdbi.useTransaction(tx -> outbox.add(tx, messages));
  }

  private int verdict(Jdbi jdbi, long total, double drained)
      throws IOException, InterruptedException {
    long sent = count(jdbi, "sent_at IS NOT NULL");
    long delivered = count(jdbi, "status = 'delivered'");
    long[] carrier =
        Arrays.stream(smsc.ask(ANSWER, "sms " + BenchSmsc.GATEWAY).split(" "))
            .mapToLong(Long::parseLong)
            .toArray();
    System.out.printf(
        "after %.1f s more: sent %,d, receipts matched %,d of %,d; due to sent p50 %.0f ms, p99"
            + " %.0f ms%n",
        drained, sent, delivered, total, waited(jdbi, 0.5), waited(jdbi, 0.99));
    System.out.printf(
        "the carrier took %,d to %,d phones (doubled %d), %,d of its receipts were acknowledged"
            + " (%,d repeats), %d never%n",
        carrier[0], carrier[1], carrier[0] - carrier[1], carrier[2], carrier[4], carrier[3]);
    return delivered == total && carrier[0] == total && carrier[1] == total ? 0 : 1;
  }

  private static long count(Jdbi jdbi, String where) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM outbox WHERE about = 'bench' AND " + where)
                .mapTo(Long.class)
                .one());
  }

  /** A message is due when it is made; the claim moves due_at. */
  private static double waited(Jdbi jdbi, double quantile) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT coalesce(percentile_cont(:q) WITHIN GROUP (ORDER BY extract(epoch FROM"
                        + " sent_at - created_at)) * 1000, 0) FROM outbox WHERE about = 'bench' AND"
                        + " sent_at IS NOT NULL")
                .bind("q", quantile)
                .mapTo(Double.class)
                .one());
  }
}
