package id.gerbang.server.enrolment;

import id.gerbang.engine.value.Answers;
import id.gerbang.server.area.Villages;
import id.gerbang.server.contribution.Programme;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.inbox.SmsHandler;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.subscriber.Msisdn;
import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * What people ask by SMS (contract.md). Case, spaces and {@code #}/{@code *} between fields do not
 * matter.
 */
public final class SmsCommands implements SmsHandler {
  private static final int MOST_STANDINGS = 3;

  private final Vault vault;
  private final Outbox outbox;
  private final Letters letters;
  private final CodedAnswers answers;
  private final AgentSms agents;

  /**
   * @param villages by which an agent may name one
   * @param programme by which an agent may name an occupation and a wage
   */
  public SmsCommands(
      Vault vault,
      Outbox outbox,
      Letters letters,
      Codes codes,
      EnrolmentTimes times,
      AgentWorkers workers,
      AgentEntries entries,
      Villages villages,
      Programme programme) {
    this.vault = vault;
    this.outbox = outbox;
    this.letters = letters;
    this.answers = new CodedAnswers(vault, outbox, letters, codes, times);
    this.agents = new AgentSms(vault, workers, entries, villages, programme, times, letters);
  }

  /** A message as its first word, its second, and all that follows. */
  private record Command(String word, String code, String rest, String text) {
    /**
     * A code of six right after its word: one that holds a digit, so that no word is taken for it.
     */
    private static final Pattern JOINED =
        Pattern.compile("(?i)^(YA|TOLAK|SETUJU|BATAL)(?=[A-Z]*[2-9])([A-Z2-9]{6})(?= |$)");

    static Command read(String text) {
      String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).replaceAll("[#*]", " ");
      String[] fields = JOINED.matcher(Answers.clean(plain)).replaceFirst("$1 $2").split(" +", 3);
      return new Command(
          EntryText.isOne(text)
              ? "DAFTAR"
              : fields[0].toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+$", ""),
          fields.length > 1 ? fields[1].toUpperCase(Locale.ROOT) : "",
          fields.length > 2 ? fields[2] : "",
          text);
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
      case "YA", "TOLAK", "SETUJU", "BATAL", "STATUS", "BANTUAN", "DAFTAR", "REKAP" ->
          command.word().toLowerCase(Locale.ROOT);
      default -> "other";
    };
  }

  private Optional<String> answer(Handle tx, Msisdn from, Command command, Instant at) {
    String code = command.code();
    return switch (command.word()) {
      case "YA", "Y", "YES" ->
          Codes.isShapedLikeOne(shown(code))
              ? Optional.of(answers.yes(tx, from, shown(code), command.rest(), at))
              : puzzled(tx, from, letters.codeMissing("YA"), at);
      case "TOLAK" ->
          Codes.isShapedLikeOne(shown(code))
              ? Optional.of(answers.no(tx, from, shown(code), command.rest(), at))
              : puzzled(tx, from, letters.codeMissing("TOLAK"), at);
      case "BATAL" ->
          Codes.isShapedLikeOne(shown(code))
              ? Optional.of(answers.withdraw(tx, from, shown(code), at))
              : puzzled(tx, from, letters.codeMissing("BATAL"), at);
      case "SETUJU" ->
          Codes.isShapedLikeOne(shown(code))
              ? Optional.of(answers.consent(tx, from, shown(code), at))
              : puzzled(tx, from, letters.codeMissing("SETUJU"), at);
      case "DAFTAR" -> agents.enter(tx, from, command.text(), at);
      case "REKAP" -> agents.figures(tx, from, at);
      case "STATUS" -> Optional.of(standings(tx, from));
      case "BANTUAN" -> Optional.of(agents.help(tx, from));
      case "SETOR", "BAYAR", "INFO", "LAPOR", "MENU", "STOP", "MULAI" ->
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
    return Puzzled.mayAnswer(tx, vault.lookup("phone", from.digits()), at)
        ? Optional.of(words)
        : Optional.empty();
  }
}
