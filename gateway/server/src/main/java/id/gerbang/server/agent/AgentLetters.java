package id.gerbang.server.agent;

import static id.gerbang.engine.letter.LetterSignature.plain;
import static id.gerbang.engine.letter.LetterSignature.toOther;
import static id.gerbang.engine.letter.LetterSignature.toOwner;

import id.gerbang.engine.letter.LetterSignature;
import id.gerbang.engine.letter.LetterSignature.Slot;
import id.gerbang.engine.value.Type.Simple;
import id.gerbang.engine.value.Value;
import id.gerbang.server.letter.LetterWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * The SMS to those who are, or want to become, agents. To candidates in the language they chose, to
 * agents in Indonesian.
 */
public final class AgentLetters {
  private static final String AGENTS_LANGUAGE = "id";
  private static final Slot NUMBER = plain(Simple.AGENT_CODE);
  private static final Slot UNTIL = plain(Simple.DATE);

  /** In the branch's own words, for the agent. */
  private static final Slot REASON = plain(Simple.TEXT);

  private static final Slot BRANCH = plain(Simple.TEXT);

  private final LetterWriter writer;

  public AgentLetters(LetterWriter writer) {
    this.writer = writer;
  }

  /** What the words under {@code letters} are checked against. */
  public static List<LetterSignature> signatures() {
    Map<String, Slot> stopped = Map.of("number", NUMBER, "reason", REASON, "branch", BRANCH);
    return List.of(
        toOwner("candidate_recorded", Map.of("number", NUMBER)),
        toOwner("candidate_withdrawn", Map.of("number", NUMBER)),
        toOwner("agent_certified", Map.of("number", NUMBER, "until", UNTIL)),
        toOwner("agent_active", Map.of("number", NUMBER)),
        toOwner("agent_suspended", stopped),
        toOwner("agent_ended", stopped),
        toOwner("certificate_renewed", Map.of("until", UNTIL)),
        toOwner("certificate_ending", Map.of("until", UNTIL)),
        toOwner("certificate_ended", Map.of("until", UNTIL)),
        toOther("agent_workers_moved", Map.of("count", plain(Simple.WHOLE), "agent", NUMBER)));
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }

  private String toAgent(String letter, Map<String, Value> values) {
    return writer.write(letter, AGENTS_LANGUAGE, values);
  }

  String candidateRecorded(String language, String number) {
    return writer.write("candidate_recorded", language, Map.of("number", text(number)));
  }

  String candidateWithdrawn(String language, String number) {
    return writer.write("candidate_withdrawn", language, Map.of("number", text(number)));
  }

  String certified(String number, LocalDate until) {
    return toAgent(
        "agent_certified", Map.of("number", text(number), "until", new Value.Day(until)));
  }

  String active(String number) {
    return toAgent("agent_active", Map.of("number", text(number)));
  }

  /**
   * @param branch whom to ask, by its name
   */
  String suspended(String number, String reason, String branch) {
    return stopped("agent_suspended", number, reason, branch);
  }

  String ended(String number, String reason, String branch) {
    return stopped("agent_ended", number, reason, branch);
  }

  private String stopped(String letter, String number, String reason, String branch) {
    return toAgent(
        letter, Map.of("number", text(number), "reason", text(reason), "branch", text(branch)));
  }

  String certificateRenewed(LocalDate until) {
    return toAgent("certificate_renewed", Map.of("until", new Value.Day(until)));
  }

  String certificateEnding(LocalDate until) {
    return toAgent("certificate_ending", Map.of("until", new Value.Day(until)));
  }

  String certificateEnded(LocalDate until) {
    return toAgent("certificate_ended", Map.of("until", new Value.Day(until)));
  }

  /**
   * Tells an agent of workers who were another's.
   *
   * @param from the code of who had them
   */
  public String workersMoved(long count, String from) {
    return toAgent(
        "agent_workers_moved", Map.of("count", new Value.Whole(count), "agent", text(from)));
  }
}
