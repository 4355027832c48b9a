package id.gerbang.bench.soak;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/**
 * Compares the outbox with what is owed and with what reached phones. The outbox promises (see
 * {@code OutboxSender}): nothing is lost, nothing that the carrier's answer was marked of is sent
 * twice, and what left without an answer is sent again, as often as the row counts attempts.
 */
final class Letters {
  private static final Set<String> ENDED = Set.of("sent", "delivered");
  private static final Set<String> WAITS = Set.of("due", "sending", "unknown");

  private final Jdbi jdbi;
  private final SealedText sealed;
  private final List<String> differences = new ArrayList<>();
  private List<Row> rows = List.of();
  private int once;
  private int again;
  private int unknown;

  Letters(Jdbi jdbi, Vault vault) {
    this.jdbi = jdbi;
    this.sealed = new SealedText(vault);
  }

  private record Row(String about, Heard.Sms sms, String status, int attempts) {}

  /** Rows of which nobody can say yet whether the carrier has them. */
  static long open(Jdbi jdbi) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT count(*) FROM outbox WHERE status IN ('due', 'sending', 'unknown')")
                .mapTo(Long.class)
                .one());
  }

  /**
   * Everything that does not agree; empty when all does.
   *
   * @param heard what reached phones
   */
  List<String> differences(Map<Heard.Sms, Integer> heard) {
    rows = rows();
    receipts();
    billsAreTold();
    carried(heard);
    return List.copyOf(differences);
  }

  /** {@code 4,012 SMS: 4,001 reached their phone once, 9 again after an unknown answer, 2 …}. */
  String shown() {
    return String.format(
        "%,d SMS: %,d reached their phone exactly once, %,d more than once after an attempt that"
            + " nobody could say of whether it left, %,d unknown at the end",
        rows.size(), once, again, unknown);
  }

  private List<Row> rows() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT about, to_sealed, text_sealed, status, attempts FROM outbox")
                .map(
                    (row, _) ->
                        new Row(
                            row.getString("about"),
                            new Heard.Sms(
                                sealed.open(row.getBytes("to_sealed"), "outbox.to:"),
                                sealed.open(row.getBytes("text_sealed"), "outbox.text:")),
                            row.getString("status"),
                            row.getInt("attempts")))
                .list());
  }

  /** Each payment that paid a bill has one receipt for the member, and one for an active agent. */
  private void receipts() {
    Map<String, List<String>> owed = new HashMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT p.reference, a.reference AS member, a.phone_sealed, g.code, g.phone_sealed AS agent_phone FROM payment p
                    JOIN bill b ON b.payment_code = p.bill JOIN application a ON a.reference = b.application
                    LEFT JOIN agent g ON g.code = a.agent AND g.status = 'active' WHERE p.status = 'paid'
                    """)
                .map(
                    (row, _) -> {
                      List<String> to = new ArrayList<>();
                      String member = "application.phone:" + row.getString("member");
                      to.add(sealed.open(row.getBytes("phone_sealed"), member));
                      if (row.getString("code") != null) {
                        String agent = "agent.phone:" + row.getString("code");
                        to.add(sealed.open(row.getBytes("agent_phone"), agent));
                      }
                      return owed.put("payment:" + row.getString("reference"), sorted(to));
                    })
                .list());
    Map<String, List<String>> written = new HashMap<>();
    for (Row row : rows) {
      if (row.about().startsWith("payment:")) {
        written.computeIfAbsent(row.about(), _ -> new ArrayList<>()).add(row.sms().to());
      }
    }
    Set<String> all = new HashSet<>(owed.keySet());
    all.addAll(written.keySet());
    for (String payment : all) {
      int owing = owed.getOrDefault(payment, List.of()).size();
      List<String> is = sorted(written.getOrDefault(payment, List.of()));
      if (!owed.getOrDefault(payment, List.of()).equals(is)) {
        differences.add("receipts of " + payment + ": owed " + owing + ", written " + is.size());
      }
    }
  }

  private static List<String> sorted(List<String> numbers) {
    return numbers.stream().sorted().toList();
  }

  /** Each bill has one SMS. */
  private void billsAreTold() {
    Map<String, Integer> told = new HashMap<>();
    rows.stream()
        .filter(row -> row.about().startsWith("bill:"))
        .forEach(row -> told.merge(row.about(), 1, Integer::sum));
    List<String> bills =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("SELECT 'bill:' || payment_code FROM bill")
                    .mapTo(String.class)
                    .list());
    for (String bill : bills) {
      if (told.getOrDefault(bill, 0) != 1) {
        differences.add(bill + " has " + told.getOrDefault(bill, 0) + " SMS");
      }
    }
  }

  /** The same words to the same phone may be written twice: they are looked at together. */
  private void carried(Map<Heard.Sms, Integer> heard) {
    Map<Heard.Sms, List<Row>> written = new HashMap<>();
    rows.forEach(row -> written.computeIfAbsent(row.sms(), _ -> new ArrayList<>()).add(row));
    heard.keySet().stream()
        .filter(sms -> !written.containsKey(sms))
        .forEach(sms -> differences.add("an SMS reached a phone that nobody wrote"));
    written.forEach((sms, same) -> carried(same, heard.getOrDefault(sms, 0)));
  }

  private void carried(List<Row> same, int times) {
    String about = same.getFirst().about();
    int most = same.stream().mapToInt(Row::attempts).sum();
    long least = same.stream().filter(row -> ENDED.contains(row.status())).count();
    if (times > most || times < least) {
      differences.add(
          "the SMS of "
              + about
              + " reached its phone "
              + times
              + " times, of "
              + same.size()
              + " rows with "
              + most
              + " attempts, "
              + least
              + " ended");
    }
    for (Row row : same) {
      if (WAITS.contains(row.status())) {
        unknown++;
      } else if (!ENDED.contains(row.status())) {
        differences.add("the SMS of " + row.about() + " is " + row.status());
      }
    }
    if (times > same.size()) {
      again++;
    } else if (times == same.size()) {
      once += times;
    }
  }
}
