package id.gerbang.engine.text;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes text that GSM-7 can carry: first the same letters without their marks, then look-alikes,
 * then {@code ?}.
 */
public final class Transliteration {
  private static final Map<Character, String> ALIKE = alike();

  /** In place of a character that has no spelling; GSM-7's own question mark is never asked for. */
  private static final String NONE = "?";

  private Transliteration() {}

  private static Map<Character, String> alike() {
    Map<Character, String> alike = new HashMap<>();
    put(alike, "'", '\u2018', '\u2019', '\u201A', '\u2032', '`', '\u00B4');
    put(alike, "\"", '\u201C', '\u201D', '\u201E', '\u00AB', '\u00BB');
    put(alike, "-", '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212', '\u2022', '\u00B7');
    put(alike, "...", '\u2026');
    put(alike, "x", '\u00D7');
    put(alike, " ", '\u00A0', '\u2007', '\u2009', '\u202F', '\t');
    put(alike, "", '\u200B', '\u200C', '\u200D', '\uFEFF', '\u00AD');
    return Map.copyOf(alike);
  }

  private static void put(Map<Character, String> alike, String plain, char... characters) {
    for (char c : characters) {
      alike.put(c, plain);
    }
  }

  /**
   * {@code text} in the GSM alphabet where that loses nothing that matters (typographic quotes and
   * dashes, accents); as it is when some character has no such spelling.
   */
  public static String withoutLoss(String text) {
    if (Gsm7.encodes(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      String near = Gsm7.septets(c) > 0 ? String.valueOf(c) : nearest(c);
      if (near.equals(NONE)) {
        return text;
      }
      out.append(near);
    }
    return out.toString();
  }

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
    return !bare.isEmpty() && Gsm7.encodes(bare) ? bare : NONE;
  }
}
