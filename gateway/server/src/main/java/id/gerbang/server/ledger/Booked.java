package id.gerbang.server.ledger;

/** What became of an entry that was to be booked. */
public sealed interface Booked {

  /** The number of the entry. */
  long entry();

  /** It was booked now. */
  record Now(long entry) implements Booked {}

  /** The same event was booked earlier; nothing was added. */
  record Before(long entry) implements Booked {}
}
