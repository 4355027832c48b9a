package id.gerbang.engine.proof;

/**
 * How fast a person of the villages reads and types on a keypad phone, and what a carrier takes.
 * Assumptions, not measurements: they are settings, and the pilot's figures replace them.
 *
 * @param charactersPerSecond read on a small display: 150 words a minute
 * @param secondsPerKey a digit, found and pressed
 * @param secondsPerLetter a letter by multi-tap, about two presses and a pause
 * @param secondsPerScreen from the send key to the next screen, over the carrier
 * @param rupiahPerScreen what the carrier charges the programme for a screen
 */
public record Pace(
    double charactersPerSecond,
    double secondsPerKey,
    double secondsPerLetter,
    double secondsPerScreen,
    double rupiahPerScreen) {

  public static final Pace USUAL = new Pace(14, 0.6, 1.3, 2, 50);

  /** Limits of a USSD session that operators use; most cut at one of them. */
  public static final int[] SESSION_LIMITS = {120, 180};
}
