package id.gerbang.server.deposit;

import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import java.time.Instant;
import java.util.Optional;

/**
 * What the branch sees of deposits and of collectors' cash, and what it does with them. Amounts are
 * whole rupiah. Blocks; call it on a virtual thread.
 */
public interface DepositDesk {

  /** Deposits that match, oldest first. */
  Page<Item> list(Filter filter);

  /**
   * Takes a deposit back by another entry; both are told.
   *
   * @param reason for both and for the auditor, 1 to 60 characters
   * @param actor for the audit; never personal
   */
  Reversed reverse(String reference, String reason, String actor, Instant at);

  /** Hand-overs that match, oldest first. */
  Page<HandOver> handOvers(Optional<String> agent, int limit, Optional<Cursor> after);

  /**
   * Books cash that a collector brought; the collector's SMS is their receipt. Told again under the
   * same receipt number, it is the same hand-over.
   */
  HandedOver handOver(NewHandOver handOver, Instant at);

  /** Where a collector stands; empty when there is no such agent. */
  Optional<Position> cash(String agent, Instant at);

  /**
   * Gives a collector limits of their own.
   *
   * @return empty when there is no such agent
   */
  Optional<Position> limit(
      String agent, long mostADay, long mostCash, String reason, String actor, Instant at);

  /** Who has saved something, whatever became of the membership; who began first comes first. */
  Page<Saved> saved(int limit, Optional<Cursor> after, Instant at);

  /** Gives savings back at a branch; their owner is told. Idempotent as a hand-over. */
  PaidOut payOut(NewPayOut payOut, Instant at);

  /**
   * @param agent a code
   * @param member a reference
   * @param from deposits at this moment or later
   * @param to deposits before this moment
   */
  record Filter(
      Optional<String> agent,
      Optional<String> member,
      Optional<Instant> from,
      Optional<Instant> to,
      int limit,
      Optional<Cursor> after) {}

  /**
   * @param member a reference
   * @param channel {@code sms} or {@code menu}
   * @param reversal empty unless it was taken back
   */
  record Item(
      String reference,
      String member,
      String agent,
      String institution,
      long amount,
      String channel,
      Instant at,
      Optional<Reversal> reversal) {}

  record Reversal(String reason, Instant at) {}

  /** What became of taking a deposit back. */
  sealed interface Reversed {
    record Done(Item item) implements Reversed {}

    record Unknown() implements Reversed {}

    record Before() implements Reversed {}

    /** It is in a contribution, or was paid out. */
    record Settled() implements Reversed {}

    /**
     * Its cash was handed over: the branch pays it out to whom it belongs instead.
     *
     * @param cash what the collector holds
     */
    record CashGone(long cash) implements Reversed {}
  }

  /**
   * @param branch where; empty for the branch that serves the agent's village
   * @param receiptNo the branch's own number of it
   * @param who the officer's account, never a name
   */
  record NewHandOver(
      String agent, long amount, Optional<String> branch, String receiptNo, String who) {}

  record HandOver(
      String reference,
      String agent,
      String branch,
      long amount,
      String receiptNo,
      String who,
      Instant at) {}

  /** What became of a hand-over. */
  sealed interface HandedOver {
    /**
     * @param first whether it is booked now
     * @param cash what the collector holds now
     */
    record Done(HandOver handOver, boolean first, long cash) implements HandedOver {}

    record UnknownAgent() implements HandedOver {}

    /** No branch has this code, or none serves the agent's village. */
    record UnknownBranch() implements HandedOver {}

    /** The number is another hand-over's. */
    record ReceiptTaken(HandOver other) implements HandedOver {}

    /** It is more than the collector holds. */
    record TooMuch(long cash) implements HandedOver {}
  }

  /**
   * @param member a reference
   * @param status of the application
   * @param ended whether savings can become no contribution any more: they are owed to the person
   */
  record Saved(String member, String status, boolean ended, long savings, Instant since) {
    /** The same, once that is known. */
    Saved ended(boolean hasEnded) {
      return new Saved(member, status, hasEnded, savings, since);
    }
  }

  /**
   * @param member a reference
   * @param branch its code
   */
  record NewPayOut(
      String member, long amount, String branch, String receiptNo, String reason, String who) {}

  /** What became of giving savings back. */
  sealed interface PaidOut {
    /**
     * @param savings what is left
     */
    record Done(String reference, boolean first, long savings) implements PaidOut {}

    record UnknownMember() implements PaidOut {}

    record UnknownBranch() implements PaidOut {}

    record ReceiptTaken() implements PaidOut {}

    /** It is more than is saved. */
    record TooMuch(long savings) implements PaidOut {}
  }
}
