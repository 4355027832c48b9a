package id.gerbang.engine.text;

import java.text.Normalizer;
import java.util.Map;

/**
 * Makes text that GSM-7 can carry: first the same letters without their marks, then look-alikes,
 * then {@code ?}.
 */
public final class Transliteration {
  private static final Map<Character, String> ALIKE =
      Map.ofEntries(
          Map.entry('\u2018', "'"),
          Map.entry('\u2019', "'"),
          Map.entry('\u201C', "\""),
          Map.entry('\u201D', "\""),
          Map.entry('\u2013', "-"),
          Map.entry('\u2014', "-"),
          Map.entry('\u2026', "..."),
          Map.entry('\u00A0', " "),
          Map.entry('\u202F', " "),
          Map.entry('\u2212', "-"),
          Map.entry('`', "'"),
          Map.entry('\t', " "));

  private Transliteration() {}

  /** {@code text} itself when GSM-7 has all of it, otherwise its nearest spelling. */
  public static String toGsm7(String text) {
    if (Gsm7.encodes(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Gsm7.septets(c) > 0) {
        out.append(c);
      } else if (!Character.isLowSurrogate(c)) {
        out.append(nearest(c));
      }
    }
    return out.toString();
  }

  private static String nearest(char c) {
    String alike = ALIKE.get(c);
    if (alike != null) {
      return alike;
    }
    if (Character.getType(c) == Character.NON_SPACING_MARK) {
      return "";
    }
    String bare =
        Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    return !bare.isEmpty() && Gsm7.encodes(bare) ? bare : "?";
  }
}
