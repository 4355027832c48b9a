package id.gerbang.server.enrolment;

import static id.gerbang.engine.letter.LetterSignature.personal;
import static id.gerbang.engine.letter.LetterSignature.plain;
import static id.gerbang.engine.letter.LetterSignature.toOther;
import static id.gerbang.engine.letter.LetterSignature.toOwner;

import id.gerbang.engine.letter.LetterSignature;
import id.gerbang.engine.letter.LetterSignature.Slot;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Type.Simple;
import id.gerbang.engine.value.Value;
import id.gerbang.server.letter.LetterWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The SMS that enrolment sends: what each may print, and whose eyes it is for. Their words are in
 * {@code flows/messages}, under {@code letters}. To agents in Indonesian, to workers in the
 * language they chose. An SMS that asks for an answer holds that answer literally.
 */
public final class Letters {
  /** The states of an application, for a text that selects by them. */
  public static final String STATUSES = "statuses";

  private static final String AGENTS_LANGUAGE = "id";
  private static final Slot CODE = plain(Simple.REFERENCE);
  private static final Slot REFERENCE = plain(Simple.REFERENCE);
  private static final Slot UNTIL = plain(Simple.MOMENT);
  private static final Slot VILLAGE = plain(Simple.VILLAGE);
  private static final Slot PLAN = plain(new Type.ChoiceOf("plans"));
  private static final Slot STATUS = plain(new Type.ChoiceOf(STATUSES));
  private static final Slot NAME = personal(Simple.PERSON_NAME);
  private static final Slot NIK = personal(Simple.NIK);

  /** An agent is known by name to those whom they serve. */
  private static final Slot AGENT = plain(Simple.PERSON_NAME);

  /** Given whole to the agent, who has to ask for the name by it. */
  private static final Slot CALLED = plain(Simple.PHONE);

  private static final Slot REASON = plain(Simple.TEXT);
  private static final Slot WORD = plain(Simple.KEYWORD);

  private final LetterWriter writer;
  private final EntryLetters entries;

  public Letters(LetterWriter writer) {
    this.writer = writer;
    this.entries = new EntryLetters(writer);
  }

  /** Those about workers whom agents enter. */
  EntryLetters entries() {
    return entries;
  }

  /** What the words under {@code letters} are checked against. */
  public static List<LetterSignature> signatures() {
    return List.of(
        toOther(
            "ask_agent",
            Map.of(
                "name", NAME, "nik", NIK, "village", VILLAGE, "plan", PLAN, "code", CODE, "until",
                UNTIL)),
        toOther(
            "ask_agent_for_name",
            Map.of(
                "phone", CALLED, "nik", NIK, "village", VILLAGE, "plan", PLAN, "code", CODE,
                "until", UNTIL)),
        toOther("remind_agent", Map.of("village", VILLAGE, "code", CODE, "until", UNTIL)),
        toOther(
            "remind_agent_for_name",
            Map.of("phone", CALLED, "village", VILLAGE, "code", CODE, "until", UNTIL)),
        toOther("agent_confirmed", Map.of("code", CODE)),
        toOther("agent_rejected", Map.of("code", CODE)),
        toOther("withdrawn_for_agent", Map.of("code", CODE)),
        toOwner(
            "registered",
            Map.of("reference", REFERENCE, "agent", AGENT, "until", UNTIL, "code", CODE)),
        toOwner("registered_unassigned", Map.of("reference", REFERENCE, "code", CODE)),
        toOwner("confirmed", Map.of("reference", REFERENCE)),
        toOwner("rejected", Map.of("reference", REFERENCE, "reason", REASON)),
        toOwner("escalated", Map.of("reference", REFERENCE)),
        toOwner("approved", Map.of("reference", REFERENCE, "card", personal(Simple.TEXT))),
        toOwner("withdrawn", Map.of("reference", REFERENCE)),
        toOwner("notice", Map.of()),
        toOther("unknown_code", Map.of("code", WORD)),
        toOther("locked", Map.of("until", UNTIL)),
        toOther("already_answered", Map.of("code", CODE, "outcome", WORD, "at", UNTIL)),
        toOther("code_expired", Map.of("code", CODE)),
        toOther("too_late", Map.of("code", CODE, "status", STATUS)),
        toOwner(
            "agent_changed",
            Map.of("reference", REFERENCE, "agent", AGENT, "phone", CALLED, "status", STATUS)),
        toOwner("agent_gone", Map.of("reference", REFERENCE)),
        toOther("code_moved", Map.of("code", CODE)),
        toOther("suspended", Map.of()),
        toOther("name_missing", Map.of("code", CODE)),
        toOther("reason_missing", Map.of("code", CODE)),
        toOther("code_missing", Map.of("word", WORD)),
        toOther("help", Map.of()),
        toOther("not_understood", Map.of()));
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }

  private static Value moment(Instant at) {
    return new Value.Moment(at);
  }

  private static Value status(BranchDesk.Status status) {
    return new Value.Choice(status.label());
  }

  private String toAgent(String letter, Map<String, Value> values) {
    return writer.write(letter, AGENTS_LANGUAGE, values);
  }

  private String about(String letter, String language, String reference) {
    return writer.write(letter, language, Map.of("reference", text(reference)));
  }

  /**
   * @param name empty when the agent has to type it; then the phone is given whole, to ask for it
   */
  String askAgent(
      Optional<String> name,
      String phone,
      String nik,
      String village,
      String plan,
      String code,
      Instant until) {
    Map<String, Value> values =
        new HashMap<>(
            Map.of(
                "nik", text(nik),
                "village", new Value.Named("", village),
                "plan", new Value.Choice(plan),
                "code", text(code),
                "until", moment(until)));
    name.ifPresentOrElse(
        known -> values.put("name", text(known)), () -> values.put("phone", text(phone)));
    return toAgent(name.isPresent() ? "ask_agent" : "ask_agent_for_name", values);
  }

  /**
   * @param phone the worker's, when the agent still has to ask for the name
   */
  String remindAgent(Optional<String> phone, String village, String code, Instant until) {
    Map<String, Value> values =
        new HashMap<>(
            Map.of(
                "village",
                new Value.Named("", village),
                "code",
                text(code),
                "until",
                moment(until)));
    phone.ifPresent(number -> values.put("phone", text(number)));
    return toAgent(phone.isEmpty() ? "remind_agent" : "remind_agent_for_name", values);
  }

  String agentConfirmed(String code) {
    return toAgent("agent_confirmed", Map.of("code", text(code)));
  }

  String agentRejected(String code) {
    return toAgent("agent_rejected", Map.of("code", text(code)));
  }

  String registered(
      String language, String reference, Optional<String> agent, Instant until, String code) {
    Map<String, Value> values =
        new HashMap<>(Map.of("reference", text(reference), "code", text(code)));
    if (agent.isEmpty()) {
      return writer.write("registered_unassigned", language, values);
    }
    values.put("agent", text(agent.get()));
    values.put("until", moment(until));
    return writer.write("registered", language, values);
  }

  String confirmed(String language, String reference) {
    return about("confirmed", language, reference);
  }

  String rejected(String language, String reference, String reason) {
    return writer.write(
        "rejected", language, Map.of("reference", text(reference), "reason", text(reason)));
  }

  String escalated(String language, String reference) {
    return about("escalated", language, reference);
  }

  String approved(String language, String reference, String card) {
    return writer.write(
        "approved", language, Map.of("reference", text(reference), "card", text(card)));
  }

  String withdrawn(String language, String reference) {
    return about("withdrawn", language, reference);
  }

  String withdrawnForAgent(String code) {
    return toAgent("withdrawn_for_agent", Map.of("code", text(code)));
  }

  /** The whole notice of UU PDP art. 21. */
  String notice(String language) {
    return writer.write("notice", language, Map.of());
  }

  String unknownCode(String code) {
    return toAgent("unknown_code", Map.of("code", text(code)));
  }

  String locked(Instant until) {
    return toAgent("locked", Map.of("until", moment(until)));
  }

  String alreadyAnswered(String code, String outcome, Instant at) {
    return toAgent(
        "already_answered", Map.of("code", text(code), "outcome", text(outcome), "at", moment(at)));
  }

  String expired(String code) {
    return toAgent("code_expired", Map.of("code", text(code)));
  }

  String tooLate(String code, BranchDesk.Status status) {
    return toAgent("too_late", Map.of("code", text(code), "status", status(status)));
  }

  /** Tells a worker who their agent is from now on. */
  String agentChanged(
      String language, String reference, String agent, String phone, BranchDesk.Status status) {
    return writer.write(
        "agent_changed",
        language,
        Map.of(
            "reference", text(reference),
            "agent", text(agent),
            "phone", text(phone),
            "status", status(status)));
  }

  /** Tells a member that their agent has gone and no other is near. */
  String agentGone(String language, String reference) {
    return about("agent_gone", language, reference);
  }

  String codeMoved(String code) {
    return toAgent("code_moved", Map.of("code", text(code)));
  }

  String suspended() {
    return toAgent("suspended", Map.of());
  }

  String nameMissing(String code) {
    return toAgent("name_missing", Map.of("code", text(code)));
  }

  String reasonMissing(String code) {
    return toAgent("reason_missing", Map.of("code", text(code)));
  }

  /**
   * @param word {@code YA}, {@code TOLAK}, {@code SETUJU} or {@code BATAL}
   */
  String codeMissing(String word) {
    return toAgent("code_missing", Map.of("word", text(word)));
  }

  String help() {
    return toAgent("help", Map.of());
  }

  String notUnderstood() {
    return toAgent("not_understood", Map.of());
  }
}
