package id.gerbang.server.commission;

/**
 * What an agent is paid, rupiah.
 *
 * @param acquisition for new participants
 * @param early of contributions for participants' first months
 * @param late of contributions for later months
 * @param correction more or less than that, by a correction
 * @param tax taken off all of it
 */
public record Pay(long acquisition, long early, long late, long correction, long tax) {
  static final Pay NOTHING = new Pay(0, 0, 0, 0, 0);

  /** Before tax. */
  public long gross() {
    return acquisition + early + late + correction;
  }

  /** What is paid out. */
  public long net() {
    return gross() - tax;
  }

  /** Both together. */
  public Pay and(Pay other) {
    return new Pay(
        acquisition + other.acquisition,
        early + other.early,
        late + other.late,
        correction + other.correction,
        tax + other.tax);
  }
}
