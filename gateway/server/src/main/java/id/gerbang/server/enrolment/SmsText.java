package id.gerbang.server.enrolment;

import id.gerbang.engine.value.Answers;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An SMS as its first word, its second, and all that follows.
 *
 * @param word in capitals, without what is written around it
 * @param second in capitals; may be empty
 * @param rest what follows the second word
 * @param text the whole message, hostile
 */
record SmsText(String word, String second, String rest, String text) {
  /**
   * A code of six right after its word: one that holds a digit, so that no word is taken for it.
   */
  private static final Pattern JOINED =
      Pattern.compile("(?i)^(YA|TOLAK|SETUJU|BATAL)(?=[A-Z]*[2-9])([A-Z2-9]{6})(?= |$)");

  /**
   * What somebody meant as a code, though a character is missing, too many or not of the alphabet.
   */
  private static final Pattern TRIED = Pattern.compile("(?=.*[0-9])[A-Z0-9]{4,10}");

  static SmsText read(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).replaceAll("[#*]", " ");
    String[] fields = JOINED.matcher(Answers.clean(plain)).replaceFirst("$1 $2").split(" +", 3);
    return new SmsText(
        EntryText.isOne(text)
            ? "DAFTAR"
            : fields[0].toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+$", ""),
        fields.length > 1 ? fields[1].toUpperCase(Locale.ROOT) : "",
        fields.length > 2 ? fields[2] : "",
        text);
  }

  /** The second word where it is a code; as it may be shown back. */
  Optional<String> code() {
    String plain = plain();
    return Codes.isShapedLikeOne(plain) ? Optional.of(plain) : Optional.empty();
  }

  /** Whether the second word was meant as a code, and is none. */
  boolean isTry() {
    return code().isEmpty() && TRIED.matcher(plain()).matches();
  }

  private String plain() {
    return second.replaceAll("[^A-Z0-9]", "");
  }

  /** Whether it is {@code DAFTAR} with the fields of an agent's entry behind it. */
  boolean isEntry() {
    return EntryText.isOne(text) && !second.isEmpty();
  }
}
