package id.gerbang.server.api;

import id.gerbang.server.enrolment.BranchDesk;
import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A branch's desk in memory. */
final class FakeBranch implements BranchDesk {
  private static final Comparator<Application> OLDEST_FIRST =
      Comparator.comparing(Application::createdAt).thenComparing(Application::reference);

  private final ConcurrentSkipListMap<String, Application> applications =
      new ConcurrentSkipListMap<>();

  /** What was asked of it. */
  final List<Filter> filters = new CopyOnWriteArrayList<>();

  final List<Decision> decisions = new CopyOnWriteArrayList<>();
  volatile boolean away;
  volatile boolean broken;

  /** One that awaits {@code status} since {@code at}. */
  void holds(String reference, Status status, Instant at) {
    holds(
        new Application(
            reference,
            status,
            "Pecatu",
            Optional.of("PRS001"),
            "jkk_jkm",
            "62812*****001",
            Optional.of("Wayan S*****"),
            "..0004",
            false,
            status == Status.REJECTED ? Optional.of("Bukan warga desa ini") : Optional.empty(),
            status == Status.APPROVED ? Optional.of("BPU-0000601") : Optional.empty(),
            at,
            at,
            Optional.empty(),
            List.of(),
            false));
  }

  void holds(Application application) {
    applications.put(application.reference(), application);
  }

  private void mustBeThere() {
    if (broken) {
      throw new StackOverflowError("a bug");
    }
    if (away) {
      throw new IllegalStateException("the database is away");
    }
  }

  @Override
  public Page<Application> list(Filter filter) {
    mustBeThere();
    filters.add(filter);
    List<Application> found =
        applications.values().stream()
            .sorted(OLDEST_FIRST)
            .filter(a -> filter.status().isEmpty() || filter.status().get() == a.status())
            .filter(a -> filter.after().isEmpty() || isBehind(a, filter.after().get()))
            .limit(filter.limit() + 1L)
            .toList();
    return Page.of(
        found, filter.limit(), last -> new Cursor(last.createdAt(), last.reference()).written());
  }

  private static boolean isBehind(Application application, Cursor cursor) {
    int order = application.createdAt().compareTo(cursor.at());
    return order > 0 || (order == 0 && application.reference().compareTo(cursor.reference()) > 0);
  }

  @Override
  public Optional<Application> find(String reference) {
    mustBeThere();
    return Optional.ofNullable(applications.get(reference));
  }

  @Override
  public Decided decide(String reference, Decision decision, String actor, Instant at) {
    mustBeThere();
    Application before = applications.get(reference);
    if (before == null) {
      return new Decided.Unknown();
    }
    if (before.status() != Status.AWAITING_BRANCH) {
      return new Decided.Conflict(before.status());
    }
    decisions.add(decision);
    Application after =
        switch (decision) {
          case Decision.Approve(String card) ->
              decided(before, Status.APPROVED, Optional.empty(), Optional.of(card), at);
          case Decision.Reject(String reason) ->
              decided(before, Status.REJECTED, Optional.of(reason), Optional.empty(), at);
        };
    holds(after);
    return new Decided.Done(after);
  }

  private static Application decided(
      Application before,
      Status status,
      Optional<String> reason,
      Optional<String> card,
      Instant at) {
    return new Application(
        before.reference(),
        status,
        before.village(),
        before.agent(),
        before.plan(),
        before.phone(),
        before.worker(),
        before.nik(),
        before.unconfirmed(),
        reason,
        card,
        before.createdAt(),
        at,
        before.institution(),
        before.heirs(),
        before.phoneBorrowed());
  }
}
