package id.gerbang.server.consent;

import static id.gerbang.engine.letter.LetterSignature.toOwner;

import id.gerbang.engine.letter.LetterSignature;
import id.gerbang.engine.letter.LetterSignature.Slot;
import id.gerbang.engine.value.Type.Simple;
import id.gerbang.engine.value.Value;
import id.gerbang.server.letter.LetterWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The SMS about people's requests on their own data: a receipt for each, and the branch's answer.
 * Their words are in {@code flows/messages}, under {@code letters}. They name the request and the
 * application by reference only: a phone may be in other hands.
 */
public final class SubjectLetters {
  private static final String AGENTS_LANGUAGE = "id";
  private static final Slot REQUEST = LetterSignature.plain(Simple.REFERENCE);
  private static final Slot REFERENCE = LetterSignature.plain(Simple.REFERENCE);
  private static final Slot UNTIL = LetterSignature.plain(Simple.MOMENT);
  private static final Slot REASON = LetterSignature.plain(Simple.TEXT);

  private final LetterWriter writer;

  public SubjectLetters(LetterWriter writer) {
    this.writer = writer;
  }

  /** A letter that says that something was asked, and until when it is answered. */
  enum Receipt {
    CORRECTION_ASKED,
    CONSENT_WITHDRAWN,
    CONSENT_WITHDRAWN_BY_MEMBER,
    ERASURE_ASKED,
    ERASURE_ASKED_BY_MEMBER;

    String letter() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A letter that says what was done. */
  enum Outcome {
    CORRECTION_DONE,
    WITHDRAWAL_DONE,
    ERASURE_DONE,
    ERASURE_DONE_IN_PART,
    /** All but reports whose claim is not decided. */
    ERASURE_DONE_BUT_REPORTS;

    String letter() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** What the words under {@code letters} are checked against. */
  public static List<LetterSignature> signatures() {
    List<LetterSignature> letters = new java.util.ArrayList<>();
    for (Receipt receipt : Receipt.values()) {
      letters.add(
          toOwner(
              receipt.letter(),
              Map.of("request", REQUEST, "reference", REFERENCE, "until", UNTIL)));
    }
    for (Outcome outcome : Outcome.values()) {
      letters.add(toOwner(outcome.letter(), Map.of("request", REQUEST, "reference", REFERENCE)));
    }
    letters.add(
        toOwner(
            "request_refused",
            Map.of("request", REQUEST, "reference", REFERENCE, "reason", REASON)));
    letters.add(toOwner("request_late", Map.of("request", REQUEST, "reference", REFERENCE)));
    return List.copyOf(letters);
  }

  private String write(
      String letter, String language, String request, String reference, Map<String, Value> more) {
    Map<String, Value> values =
        new HashMap<>(
            Map.of("request", new Value.Text(request), "reference", new Value.Text(reference)));
    values.putAll(more);
    return writer.write(letter, language, values);
  }

  String receipt(
      Receipt receipt, String language, String request, String reference, Instant until) {
    return write(
        receipt.letter(), language, request, reference, Map.of("until", new Value.Moment(until)));
  }

  String outcome(Outcome outcome, String language, String request, String reference) {
    return write(outcome.letter(), language, request, reference, Map.of());
  }

  String refused(String language, String request, String reference, String reason) {
    return write(
        "request_refused", language, request, reference, Map.of("reason", new Value.Text(reason)));
  }

  String late(String language, String request, String reference) {
    return write("request_late", language, request, reference, Map.of());
  }

  /** Enrolment's letter to an agent who still was to answer: the same act by another way. */
  String withdrawnForAgent(String code) {
    return writer.write(
        "withdrawn_for_agent", AGENTS_LANGUAGE, Map.of("code", new Value.Text(code)));
  }
}
