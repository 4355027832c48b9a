package id.gerbang.server.enrolment;

import id.gerbang.server.area.Villages;
import id.gerbang.server.contribution.Programme;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.inbox.SmsHandler;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The commands that people send by SMS (contract.md). Case, spaces and {@code #}/{@code *} between
 * fields do not matter. What only begins like a command may be an answer to a menu and is left to
 * others; where nobody takes it, {@link UnclearSms} answers.
 */
public final class SmsCommands implements SmsHandler {
  private final Outbox outbox;
  private final UnclearSms unclear;
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
    this.outbox = outbox;
    this.unclear = new UnclearSms(vault, outbox, letters);
    this.answers = new CodedAnswers(vault, outbox, letters, codes, times);
    this.agents = new AgentSms(vault, workers, entries, villages, programme, times, letters);
  }

  @Override
  public Handled handle(Handle tx, Whole sms) {
    SmsText command = SmsText.read(sms.text());
    Optional<Answer> answer = answer(tx, sms.from(), command, sms.at());
    answer
        .flatMap(Answer::words)
        .ifPresent(
            words ->
                outbox.add(
                    tx, new NewSms(sms.from(), words, "answer:" + label(command), sms.at())));
    return answer.isPresent() ? Handled.DONE : Handled.NOT_MINE;
  }

  /**
   * What a command's sender hears.
   *
   * @param words empty when that number has had enough short answers
   */
  private record Answer(Optional<String> words) {}

  /** Only known words may stand in a table in clear. */
  private static String label(SmsText command) {
    return switch (command.word()) {
      case "YA", "TOLAK", "SETUJU", "BATAL", "BANTUAN", "DAFTAR", "REKAP" ->
          command.word().toLowerCase(Locale.ROOT);
      default -> "other";
    };
  }

  /** Empty when it is no command. */
  private Optional<Answer> answer(Handle tx, Msisdn from, SmsText command, Instant at) {
    return switch (command.word()) {
      case "YA", "Y", "YES", "TOLAK", "BATAL", "SETUJU" ->
          command.isTry()
              ? Optional.of(new Answer(unclear.words(tx, from, command.text(), at)))
              : command.code().map(code -> said(coded(tx, from, command, code, at)));
      case "DAFTAR" ->
          command.isEntry()
              ? Optional.of(new Answer(agents.enter(tx, from, command.text(), at)))
              : Optional.empty();
      case "REKAP" -> Optional.of(new Answer(agents.figures(tx, from, at)));
      case "BANTUAN" -> Optional.of(said(agents.help(tx, from)));
      default -> Optional.empty();
    };
  }

  private static Answer said(String words) {
    return new Answer(Optional.of(words));
  }

  private String coded(Handle tx, Msisdn from, SmsText command, String code, Instant at) {
    return switch (command.word()) {
      case "TOLAK" -> answers.no(tx, from, code, command.rest(), at);
      case "BATAL" -> answers.withdraw(tx, from, code, at);
      case "SETUJU" -> answers.consent(tx, from, code, at);
      default -> answers.yes(tx, from, code, command.rest(), at);
    };
  }
}
