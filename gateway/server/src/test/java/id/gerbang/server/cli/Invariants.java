package id.gerbang.server.cli;

import id.gerbang.engine.text.Gsm7;
import id.gerbang.server.carrier.Witness;
import id.gerbang.server.crypt.SealedText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The invariants of ARCHITECTURE.md, asked of a gateway, its carrier and its phones. */
final class Invariants {
  private static final Pattern RECORDED =
      Pattern.compile(
          "^Tercatat no\\. ([A-Z2-9]{6})\\. (?:Agen .* akan konfirmasi|Cabang akan memeriksa)");

  /** What may stand before "terlindungi" while nothing is paid: here nobody ever pays. */
  private static final Pattern COVER =
      Pattern.compile(
          "(?<!BELUM )(?<!baru )(?<!tidak )\\b[Tt]erlindungi\\b|\\bDISETUJUI\\b|\\bAnda peserta"
              + " aktif");

  private static final int SCREEN_SEPTETS = 160;
  private static final int SCREEN_UCS2 = 70;

  /** A repeated part of a long SMS waits ten minutes for others, and is then known as a repeat. */
  private static final String TO_BE_HANDLED = "status = 'received' AND total = 1";

  /** What an application's audit may look like, one letter a line. */
  private static final Map<String, Character> ACTS =
      Map.of(
          "application.made", 'm',
          "application.confirmed", 'c',
          "application.rejected_by_agent", 'r',
          "application.withdrawn", 'w',
          "application.escalated", 'e',
          "application.erased", 'x',
          "application.erased_in_part", 'x');

  private static final Pattern LEGAL = Pattern.compile("m(?:r|w|c?w?|e(?:w)?)x?");

  private final ExploredWorld world;
  private final Jdbi jdbi;
  private final SealedText sealed;
  private final BiConsumer<String, String> broken;

  /**
   * @param broken is told a phone (or nothing) and what is wrong
   */
  Invariants(ExploredWorld world, BiConsumer<String, String> broken) {
    this.world = world;
    this.jdbi = world.running.server.gateway().database.jdbi();
    this.sealed = new SealedText(world.running.server.gateway().vault);
    this.broken = broken;
  }

  /** What must hold the moment a dialogue is over. */
  void afterDialogue(ExploredPhone phone) {
    for (String screen : phone.screens) {
      text(phone.number.digits(), screen);
      Matcher recorded = RECORDED.matcher(screen);
      if (recorded.find()) {
        String reference = recorded.group(1);
        if (count("application WHERE reference = ?", reference) != 1) {
          broken.accept(phone.number.digits(), "shown " + reference + ", and there is no such row");
        }
        if (!screen.contains("BELUM terlindungi")) {
          broken.accept(phone.number.digits(), "a registration without BELUM terlindungi");
        }
      }
    }
  }

  private void text(String phone, String text) {
    if (COVER.matcher(text).find()) {
      broken.accept(phone, "claims cover: " + text);
    }
  }

  private long count(String what, Object... values) {
    return jdbi.withHandle(
        handle -> {
          var query = handle.createQuery("SELECT count(*) FROM " + what);
          for (int i = 0; i < values.length; i++) {
            query.bind(i, values[i]);
          }
          return query.mapTo(Long.class).one();
        });
  }

  /** Whether nothing is under way any more; what nobody knows waits for its grace. */
  boolean drained() {
    return count("outbox WHERE status IN ('due', 'sending') AND due_at <= now() + interval '3 s'")
            == 0
        && count("inbox WHERE " + TO_BE_HANDLED) == 0;
  }

  /** What keeps the queues from being drained. */
  List<String> underWay() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT 'out ' || id || ' ' || status || ' attempts ' || attempts || '"
                        + " deferrals ' || deferrals || ' due in ' || (due_at - now()) || ' ' ||"
                        + " coalesce(why, '') FROM outbox WHERE status IN ('due', 'sending') UNION"
                        + " ALL SELECT 'in ' || id || ' part ' || number || '/' || total || ' tries"
                        + " ' || tries || ' ' || coalesce(retry_at - now(), interval '0') || ' ' ||"
                        + " coalesce(why, '') FROM inbox WHERE "
                        + TO_BE_HANDLED)
                .mapTo(String.class)
                .list());
  }

  /** What must hold when the carrier behaves again and the queues have drained. */
  void atTheEnd(Collection<ExploredPhone> phones) {
    screens();
    applications(phones);
    messagesOut();
    messagesIn();
    legalPaths();
    nothingPersonal(phones);
  }

  private void screens() {
    for (Witness.Event event : world.seen) {
      if (event instanceof Witness.Event.Screen(var to, String text, int coding, int octets, _)) {
        boolean gsm7 = coding == 0x0F;
        boolean fits = gsm7 ? Gsm7.septets(text) <= SCREEN_SEPTETS : text.length() <= SCREEN_UCS2;
        if (!fits || octets > SCREEN_SEPTETS || text.isBlank()) {
          broken.accept(to.digits(), "a screen does not fit: " + text);
        }
        text(to.digits(), text);
      }
    }
  }

  private void none(String what, String sql) {
    List<String> found =
        jdbi.withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
    if (!found.isEmpty()) {
      broken.accept("", what + ": " + found);
    }
  }

  private void applications(Collection<ExploredPhone> phones) {
    none(
        "more than one open application of a NIK",
        "SELECT max(reference) FROM application WHERE status IN"
            + " ('awaiting_consent', 'awaiting_agent', 'awaiting_branch', 'approved')"
            + " GROUP BY worker HAVING count(*) > 1");
    none(
        "an application without exactly one intent",
        "SELECT a.reference FROM application a LEFT JOIN intent i ON i.action ="
            + " 'enrolment.register' AND i.outcome = 'registered' AND i.gives LIKE a.reference ||"
            + " '|%' GROUP BY a.reference HAVING count(i.id) <> 1");
    none(
        "an intent without its application",
        "SELECT i.id FROM intent i WHERE i.outcome = 'registered' AND NOT EXISTS (SELECT 1 FROM"
            + " application a WHERE i.gives LIKE a.reference || '|%')");
    none(
        "an application that was not made exactly once",
        "SELECT a.reference FROM application a LEFT JOIN audit u ON u.about = 'application:' ||"
            + " a.reference AND u.what = 'application.made' GROUP BY a.reference HAVING"
            + " count(u.id) <> 1");
    none(
        "an application without the SMS that tells of it",
        "SELECT a.reference FROM application a WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE"
            + " o.about = 'application:' || a.reference)");
    Set<String> shown = new HashSet<>();
    for (Witness.Event event : world.seen) {
      if (event instanceof Witness.Event.Screen(_, String text, _, _, _)) {
        Matcher recorded = RECORDED.matcher(text);
        if (recorded.find()) {
          shown.add(recorded.group(1));
        }
      }
    }
    for (ExploredPhone phone : phones) {
      afterDialogue(phone);
    }
    for (String reference : shown) {
      if (count("application WHERE reference = ?", reference) != 1) {
        broken.accept("", "a screen told of " + reference + ", and there is no such row");
      }
    }
  }

  private record Row(String to, String text, String status, int attempts) {}

  private List<Row> outbox(Handle handle) {
    return handle
        .createQuery("SELECT to_sealed, text_sealed, status, attempts FROM outbox")
        .map(
            (row, _) ->
                new Row(
                    sealed.open(row.getBytes(1), "outbox.to:"),
                    sealed.open(row.getBytes(2), "outbox.text:"),
                    row.getString(3),
                    row.getInt(4)))
        .list();
  }

  private void messagesOut() {
    Map<String, List<Row>> rows = new HashMap<>();
    for (Row row : jdbi.withHandle(this::outbox)) {
      rows.computeIfAbsent(row.to(), _ -> new ArrayList<>()).add(row);
      text(row.to(), row.text());
    }
    Map<String, List<String>> taken = new HashMap<>();
    for (Witness.Event event : world.seen) {
      if (event instanceof Witness.Event.Sms(var to, String text, int status, _) && status == 0) {
        taken.computeIfAbsent(to.digits(), _ -> new ArrayList<>()).add(text);
        if (rows.getOrDefault(to.digits(), List.of()).stream()
            .noneMatch(row -> row.text().contains(text) && !row.status().equals("parked"))) {
          broken.accept(to.digits(), "an SMS left that has no row: " + text);
        }
      }
    }
    for (List<Row> ofPhone : rows.values()) {
      for (Row row : ofPhone) {
        boolean left =
            taken.getOrDefault(row.to(), List.of()).stream().anyMatch(row.text()::contains);
        boolean told = row.status().equals("sent") || row.status().equals("delivered");
        if (told && !left) {
          broken.accept(row.to(), "marked " + row.status() + ", and never left: " + row.text());
        }
        if (row.status().equals("due") && row.attempts() > 0 && left) {
          broken.accept(row.to(), "left, and is due again: " + row.text());
        }
      }
      copies(ofPhone, taken);
    }
  }

  /** A message leaves again only when nobody knew of its first time. */
  private void copies(List<Row> ofPhone, Map<String, List<String>> taken) {
    Map<String, Integer> allowed = new HashMap<>();
    ofPhone.forEach(row -> allowed.merge(row.text(), Math.max(1, row.attempts()), Integer::sum));
    allowed.forEach(
        (text, most) -> {
          String to = ofPhone.getFirst().to();
          long copies = taken.getOrDefault(to, List.of()).stream().filter(text::equals).count();
          if (copies > most) {
            broken.accept(to, "left " + copies + " times of " + most + ": " + text);
          }
        });
  }

  private void messagesIn() {
    Map<String, List<String>> stored = new HashMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery("SELECT from_sealed, text_sealed FROM inbox ORDER BY id")
                .map(
                    (row, _) ->
                        stored
                            .computeIfAbsent(
                                sealed.open(row.getBytes(1), "inbox.from:"), _ -> new ArrayList<>())
                            .add(sealed.open(row.getBytes(2), "inbox.text:")))
                .list());
    for (Witness.Event event : world.seen) {
      if (event instanceof Witness.Event.FromPhone(var from, String text, int status)
          && status == 0
          && Gsm7.encodes(text)
          && Gsm7.septets(text) <= SCREEN_SEPTETS) {
        // one row for each that was acknowledged: an agent may say the same twice
        if (!stored.getOrDefault(from.digits(), new ArrayList<>()).remove(text)) {
          broken.accept(from.digits(), "acknowledged, and not in the inbox: " + text);
        }
      }
    }
    none("an SMS in that a bug met", "SELECT id::text FROM inbox WHERE status = 'parked'");
  }

  private void legalPaths() {
    record Line(String about, String what) {}
    Map<String, StringBuilder> paths = new HashMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT about, what FROM audit WHERE about LIKE 'application:%' ORDER BY id")
                .map((row, _) -> new Line(row.getString(1), row.getString(2)))
                .forEach(
                    line ->
                        paths
                            .computeIfAbsent(line.about(), _ -> new StringBuilder())
                            .append(ACTS.getOrDefault(line.what(), '-'))));
    paths.forEach(
        (about, path) -> {
          String known = path.toString().replace("-", "");
          if (!LEGAL.matcher(known).matches()) {
            broken.accept("", about + " went an illegal path: " + path);
          }
          legalStatus(about.substring("application:".length()), known);
        });
  }

  private void legalStatus(String reference, String path) {
    String expected =
        switch (path.replace("x", "").charAt(path.replace("x", "").length() - 1)) {
          case 'm' -> "awaiting_agent|awaiting_branch";
          case 'c', 'e' -> "awaiting_branch";
          case 'r' -> "rejected";
          default -> "withdrawn";
        };
    String status =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("SELECT status FROM application WHERE reference = ?")
                    .bind(0, reference)
                    .mapTo(String.class)
                    .one());
    if (!List.of(expected.split("\\|")).contains(status)) {
      broken.accept("", reference + " is " + status + " after " + path);
    }
  }

  /** Ends of the audit as it is now, to be compared with it later. */
  String auditUpTo(long id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT md5(coalesce(string_agg(id || at::text || who || what || about, ','"
                        + " ORDER BY id), '')) FROM audit WHERE id <= ?")
                .bind(0, id)
                .mapTo(String.class)
                .one());
  }

  long lastAudit() {
    return jdbi.withHandle(
        handle ->
            handle.createQuery("SELECT coalesce(max(id), 0) FROM audit").mapTo(Long.class).one());
  }

  private void nothingPersonal(Collection<ExploredPhone> phones) {
    List<String> all = new ArrayList<>(world.logged);
    all.addAll(world.metrics());
    for (ExploredPhone phone : phones) {
      String digits = phone.number.digits();
      List<String> personal =
          List.of(digits, "0" + digits.substring(2), phone.person.nik(), phone.person.name());
      for (String line : all) {
        if (personal.stream().anyMatch(line::contains)) {
          broken.accept(digits, "a log or a metric names a person: " + line);
        }
      }
    }
  }
}
