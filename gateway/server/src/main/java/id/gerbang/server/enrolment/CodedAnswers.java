package id.gerbang.server.enrolment;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Answers by SMS that bear a code: the agent's YA and TOLAK, the worker's SETUJU and BATAL. A code
 * belongs to one act and one phone, is used once and expires. Each answer returns the words to its
 * sender; what it changes and whom else it tells is in the same transaction.
 */
final class CodedAnswers {
  private final Vault vault;
  private final Letters letters;
  private final CodedRows rows;
  private final AgentAnswers agents;
  private final WorkerAnswers workers;

  CodedAnswers(Vault vault, Outbox outbox, Letters letters, Codes codes, EnrolmentTimes times) {
    SealedText sealed = new SealedText(vault);
    this.vault = vault;
    this.letters = letters;
    this.rows = new CodedRows(sealed);
    this.agents = new AgentAnswers(sealed, outbox, letters);
    this.workers = new WorkerAnswers(vault, outbox, letters, codes, times);
  }

  /** A code is this phone's, or the answer already has its words. */
  private sealed interface Found {
    record Open(Coded coded) implements Found {}

    record Answer(String words) implements Found {}
  }

  /** {@code YA code [name]}. */
  String yes(Handle tx, Msisdn from, String code, String name, Instant at) {
    return switch (find(tx, from, code, at, Act.AGENT_ANSWER)) {
      case Found.Answer(String words) -> words;
      case Found.Open(Coded coded) ->
          words(agents.confirm(tx, coded, name, at), letters.agentConfirmed(code));
    };
  }

  /** {@code TOLAK code reason}. */
  String no(Handle tx, Msisdn from, String code, String reason, Instant at) {
    return switch (find(tx, from, code, at, Act.AGENT_ANSWER)) {
      case Found.Answer(String words) -> words;
      case Found.Open(Coded coded) ->
          words(agents.reject(tx, coded, reason, at), letters.agentRejected(code));
    };
  }

  /** {@code SETUJU code}. */
  String consent(Handle tx, Msisdn from, String code, Instant at) {
    return switch (find(tx, from, code, at, Act.WORKER_CONSENT)) {
      case Found.Answer(String words) -> words;
      case Found.Open(Coded coded) ->
          coded
              .shut(at)
              .map(shut -> shut(coded, shut))
              .orElseGet(() -> workers.consent(tx, coded, from, at));
    };
  }

  /** {@code BATAL code}. */
  String withdraw(Handle tx, Msisdn from, String code, Instant at) {
    return switch (find(tx, from, code, at, Act.WORKER_WITHDRAWAL, Act.WORKER_CONSENT)) {
      case Found.Answer(String words) -> words;
      case Found.Open(Coded coded) ->
          coded
              .shut(at)
              .map(shut -> shut(coded, shut))
              .orElseGet(() -> workers.withdraw(tx, coded, at));
    };
  }

  /** A worker who was asked has other words for a time that is over: nobody decides any more. */
  private String shut(Coded coded, Answered shut) {
    return coded.act() == Act.WORKER_CONSENT && shut instanceof Answered.Expired
        ? letters.entries().consentExpired(coded.language(), coded.code())
        : words(shut, "");
  }

  private String words(Answered answered, String done) {
    return switch (answered) {
      case Answered.Done _ -> done;
      case Answered.NameMissing(String code) -> letters.nameMissing(code);
      case Answered.ReasonMissing(String code) -> letters.reasonMissing(code);
      case Answered.Before(String code, String outcome, Instant at) ->
          letters.alreadyAnswered(code, outcome, at);
      case Answered.Moved(String code) -> letters.codeMoved(code);
      case Answered.Suspended() -> letters.suspended();
      case Answered.Expired(String code) -> letters.expired(code);
      case Answered.TooLate(String code, BranchDesk.Status status) -> letters.tooLate(code, status);
      case Answered.Unknown() -> letters.notUnderstood();
    };
  }

  private Found find(Handle tx, Msisdn from, String code, Instant at, Act... acts) {
    byte[] phone = vault.lookup("phone", from.digits());
    Optional<Instant> locked = WrongTries.lockedUntil(tx, phone, at);
    if (locked.isPresent()) {
      return new Found.Answer(letters.locked(locked.get()));
    }
    Optional<Coded> coded =
        Codes.isShapedLikeOne(code) ? rows.byCode(tx, code, phone, acts) : Optional.empty();
    if (coded.isEmpty()) {
      return new Found.Answer(
          WrongTries.count(tx, phone, at)
              .map(letters::locked)
              .orElseGet(() -> letters.unknownCode(code)));
    }
    WrongTries.forgive(tx, phone);
    return new Found.Open(coded.get());
  }
}
