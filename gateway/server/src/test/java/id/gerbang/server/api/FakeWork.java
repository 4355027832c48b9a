package id.gerbang.server.api;

import id.gerbang.server.agent.ReassignmentDesk;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Work that goes to others: of PRS009 something, PRS001 acts, nobody else is there. */
final class FakeWork implements ReassignmentDesk {
  final List<Optional<String>> asked = new CopyOnWriteArrayList<>();

  @Override
  public Reassigned reassign(String from, Optional<String> to, String actor, Instant at) {
    if (from.equals("PRS001")) {
      return new Reassigned.StillActs();
    }
    if (!from.equals("PRS009")) {
      return new Reassigned.Unknown();
    }
    if (to.filter(code -> !code.equals("PRS001")).isPresent()) {
      return new Reassigned.NoSuccessor();
    }
    asked.add(to);
    return new Reassigned.Done(new Moved(1, 2, 3, 4, 5, true));
  }
}
