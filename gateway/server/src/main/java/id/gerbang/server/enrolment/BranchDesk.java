package id.gerbang.server.enrolment;

import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the branch sees of applications, and how it decides them. Blocks; call it on a virtual
 * thread.
 */
public interface BranchDesk {

  /** Applications that match, oldest first. */
  Page<Application> list(Filter filter);

  /** One application by the worker's reference. */
  Optional<Application> find(String reference);

  /**
   * Decides an application, tells the worker by SMS and writes the audit, in one transaction.
   *
   * @param actor who decided, for the audit: the token's name, never personal
   */
  Decided decide(String reference, Decision decision, String actor, Instant at);

  /**
   * @param status one of {@link Status}, or empty for all
   * @param village a village's id or exact name, or empty
   * @param phone the worker's phone, or empty
   * @param limit 1 to 200
   * @param after where the page before ended, or empty
   */
  record Filter(
      Optional<Status> status,
      Optional<String> village,
      Optional<Msisdn> phone,
      int limit,
      Optional<Cursor> after) {}

  /**
   * An application as the branch's systems see it. Personal data is masked.
   *
   * @param reference the worker's permanent reference
   * @param village its name
   * @param agent the agent's code, empty when none
   * @param plan the plan's id
   * @param phone the worker's phone, masked; blank when it was erased
   * @param worker the worker's name, masked; empty while the agent still has to type it
   * @param nik only its last four digits: {@code ..0004}; blank when it was erased
   * @param unconfirmed whether it came here because the agent kept silent
   * @param reason why it was rejected
   * @param cardNumber the number that the branch issued
   * @param institution the name of the market or other body that the worker belongs to
   * @param heirs whom the worker named, their names masked
   * @param phoneBorrowed whether the phone is somebody else's, because the worker has none
   */
  record Application(
      String reference,
      Status status,
      String village,
      Optional<String> agent,
      String plan,
      String phone,
      Optional<String> worker,
      String nik,
      boolean unconfirmed,
      Optional<String> reason,
      Optional<String> cardNumber,
      Instant createdAt,
      Instant updatedAt,
      Optional<String> institution,
      List<Heir> heirs,
      boolean phoneBorrowed) {

    public Application {
      heirs = List.copyOf(heirs);
    }
  }

  /**
   * The states of an application (contract.md). The label in the API and the tables is the
   * lower-case name.
   */
  enum Status {
    AWAITING_CONSENT,
    AWAITING_AGENT,
    AWAITING_BRANCH,
    APPROVED,
    REJECTED,
    WITHDRAWN,
    EXPIRED;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** What the branch decides. */
  sealed interface Decision {
    /**
     * @param cardNumber issued by the branch, never by this system; 5 to 32 digits, letters or
     *     dashes
     */
    record Approve(String cardNumber) implements Decision {}

    /**
     * @param reason in words that the worker is told, 1 to 160 characters
     */
    record Reject(String reason) implements Decision {}
  }

  /** What became of a decision. */
  sealed interface Decided {
    record Done(Application application) implements Decided {}

    record Unknown() implements Decided {}

    /** It is not the branch's turn, or it was decided before. */
    record Conflict(Status status) implements Decided {}
  }
}
