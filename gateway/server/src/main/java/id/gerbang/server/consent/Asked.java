package id.gerbang.server.consent;

import java.time.Instant;

/** What became of something that a person asked about their own data. */
public sealed interface Asked {
  /**
   * It is recorded. A withdrawal or an erasure has also stopped an open application.
   *
   * @param request its reference
   * @param due until when the branch answers
   */
  record Recorded(String request, Instant due) implements Asked {}

  /** It is recorded, but only the branch can act: the person is a member. */
  record ByMember(String request, Instant due) implements Asked {}

  /** The same was asked before and is not answered yet. */
  record Waiting(String request, Instant due) implements Asked {}

  /** A correction of what is approved: that is the branch's, with the KTP. */
  record Approved() implements Asked {}

  /** A correction of an application that has ended. */
  record Ended() implements Asked {}

  /** The application is not of this phone, or its data is erased. */
  record Gone() implements Asked {}
}
