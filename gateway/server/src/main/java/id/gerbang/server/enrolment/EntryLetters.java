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
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.letter.LetterWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The SMS about workers whom agents enter. A worker who is asked may be a wrong number: what is
 * personal is masked for them too, until they have consented.
 */
public final class EntryLetters {
  private static final String AGENTS_LANGUAGE = "id";
  private static final Slot CODE = plain(Simple.REFERENCE);
  private static final Slot REFERENCE = plain(Simple.REFERENCE);
  private static final Slot UNTIL = plain(Simple.MOMENT);
  private static final Slot VILLAGE = plain(Simple.VILLAGE);
  private static final Slot PLAN = plain(new Type.ChoiceOf("plans"));
  private static final Slot STATUS = plain(new Type.ChoiceOf(Letters.STATUSES));
  private static final Slot NAME = personal(Simple.PERSON_NAME);
  private static final Slot NIK = personal(Simple.NIK);
  private static final Slot AGENT = plain(Simple.PERSON_NAME);
  private static final Slot COUNT = plain(Simple.WHOLE);
  private static final Slot PLACE = plain(Simple.TEXT);

  private final LetterWriter writer;

  EntryLetters(LetterWriter writer) {
    this.writer = writer;
  }

  /** What the words under {@code letters} are checked against. */
  public static List<LetterSignature> signatures() {
    return List.of(
        toOther(
            "ask_consent",
            Map.of(
                "agent", AGENT, "name", NAME, "nik", NIK, "village", VILLAGE, "plan", PLAN, "code",
                CODE, "until", UNTIL)),
        toOwner("consented", Map.of("reference", REFERENCE, "code", CODE)),
        toOwner("refused", Map.of("reference", REFERENCE)),
        toOther("refused_for_agent", Map.of("reference", REFERENCE)),
        toOwner("consent_expired", Map.of("code", CODE)),
        toOther("consent_expired_for_agent", Map.of("reference", REFERENCE)),
        toOther(
            "entry_recorded",
            Map.of(
                "reference",
                REFERENCE,
                "name",
                NAME,
                "village",
                VILLAGE,
                "plan",
                PLAN,
                "until",
                UNTIL)),
        toOther("entry_exists", Map.of("nik", NIK, "status", STATUS)),
        toOther("entry_exists_yours", Map.of("nik", NIK, "reference", REFERENCE, "status", STATUS)),
        toOther("entry_wrong", Map.of("field", plain(Simple.KEYWORD))),
        toOther("entry_village_which", Map.of("first", PLACE, "second", PLACE, "third", PLACE)),
        toOther("only_agents", Map.of("word", plain(Simple.KEYWORD))),
        toOther(
            "figures",
            Map.of(
                "entered",
                COUNT,
                "confirmed",
                COUNT,
                "approved",
                COUNT,
                "collected",
                plain(Simple.MONEY),
                "cash",
                plain(Simple.MONEY))),
        toOther("help_agent", Map.of()),
        toOther(
            "mou_expired",
            Map.of("institution", plain(Simple.INSTITUTION), "until", plain(Simple.DATE))),
        toOther("no_mou", Map.of("institution", plain(Simple.INSTITUTION))),
        toOther("certificate_expired", Map.of("until", plain(Simple.DATE))));
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }

  private static Value village(String name) {
    return new Value.Named("", name);
  }

  private String toAgent(String letter, Map<String, Value> values) {
    return writer.write(letter, AGENTS_LANGUAGE, values);
  }

  /** The words of one of a closed set, for those who type them. */
  Optional<String> words(String set, String member) {
    return writer.words(set + "." + member, AGENTS_LANGUAGE);
  }

  /** Asks a worker, with the notice that comes before the consent (UU PDP art. 21). */
  String askConsent(
      String language, String agent, Entry entry, String village, String code, Instant until) {
    return writer.write(
        "ask_consent",
        language,
        Map.of(
            "agent", text(agent),
            "name", text(entry.name()),
            "nik", text(entry.nik()),
            "village", village(village),
            "plan", new Value.Choice(entry.plan()),
            "code", text(code),
            "until", new Value.Moment(until)));
  }

  String consented(String language, String reference, String code) {
    return writer.write(
        "consented", language, Map.of("reference", text(reference), "code", text(code)));
  }

  String refused(String language, String reference) {
    return writer.write("refused", language, Map.of("reference", text(reference)));
  }

  String mouExpired(String institution, LocalDate until) {
    return toAgent(
        "mou_expired",
        Map.of("institution", new Value.Named("", institution), "until", new Value.Day(until)));
  }

  String noMou(String institution) {
    return toAgent("no_mou", Map.of("institution", new Value.Named("", institution)));
  }

  String certificateExpired(LocalDate until) {
    return toAgent("certificate_expired", Map.of("until", new Value.Day(until)));
  }

  String refusedForAgent(String reference) {
    return toAgent("refused_for_agent", Map.of("reference", text(reference)));
  }

  String consentExpired(String language, String code) {
    return writer.write("consent_expired", language, Map.of("code", text(code)));
  }

  String consentExpiredForAgent(String reference) {
    return toAgent("consent_expired_for_agent", Map.of("reference", text(reference)));
  }

  String entryRecorded(String reference, Entry entry, String village, Instant until) {
    return toAgent(
        "entry_recorded",
        Map.of(
            "reference", text(reference),
            "name", text(entry.name()),
            "village", village(village),
            "plan", new Value.Choice(entry.plan()),
            "until", new Value.Moment(until)));
  }

  /**
   * @param reference of an application of this agent's own
   */
  String entryExists(String nik, Status status, Optional<String> reference) {
    Map<String, Value> values =
        new HashMap<>(Map.of("nik", text(nik), "status", new Value.Choice(status.label())));
    reference.ifPresent(own -> values.put("reference", text(own)));
    return toAgent(reference.isPresent() ? "entry_exists_yours" : "entry_exists", values);
  }

  String entryWrong(EntryText.Field field) {
    return toAgent("entry_wrong", Map.of("field", text(field.name().toLowerCase(Locale.ROOT))));
  }

  /**
   * @param places code and name of each, two or three
   */
  String whichVillage(List<String> places) {
    return toAgent(
        "entry_village_which",
        Map.of(
            "first", text(places.get(0)),
            "second", text(places.get(1)),
            "third", text(places.size() > 2 ? places.get(2) : "")));
  }

  String onlyAgents(String word) {
    return toAgent("only_agents", Map.of("word", text(word)));
  }

  String figures(AgentWorkers.Month month) {
    return toAgent(
        "figures",
        Map.of(
            "entered", new Value.Whole(month.entered()),
            "confirmed", new Value.Whole(month.confirmed()),
            "approved", new Value.Whole(month.approved()),
            "collected", new Value.Money(month.collected()),
            "cash", new Value.Money(month.cash())));
  }

  String help() {
    return toAgent("help_agent", Map.of());
  }
}
