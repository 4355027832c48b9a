package id.gerbang.server.contribution;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What a member's contribution is counted by.
 *
 * @param approvedOn the day that the branch approved
 * @param paid what they have paid so far; empty before the first contribution
 */
public record Member(
    String plan, String occupation, String band, LocalDate approvedOn, Optional<PaidSoFar> paid) {

  /** The same, having paid so far. */
  public Member having(Optional<PaidSoFar> paidSoFar) {
    return new Member(plan, occupation, band, approvedOn, paidSoFar);
  }
}
