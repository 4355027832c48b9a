package id.gerbang.server.consent;

import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What the branch sees of people's requests about their own data, and how it answers them (UU PDP
 * 27/2022: within 3×24 h). Blocks; call it on a virtual thread.
 */
public interface RequestDesk {

  /** Requests that match, oldest first. */
  Page<Item> list(Filter filter);

  /**
   * Answers a request, does what the answer means, tells its worker by SMS and writes the audit, in
   * one transaction.
   *
   * @param reference the request's
   * @param actor who answered, for the audit: the token's name, never personal
   */
  Answered answer(String reference, Answer answer, String actor, Instant at);

  /** What is asked. The label in the API and the tables is the lower-case name. */
  enum Kind {
    CORRECTION,
    WITHDRAWAL,
    ERASURE;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What of an application can be corrected from a phone. Labels as of {@link Kind}. */
  enum Field {
    NAME,
    OCCUPATION,
    VILLAGE;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Open until the branch answers; dropped when the worker's withdrawal or erasure made a
   * correction needless. Labels as of {@link Kind}.
   */
  enum State {
    OPEN,
    DONE,
    REFUSED,
    DROPPED;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param limit 1 to 200
   * @param after where the page before ended, or empty
   */
  record Filter(Optional<State> state, Optional<Kind> kind, int limit, Optional<Cursor> after) {}

  /**
   * A request as the branch's systems see it.
   *
   * @param reference its own
   * @param application the reference of the application that it is about
   * @param field what shall be corrected; empty unless it is a correction
   * @param wanted what the field shall be: a name whole, to be compared with the KTP; an
   *     occupation's id; a village's name. Empty unless it is a correction, and when it is erased
   * @param phone masked
   * @param worker the name that is held, masked; empty when there is none
   * @param reason why it was refused
   * @param due until when the law gives time to answer
   * @param overdue whether that passed without an answer
   */
  record Item(
      String reference,
      Kind kind,
      State state,
      String application,
      Optional<Field> field,
      Optional<String> wanted,
      String phone,
      Optional<String> worker,
      Optional<String> reason,
      Instant createdAt,
      Instant due,
      Optional<Instant> answeredAt,
      boolean overdue) {

    /** It is a person. */
    @Override
    public String toString() {
      return "Item[" + reference + ", " + kind + ", " + state + "]";
    }
  }

  /** What the branch answers. */
  sealed interface Answer {
    /**
     * A correction is written into the application; a withdrawal is confirmed; an erasure is done,
     * but for what the law demands to keep.
     */
    record Done() implements Answer {}

    /**
     * @param reason in words that the worker is told, 1 to 60 characters: so many leave in an SMS
     */
    record Refuse(String reason) implements Answer {}
  }

  /** What became of an answer. */
  sealed interface Answered {
    record Done(Item item) implements Answered {}

    record Unknown() implements Answered {}

    /** It was answered before. */
    record NotOpen(State state) implements Answered {}

    /** A correction of an application that has ended: it can only be refused. */
    record ApplicationEnded() implements Answered {}
  }
}
