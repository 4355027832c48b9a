package id.gerbang.server.billing;

import id.gerbang.server.contribution.Dues;
import id.gerbang.server.contribution.Member;
import id.gerbang.server.contribution.Protection;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** How members stand: protected or not, and what they owe. Blocks; safe for any thread. */
public final class Standings {
  private final Jdbi jdbi;
  private final Vault vault;
  private final Dues dues;
  private final ZoneId zone;

  /**
   * @param zone the branch's: its days are those of cover
   */
  public Standings(Jdbi jdbi, Vault vault, Dues dues, ZoneId zone) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.dues = dues;
    this.zone = zone;
  }

  /** How one of this phone's members stands; empty when the phone has no such member. */
  public Optional<Protection> of(Msisdn phone, String reference, Instant at) {
    return find(reference, Optional.of(vault.lookup("phone", phone.digits())), at);
  }

  /** How a member stands; empty when no member has this reference. */
  public Optional<Protection> of(String reference, Instant at) {
    return find(reference, Optional.empty(), at);
  }

  private Optional<Protection> find(String reference, Optional<byte[]> phone, Instant at) {
    return jdbi.withHandle(handle -> BillRows.member(handle, reference, phone, zone, false))
        .map(found -> protection(found.member(), at));
  }

  /**
   * A member as they stand while nobody else can issue them a bill or pay one.
   *
   * @param open the bill that can be paid
   * @param phoneSealed bound to {@code application.phone:}reference
   */
  public record Held(Protection protection, Optional<Bill> open, byte[] phoneSealed) {}

  /**
   * Holds a member until the end of {@code tx}: a payment under way is waited for. Empty when no
   * member has this reference.
   */
  public Optional<Held> hold(Handle tx, String reference, Instant at) {
    return BillRows.member(tx, reference, Optional.empty(), zone, true)
        .map(
            found ->
                new Held(
                    protection(found.member(), at),
                    BillRows.open(tx, reference, at),
                    found.phoneSealed()));
  }

  /** How many months in a row may be in arrears; one more ends a membership. */
  public long arrearsAllowed(Instant at) {
    return dues.arrearsAllowed(LocalDate.ofInstant(at, zone));
  }

  private Protection protection(Member member, Instant at) {
    return dues.protection(LocalDate.ofInstant(at, zone), member);
  }
}
