package id.gerbang.server.ledger;

/**
 * A line of an entry.
 *
 * @param rupiah not zero
 */
public record Posting(Account account, long rupiah) {
  public Posting {
    if (rupiah == 0) {
      throw new IllegalArgumentException("a posting of nothing");
    }
  }
}
