package id.gerbang.server.agent;

import id.gerbang.server.consent.Candidacy;
import id.gerbang.server.consent.ConsentToken;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.record.Intents;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * People who want to become agents (R2): from their data to the branch's list. The branch certifies
 * them; until then they do nothing that an agent does. Blocks.
 */
public final class Candidates {
  /** A number that the branch gave to somebody by hand is passed over. */
  private static final int DRAWS = 5;

  private static final int IN_A_LETTER = 1_000;

  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;
  private final Outbox outbox;
  private final AgentDirectory directory;
  private final AgentLetters letters;

  public Candidates(
      Jdbi jdbi, Vault vault, Outbox outbox, AgentDirectory directory, AgentLetters letters) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.directory = directory;
    this.letters = letters;
  }

  /**
   * @param village its id
   * @param consent to the notice that was shown
   */
  public record Candidate(Msisdn phone, String name, String village, ConsentToken consent) {
    /** It is a person. */
    @Override
    public String toString() {
      return "Candidate[village=" + village + "]";
    }
  }

  /** What became of a candidate. */
  public sealed interface Applied {
    /**
     * @param number by which the branch knows them until they are certified
     */
    record Recorded(String number) implements Applied {}

    /** This phone is a candidate's already, of that number. */
    record Candidate(String number) implements Applied {}

    /** This phone is an agent's. */
    record Agent() implements Applied {}
  }

  /** What a phone is to the branch's list of agents, as the table has it now. */
  public sealed interface Standing {
    record None() implements Standing {}

    record Candidate(String number) implements Standing {}

    /** Certified, active or suspended. */
    record Agent() implements Standing {}
  }

  /** Whether this phone is a candidate's or an agent's. */
  public Standing standing(Msisdn phone) {
    return jdbi.withHandle(
        handle ->
            known(handle, phone)
                .<Standing>map(
                    applied ->
                        applied instanceof Applied.Candidate(String number)
                            ? new Standing.Candidate(number)
                            : new Standing.Agent())
                .orElse(new Standing.None()));
  }

  /** Records a candidate with a receipt by SMS, once for an intent. */
  public Applied apply(Candidate candidate, String language, String intent, Instant at) {
    Applied applied = jdbi.inTransaction(tx -> apply(tx, candidate, language, intent, at));
    directory.refresh();
    return applied;
  }

  private Applied apply(
      Handle tx, Candidate candidate, String language, String intent, Instant at) {
    Optional<String> before = Intents.begin(tx, intent, "agent.apply", at);
    if (before.isPresent()) {
      return new Applied.Recorded(before.get());
    }
    for (int draw = 1; draw <= DRAWS; draw++) {
      Optional<Applied> known = known(tx, candidate.phone());
      if (known.isPresent()) {
        Intents.forget(tx, intent);
        return known.get();
      }
      String number = number(tx);
      if (write(tx, candidate, number, at)) {
        Intents.done(tx, intent, number);
        Audit.write(tx, at, "candidate", "agent.applied", "agent:" + number);
        outbox.add(
            tx,
            new NewSms(
                candidate.phone(),
                letters.candidateRecorded(language, number),
                "agent:" + number,
                at));
        return new Applied.Recorded(number);
      }
    }
    throw new IllegalStateException(
        DRAWS + " numbers of candidates in a row are taken; the branch shall free the CL… codes");
  }

  /**
   * Takes a candidacy back: the person is erased, with a receipt by SMS, once for an intent.
   *
   * @return the number that it had; empty when this phone is no candidate's (any more)
   */
  public Optional<String> withdraw(Msisdn phone, String language, String intent, Instant at) {
    Optional<String> number = jdbi.inTransaction(tx -> withdraw(tx, phone, language, intent, at));
    directory.refresh();
    return number;
  }

  private Optional<String> withdraw(
      Handle tx, Msisdn phone, String language, String intent, Instant at) {
    Optional<String> before = Intents.begin(tx, intent, "agent.withdraw", at);
    if (before.isPresent()) {
      return before;
    }
    Optional<String> number =
        Candidacy.of(tx, vault.lookup("phone", phone.digits()))
            .filter(found -> Candidacy.end(tx, found, "candidate", at));
    if (number.isEmpty()) {
      Intents.forget(tx, intent);
      return number;
    }
    Intents.done(tx, intent, number.get());
    outbox.add(
        tx,
        new NewSms(
            phone,
            letters.candidateWithdrawn(language, number.get()),
            "agent:" + number.get(),
            at));
    return number;
  }

  private Optional<Applied> known(Handle tx, Msisdn phone) {
    return tx.createQuery(
            "SELECT code, status FROM agent WHERE phone_lookup = ? AND status <> 'ended'")
        .bind(0, vault.lookup("phone", phone.digits()))
        .<Applied>map(
            (row, _) ->
                row.getString("status").equals("candidate")
                    ? new Applied.Candidate(row.getString("code"))
                    : new Applied.Agent())
        .findFirst();
  }

  /** {@code CLA000} … {@code CLZ999}. */
  private static String number(Handle tx) {
    int number =
        tx.createQuery("SELECT nextval('agent_candidate_number')").mapTo(Integer.class).one();
    return "CL%c%03d".formatted('A' + number / IN_A_LETTER, number % IN_A_LETTER);
  }

  private boolean write(Handle tx, Candidate candidate, String number, Instant at) {
    int rows =
        tx.execute(
            """
            INSERT INTO agent (code, name_sealed, phone_sealed, phone_lookup, village, status, created_at)
            VALUES (?, ?, ?, ?, ?, 'candidate', ?) ON CONFLICT DO NOTHING
            """,
            number,
            sealed.seal(candidate.name(), "agent.name:" + number),
            sealed.seal(candidate.phone().digits(), "agent.phone:" + number),
            vault.lookup("phone", candidate.phone().digits()),
            candidate.village(),
            at);
    if (rows == 0) {
      return false;
    }
    tx.execute(
        "INSERT INTO agent_change (agent, at, who, became) VALUES (?, ?, 'candidate', 'candidate')",
        number,
        at);
    ConsentToken consent = candidate.consent();
    tx.execute(
        "INSERT INTO agent_candidate (agent, text_version, language, channel, consented_at) VALUES"
            + " (?, ?, ?, ?, ?)",
        number,
        ConsentToken.CANDIDATE_TEXT,
        consent.language(),
        consent.channel(),
        consent.at());
    return true;
  }
}
