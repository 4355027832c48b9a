package id.gerbang.server.api;

import id.gerbang.server.record.Page;
import id.gerbang.server.signal.Rule;
import id.gerbang.server.signal.SignalDesk;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The desk of signals in memory: one signal, about PRS001. */
final class FakeSignals implements SignalDesk {
  private static final Instant AT = Instant.parse("2026-11-20T02:00:00Z");

  volatile Signal signal =
      new Signal(
          7,
          Rule.BURST_AGENT,
          "agent:PRS001",
          AT,
          1,
          40,
          41,
          List.of("WAYAN2"),
          State.OPEN,
          Optional.empty(),
          AT,
          AT);

  volatile Filter asked;

  @Override
  public Page<Signal> list(Filter filter) {
    asked = filter;
    return Page.whole(List.of(signal));
  }

  @Override
  public List<Signal> of(String application) {
    return application.equals("WAYAN2") ? List.of(signal) : List.of();
  }

  @Override
  public Optional<Signal> review(
      long id, Finding finding, Optional<String> note, String who, Instant at) {
    if (id != signal.id()) {
      return Optional.empty();
    }
    signal =
        new Signal(
            id,
            signal.rule(),
            signal.subject(),
            signal.from(),
            signal.hours(),
            signal.threshold(),
            signal.count(),
            signal.applications(),
            State.REVIEWED,
            Optional.of(new Review(finding, note, who, at)),
            signal.createdAt(),
            at);
    return Optional.of(signal);
  }

  @Override
  public Optional<Conduct> conduct(String agent, LocalDate from, LocalDate until) {
    return agent.equals("PRS001")
        ? Optional.of(
            new Conduct(
                agent,
                from,
                until,
                5,
                2,
                1,
                1,
                1,
                0,
                Optional.of(Duration.ofSeconds(60)),
                Optional.empty(),
                3,
                2,
                0,
                1))
        : Optional.empty();
  }

  @Override
  public Month month(Instant at) {
    return new Month(LocalDate.of(2026, 11, 1), LocalDate.of(2026, 11, 21));
  }
}
