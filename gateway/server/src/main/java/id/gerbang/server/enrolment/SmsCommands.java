package id.gerbang.server.enrolment;

import id.gerbang.engine.value.Answers;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.inbox.SmsHandler;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * What people ask by SMS (contract.md). Case, spaces and {@code #}/{@code *} between fields do not
 * matter.
 */
public final class SmsCommands implements SmsHandler {
  /**
   * Short answers to what is not understood, to one number in an hour: no loop with another
   * machine.
   */
  private static final int MOST_PUZZLED_ANSWERS = 3;

  private static final Duration PUZZLED_FOR = Duration.ofHours(1);
  private static final int MOST_STANDINGS = 3;

  private final Vault vault;
  private final Outbox outbox;
  private final Letters letters;
  private final CodedAnswers answers;

  public SmsCommands(Vault vault, Outbox outbox, ZoneId zone) {
    this.vault = vault;
    this.outbox = outbox;
    this.letters = new Letters(zone);
    this.answers = new CodedAnswers(vault, outbox, letters);
  }

  /** A message as its first word, its second, and all that follows. */
  private record Command(String word, String code, String rest) {
    static Command read(String text) {
      String[] fields = Answers.clean(text.replace('#', ' ').replace('*', ' ')).split(" +", 3);
      return new Command(
          fields[0].toUpperCase(Locale.ROOT),
          fields.length > 1 ? fields[1].toUpperCase(Locale.ROOT) : "",
          fields.length > 2 ? fields[2] : "");
    }
  }

  @Override
  public void handle(Handle tx, Msisdn from, String text, Instant at) {
    Command command = Command.read(text);
    answer(tx, from, command, at)
        .ifPresent(
            words -> outbox.add(tx, new NewSms(from, words, "answer:" + label(command), at)));
  }

  /** Only known words may stand in a table in clear. */
  private static String label(Command command) {
    return switch (command.word()) {
      case "YA", "TOLAK", "BATAL", "STATUS", "BANTUAN" -> command.word().toLowerCase(Locale.ROOT);
      default -> "other";
    };
  }

  private Optional<String> answer(Handle tx, Msisdn from, Command command, Instant at) {
    String code = command.code();
    return switch (command.word()) {
      case "YA", "Y", "YES" ->
          Optional.of(
              code.isEmpty()
                  ? letters.codeMissing("YA")
                  : answers.yes(tx, from, shown(code), command.rest(), at));
      case "TOLAK" ->
          Optional.of(
              code.isEmpty()
                  ? letters.codeMissing("TOLAK")
                  : answers.no(tx, from, shown(code), command.rest(), at));
      case "BATAL" ->
          Optional.of(
              code.isEmpty()
                  ? letters.codeMissing("BATAL")
                  : answers.withdraw(tx, from, shown(code), at));
      case "STATUS" -> Optional.of(standings(tx, from));
      case "BANTUAN" -> Optional.of(letters.help());
      case "DAFTAR",
          "SETOR",
          "REKAP",
          "SETUJU",
          "BAYAR",
          "INFO",
          "LAPOR",
          "MENU",
          "STOP",
          "MULAI" ->
          puzzled(tx, from, letters.notYet(command.word()), at);
      default -> puzzled(tx, from, letters.notUnderstood(), at);
    };
  }

  /** A code as it may be shown back: hostile input is cut. */
  private static String shown(String code) {
    String plain = code.replaceAll("[^A-Z0-9]", "");
    return plain.substring(0, Math.min(Codes.LENGTH + 4, plain.length()));
  }

  private String standings(Handle tx, Msisdn from) {
    List<String> lines =
        tx.createQuery(
                "SELECT reference, status FROM application WHERE phone_lookup = ? ORDER BY"
                    + " created_at DESC LIMIT ?")
            .bind(0, vault.lookup("phone", from.digits()))
            .bind(1, MOST_STANDINGS)
            .map(
                (row, _) ->
                    letters.standing(
                        row.getString("reference"),
                        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT))))
            .list();
    return lines.isEmpty()
        ? letters.noApplication()
        : lines.stream().collect(Collectors.joining("\n"));
  }

  private Optional<String> puzzled(Handle tx, Msisdn from, String words, Instant at) {
    int answered =
        tx.createQuery(
                """
                INSERT INTO puzzled AS p (phone_lookup, answers, since) VALUES (:phone, 1, :at)
                ON CONFLICT (phone_lookup) DO UPDATE
                SET answers = CASE WHEN p.since <= :forgotten THEN 1 ELSE p.answers + 1 END,
                    since = CASE WHEN p.since <= :forgotten THEN :at ELSE p.since END
                RETURNING answers
                """)
            .bind("phone", vault.lookup("phone", from.digits()))
            .bind("at", at)
            .bind("forgotten", at.minus(PUZZLED_FOR))
            .mapTo(int.class)
            .one();
    return answered <= MOST_PUZZLED_ANSWERS ? Optional.of(words) : Optional.empty();
  }
}
