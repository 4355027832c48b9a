package id.gerbang.server.api;

import id.gerbang.server.billing.BillDesk;
import id.gerbang.server.billing.MembershipDesk;
import id.gerbang.server.billing.MembershipDesk.Reopened;
import id.gerbang.server.enrolment.BranchDesk;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Members: who was approved, how they stand, and those whose membership is opened anew. */
final class Memberships {
  private static final int LONGEST_REASON = 160;

  private final BranchDesk branch;
  private final BillDesk bills;
  private final MembershipDesk memberships;
  private final String actor;
  private final InstantSource clock;

  Memberships(
      BranchDesk branch,
      BillDesk bills,
      MembershipDesk memberships,
      String actor,
      InstantSource clock) {
    this.branch = branch;
    this.bills = bills;
    this.memberships = memberships;
    this.actor = actor;
    this.clock = clock;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/members/{reference}", Set.of(), this::one),
        Operation.post("/members/{reference}/reopening", this::reopen));
  }

  private Answer one(Request request) {
    return member(request.reference());
  }

  private Answer member(String reference) {
    Optional<BranchDesk.Application> member =
        branch
            .find(reference)
            .filter(application -> application.status() == BranchDesk.Status.APPROVED);
    return member
        .flatMap(
            found ->
                bills
                    .standing(found.reference(), clock.instant())
                    .map(standing -> Answer.ok(Answers.member(found, standing))))
        .orElseThrow(Memberships::unknown);
  }

  private static Refusal unknown() {
    return Refusal.notFound("no member has this reference");
  }

  private Answer reopen(Request request) {
    String reason = request.body(Set.of("reason")).text("reason", LONGEST_REASON);
    return switch (memberships.reopen(request.reference(), reason, actor, clock.instant())) {
      case Reopened.Done() -> member(request.reference());
      case Reopened.Unknown() -> throw unknown();
      case Reopened.NotEnded() ->
          throw Refusal.of(
              ProblemType.MEMBERSHIP_NOT_ENDED,
              "only a membership that has ended is opened anew; GET /members/{reference} says how"
                  + " it stands");
      case Reopened.TooOld() ->
          throw Refusal.of(
              ProblemType.TOO_OLD_TO_JOIN, "the member has passed the age at which one may join");
    };
  }
}
