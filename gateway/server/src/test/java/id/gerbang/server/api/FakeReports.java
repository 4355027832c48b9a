package id.gerbang.server.api;

import id.gerbang.server.claim.ReportDesk;
import id.gerbang.server.claim.Risk;
import id.gerbang.server.claim.Stage;
import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A desk of reports in memory. */
final class FakeReports implements ReportDesk {
  private final ConcurrentSkipListMap<String, Report> reports = new ConcurrentSkipListMap<>();

  /** What was asked of it. */
  final List<Filter> filters = new CopyOnWriteArrayList<>();

  /** Each as {@code actor stage}. */
  final List<String> moves = new CopyOnWriteArrayList<>();

  /** One that was made at {@code at}, of somebody who is not known. */
  void holds(String reference, Instant at) {
    Report report =
        new Report(
            reference,
            Risk.ACCIDENT,
            Stage.REPORTED,
            "Pecatu",
            Optional.of("rumah Pak Made, 0812-0000-0007"),
            LocalDate.of(2026, 11, 20),
            Optional.of("..0004"),
            Optional.empty(),
            Optional.empty(),
            "62812*****001",
            "62812*****002",
            Optional.of("PRS002"),
            Optional.of("DPS"),
            at.plusSeconds(172_800),
            false,
            Optional.empty(),
            at,
            at);
    reports.put(reference, report);
  }

  @Override
  public Page<Report> list(Filter filter) {
    filters.add(filter);
    List<Report> found =
        reports.values().stream()
            .sorted(Comparator.comparing(Report::createdAt).thenComparing(Report::reference))
            .filter(r -> filter.stage().isEmpty() || filter.stage().get() == r.stage())
            .filter(
                r -> filter.after().isEmpty() || r.createdAt().isAfter(filter.after().get().at()))
            .limit(filter.limit() + 1L)
            .toList();
    return Page.of(
        found, filter.limit(), last -> new Cursor(last.createdAt(), last.reference()).written());
  }

  @Override
  public Optional<Report> find(String reference) {
    return Optional.ofNullable(reports.get(reference));
  }

  @Override
  public Moved move(
      String reference, Stage stage, Optional<String> note, String actor, Instant at) {
    Report r = reports.get(reference);
    if (r == null) {
      return new Moved.Unknown();
    }
    if (!r.stage().leadsTo(stage)) {
      return new Moved.Conflict(r.stage());
    }
    moves.add(actor + " " + stage.label());
    Report moved =
        new Report(
            r.reference(),
            r.risk(),
            stage,
            r.village(),
            r.place(),
            r.day(),
            r.nik(),
            r.worker(),
            r.application(),
            r.phone(),
            r.relative(),
            r.agent(),
            r.branch(),
            r.until(),
            r.overdue(),
            note,
            r.createdAt(),
            at);
    reports.put(reference, moved);
    return new Moved.Done(moved);
  }
}
