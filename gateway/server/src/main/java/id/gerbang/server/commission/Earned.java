package id.gerbang.server.commission;

/**
 * What came of an agent's members in a month.
 *
 * @param newTwo participants whose first contribution it was, with two programmes
 * @param newThree the same with three
 * @param early rupiah paid for participants' first months
 * @param late rupiah paid for later months that still count
 */
public record Earned(int newTwo, int newThree, long early, long late) {
  static final Earned NOTHING = new Earned(0, 0, 0, 0);

  Earned and(Earned other) {
    return new Earned(
        newTwo + other.newTwo,
        newThree + other.newThree,
        Math.addExact(early, other.early),
        Math.addExact(late, other.late));
  }

  /** All participants that are new. */
  public int newOnes() {
    return newTwo + newThree;
  }
}
