package id.gerbang.server.channel.smpp;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What an operator may know of a link at a glance. One thread writes, any reads.
 *
 * <p>The details name statuses and kinds of failures, never people.
 */
final class LinkStanding {
  private final InstantSource clock;
  private volatile Now now;
  private volatile Optional<LinkReport.Refusal> refusal = Optional.empty();

  private record Now(LinkState state, Instant since, String detail) {}

  LinkStanding(InstantSource clock) {
    this.clock = clock;
    this.now = new Now(LinkState.STOPPED, clock.instant(), "");
  }

  /** The time of a state counts from its beginning, whatever is said of it later. */
  void is(LinkState state, String detail) {
    Instant since = state == now.state() ? now.since() : clock.instant();
    now = new Now(state, since, detail);
  }

  void refused(int status) {
    refusal = Optional.of(new LinkReport.Refusal(CommandStatus.name(status), clock.instant()));
  }

  LinkState state() {
    return now.state();
  }

  LinkReport report(int windowUsed, int windowSize) {
    Now stands = now;
    return new LinkReport(
        stands.state(), stands.since(), stands.detail(), refusal, windowUsed, windowSize);
  }
}
