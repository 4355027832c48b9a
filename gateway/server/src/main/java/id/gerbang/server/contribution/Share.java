package id.gerbang.server.contribution;

import java.util.Locale;

/**
 * What one programme has of a month's contribution.
 *
 * @param normal its amount without a discount, rupiah
 * @param discount what is taken off, rupiah
 */
public record Share(Part programme, long normal, long discount) {

  /** The programmes: work accident, death, old age. */
  public enum Part {
    JKK,
    JKM,
    JHT;

    /** As stored and as the API says it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Share {
    if (normal < 0 || discount < 0 || discount > normal) {
      throw new IllegalArgumentException(
          programme + " at " + normal + " rupiah cannot have " + discount + " taken off");
    }
  }

  /** Without its discount. */
  Share inFull() {
    return new Share(programme, normal, 0);
  }
}
