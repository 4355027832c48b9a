package id.gerbang.server.claim;

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
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The SMS about reports: what each may print, and whose eyes it is for. Their words are in {@code
 * flows/messages}, under {@code letters.claim_…}. To agents in Indonesian, to reporters in the
 * language they chose. None promises a benefit: the branch decides.
 */
public final class ClaimLetters {
  /** What happened, for menus and for a text that selects by it. */
  public static final String RISKS = "risks";

  /** How far it has come. */
  public static final String STAGES = "stages";

  /** Which day it was, as a menu offers it. */
  public static final String DAYS = "days";

  public static final String TODAY = "today";
  public static final String YESTERDAY = "yesterday";
  public static final String ANOTHER_DAY = "other";

  /** What is known of whom it happened to. */
  private static final String KNOWN = "known";

  private static final String BY_NAME = "name";
  private static final String BY_NIK = "nik";
  private static final String NOT = "not";

  private static final String AGENTS_LANGUAGE = "id";
  private static final Slot REFERENCE = plain(Simple.REFERENCE);
  private static final Slot RISK = plain(new Type.ChoiceOf(RISKS));
  private static final Slot VILLAGE = plain(Simple.VILLAGE);
  private static final Slot UNTIL = plain(Simple.MOMENT);

  /** Given whole to the agent, who has to call it. */
  private static final Slot CALLED = plain(Simple.PHONE);

  private final LetterWriter writer;

  public ClaimLetters(LetterWriter writer) {
    this.writer = writer;
  }

  /** The closed sets that menus and letters about reports choose from, in their order. */
  public static Map<String, List<String>> sets() {
    return Map.of(
        RISKS,
        Arrays.stream(Risk.values()).map(Risk::label).toList(),
        STAGES,
        Arrays.stream(Stage.values()).map(Stage::label).toList(),
        DAYS,
        List.of(TODAY, YESTERDAY, ANOTHER_DAY),
        KNOWN,
        List.of(BY_NAME, BY_NIK, NOT));
  }

  /** What the words under {@code letters} are checked against. */
  public static List<LetterSignature> signatures() {
    Map<String, Slot> recorded = Map.of("reference", REFERENCE, "until", UNTIL);
    Map<String, Slot> moved =
        Map.of("reference", REFERENCE, "stage", plain(new Type.ChoiceOf(STAGES)));
    Map<String, Slot> noted = new HashMap<>(moved);
    noted.put("note", plain(Simple.TEXT));
    return List.of(
        toOther("claim_alert", alert()),
        toOther(
            "claim_taken_over",
            Map.of("reference", REFERENCE, "risk", RISK, "village", VILLAGE, "relative", CALLED)),
        toOther(
            "claim_reminder",
            Map.of(
                "reference",
                REFERENCE,
                "risk",
                RISK,
                "village",
                VILLAGE,
                "relative",
                CALLED,
                "until",
                UNTIL)),
        toOwner("claim_recorded_accident", recorded),
        toOwner("claim_recorded_death", recorded),
        toOwner("claim_moved", moved),
        toOwner("claim_moved_noted", noted));
  }

  private static Map<String, Slot> alert() {
    return Map.of(
        "reference",
        REFERENCE,
        "risk",
        RISK,
        KNOWN,
        plain(new Type.ChoiceOf(KNOWN)),
        BY_NAME,
        personal(Simple.PERSON_NAME),
        BY_NIK,
        personal(Simple.NIK),
        "village",
        VILLAGE,
        "day",
        plain(Simple.DATE),
        "relative",
        CALLED,
        "until",
        UNTIL);
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }

  /**
   * What an agent must know to help at once.
   *
   * @param name of whom it happened to, where the NIK is known
   */
  String alert(
      String reference,
      Risk risk,
      Optional<String> nik,
      Optional<String> name,
      String village,
      LocalDate day,
      Msisdn relative,
      Instant until) {
    Map<String, Value> values =
        new HashMap<>(
            Map.of(
                "reference",
                text(reference),
                "risk",
                new Value.Choice(risk.label()),
                KNOWN,
                new Value.Choice(name.isPresent() ? BY_NAME : nik.isPresent() ? BY_NIK : NOT),
                "village",
                new Value.Named("", village),
                "day",
                new Value.Day(day),
                "relative",
                text(relative.digits()),
                "until",
                new Value.Moment(until)));
    nik.ifPresent(known -> values.put(BY_NIK, text(known)));
    name.ifPresent(known -> values.put(BY_NAME, text(known)));
    return writer.write("claim_alert", AGENTS_LANGUAGE, values);
  }

  String reminder(String reference, Risk risk, String village, Msisdn relative, Instant until) {
    return writer.write(
        "claim_reminder",
        AGENTS_LANGUAGE,
        Map.of(
            "reference",
            text(reference),
            "risk",
            new Value.Choice(risk.label()),
            "village",
            new Value.Named("", village),
            "relative",
            text(relative.digits()),
            "until",
            new Value.Moment(until)));
  }

  /** To an agent who follows from now on what another began. */
  String takenOver(String reference, Risk risk, String village, Msisdn relative) {
    return writer.write(
        "claim_taken_over",
        AGENTS_LANGUAGE,
        Map.of(
            "reference",
            text(reference),
            "risk",
            new Value.Choice(risk.label()),
            "village",
            new Value.Named("", village),
            "relative",
            text(relative.digits())));
  }

  /** To the reporter: the number, the deadline, and which papers the branch will ask for. */
  String recorded(String language, String reference, Risk risk, Instant until) {
    String letter =
        switch (risk) {
          case ACCIDENT -> "claim_recorded_accident";
          case DEATH -> "claim_recorded_death";
        };
    return writer.write(
        letter, language, Map.of("reference", text(reference), "until", new Value.Moment(until)));
  }

  /** To the reporter: how far it has come. */
  String moved(String language, String reference, Stage stage, Optional<String> note) {
    Map<String, Value> values =
        new HashMap<>(
            Map.of("reference", text(reference), "stage", new Value.Choice(stage.label())));
    note.ifPresent(words -> values.put("note", text(words)));
    return writer.write(note.isPresent() ? "claim_moved_noted" : "claim_moved", language, values);
  }
}
