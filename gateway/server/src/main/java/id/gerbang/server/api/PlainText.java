package id.gerbang.server.api;

/**
 * Text that may be kept, shown and sent: no control characters (PostgreSQL refuses NUL, a phone the
 * others), no halves of characters, and not only spaces.
 */
final class PlainText {
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  /** What a decoder leaves where octets were no UTF-8. */
  private static final int REPLACEMENT = 0xFFFD;

  private PlainText() {}

  /**
   * @param longest in characters, not in UTF-16 units
   */
  static boolean is(String text, int longest) {
    return text.codePointCount(0, text.length()) <= longest
        && text.codePoints().noneMatch(PlainText::isRefused)
        && text.codePoints().anyMatch(c -> !isSpace(c));
  }

  private static boolean isRefused(int c) {
    return Character.isISOControl(c)
        || c == REPLACEMENT
        || Character.getType(c) == Character.SURROGATE;
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == BYTE_ORDER_MARK;
  }
}
