package id.gerbang.server.claim;

import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What the branch sees of reports, and how it tells how far they have come. Blocks; call it on a
 * virtual thread.
 */
public interface ReportDesk {

  /** Reports that match, oldest first. */
  Page<Report> list(Filter filter);

  /** One report by its reference. */
  Optional<Report> find(String reference);

  /**
   * Says that a report has come to {@code stage}, tells the reporter by SMS and writes the audit,
   * in one transaction. Its clock ends.
   *
   * @param note in words that the reporter is told
   * @param actor who says so, for the audit: the token's name, never personal
   */
  Moved move(String reference, Stage stage, Optional<String> note, String actor, Instant at);

  /**
   * @param stage or empty for all
   * @param village a village's id or exact name, or empty
   * @param phone the reporter's or the relative's, or empty
   * @param limit 1 to 200
   * @param after where the page before ended, or empty
   */
  record Filter(
      Optional<Stage> stage,
      Optional<String> village,
      Optional<Msisdn> phone,
      int limit,
      Optional<Cursor> after) {}

  /**
   * A report as the branch's systems see it. Personal data is masked.
   *
   * @param village its name
   * @param place where in it, in the reporter's words
   * @param nik only its last four digits; empty when the reporter did not know it
   * @param worker the name by that NIK, masked, when it is known
   * @param application the reference of that NIK's latest application, when there is one
   * @param phone the reporter's, masked
   * @param relative whom to call, masked
   * @param agent the code of the agent who was alerted
   * @param branch the code of the branch that serves the village
   * @param until when its first stage is due
   * @param overdue whether that passed without it
   * @param note what the reporter was told beside the last stage
   */
  record Report(
      String reference,
      Risk risk,
      Stage stage,
      String village,
      Optional<String> place,
      LocalDate day,
      Optional<String> nik,
      Optional<String> worker,
      Optional<String> application,
      String phone,
      String relative,
      Optional<String> agent,
      Optional<String> branch,
      Instant until,
      boolean overdue,
      Optional<String> note,
      Instant createdAt,
      Instant updatedAt) {}

  /** What became of a {@link #move}. Unless it is done, nothing was changed. */
  sealed interface Moved {
    record Done(Report report) implements Moved {}

    record Unknown() implements Moved {}

    /** It has come as far already. */
    record Conflict(Stage stage) implements Moved {}
  }
}
