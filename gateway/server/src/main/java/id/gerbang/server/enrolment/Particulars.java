package id.gerbang.server.enrolment;

import id.gerbang.server.subscriber.Msisdn;
import java.util.List;
import java.util.Optional;

/**
 * What only some workers give.
 *
 * @param institution the id of the market or other body they belong to
 * @param heirs whom they name, at most {@link #MOST_HEIRS}
 * @param helper the phone in hand, when it is somebody else's and the worker gave their own: it too
 *     is shown the application while that is open
 * @param borrowed whether the application's phone is somebody else's, because the worker has none
 */
public record Particulars(
    Optional<Long> institution, List<Heir> heirs, Optional<Msisdn> helper, boolean borrowed) {
  /** Two are typed on a keypad with patience; more can be told to the branch. */
  public static final int MOST_HEIRS = 2;

  /** Of most workers. */
  public static final Particulars NONE =
      new Particulars(Optional.empty(), List.of(), Optional.empty(), false);

  public Particulars {
    heirs = List.copyOf(heirs);
    if (heirs.size() > MOST_HEIRS) {
      throw new IllegalArgumentException(
          heirs.size() + " heirs; at most " + MOST_HEIRS + " are kept");
    }
  }

  /** The heir of that number, from 0; null where there is none, as a column wants it. */
  Heir heir(int number) {
    return number < heirs.size() ? heirs.get(number) : null;
  }
}
