package id.gerbang.server.api;

import id.gerbang.server.billing.MembershipDesk;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The memberships' desk in memory: it answers what it was told to. */
final class FakeMemberships implements MembershipDesk {
  final List<String> reasons = new CopyOnWriteArrayList<>();
  volatile Reopened answer = new Reopened.Done();

  @Override
  public Reopened reopen(String reference, String reason, String who, Instant at) {
    reasons.add(reference + " " + who + ": " + reason);
    return answer;
  }
}
