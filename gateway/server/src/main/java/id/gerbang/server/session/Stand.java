package id.gerbang.server.session;

/**
 * Where a conversation stands, kept in clear beside its sealed state so that it can be counted:
 * names of menus and their steps, nothing of the person.
 *
 * @param book the first characters of the book's hash; empty when no conversation is open
 * @param places the flows that it is in, outermost first: {@code main.register>register.nik}
 */
public record Stand(String book, String places) {
  /** Sixteen hex digits: no two books of one house share them. */
  public static final int BOOK_CHARACTERS = 16;

  /** No conversation is open. */
  public static final Stand NOWHERE = new Stand("", "");

  /** Of a book by its whole hash. */
  public static Stand in(String hash, String places) {
    return new Stand(hash.substring(0, BOOK_CHARACTERS), places);
  }

  String written() {
    return book.isEmpty() ? "" : book + ":" + places;
  }

  static Stand read(String written) {
    int colon = written.indexOf(':');
    return colon < 0
        ? NOWHERE
        : new Stand(written.substring(0, colon), written.substring(colon + 1));
  }
}
