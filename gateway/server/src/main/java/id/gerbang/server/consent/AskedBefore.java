package id.gerbang.server.consent;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** An {@link Asked} as its intent keeps it, for replays. */
final class AskedBefore {
  private AskedBefore() {}

  static void write(Handle tx, String intent, Asked asked) {
    tx.execute(
        "UPDATE intent SET outcome = ?, gives = ? WHERE id = ?",
        outcome(asked),
        gives(asked),
        intent);
  }

  private static String outcome(Asked asked) {
    return switch (asked) {
      case Asked.Recorded _ -> "recorded";
      case Asked.ByMember _ -> "by_member";
      case Asked.Waiting _ -> "waiting";
      case Asked.Approved() -> "approved";
      case Asked.Ended() -> "ended";
      case Asked.Gone() -> "gone";
    };
  }

  private static String gives(Asked asked) {
    return switch (asked) {
      case Asked.Recorded(String request, Instant due) -> request + "|" + due;
      case Asked.ByMember(String request, Instant due) -> request + "|" + due;
      case Asked.Waiting(String request, Instant due) -> request + "|" + due;
      case Asked.Approved(), Asked.Ended(), Asked.Gone() -> "|" + Instant.EPOCH;
    };
  }

  static Asked read(Handle tx, String intent) {
    return tx.createQuery("SELECT outcome, gives FROM intent WHERE id = ?")
        .bind(0, intent)
        .map(
            (row, _) -> {
              String[] gives = row.getString("gives").split("\\|", 2);
              return read(row.getString("outcome"), gives[0], Instant.parse(gives[1]));
            })
        .one();
  }

  private static Asked read(String outcome, String request, Instant due) {
    return switch (outcome) {
      case "recorded" -> new Asked.Recorded(request, due);
      case "by_member" -> new Asked.ByMember(request, due);
      case "waiting" -> new Asked.Waiting(request, due);
      case "approved" -> new Asked.Approved();
      case "ended" -> new Asked.Ended();
      case "gone" -> new Asked.Gone();
      default -> throw new IllegalStateException("an intent of this action ended as " + outcome);
    };
  }
}
