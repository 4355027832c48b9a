package id.gerbang.server.outreach;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Takes back reminders that have not left: when quiet hours begin, to be written anew, with that
 * day's words; for good, when their member has paid. What a carrier may have heard of stays.
 */
final class TakenBack {
  /** In the outbox at once: more would say that their link is not there. */
  static final int MOST_WAITING = 100;

  private TakenBack() {}

  private record Waiting(
      long id, byte[] to, String about, String kind, LocalDate dueOn, boolean paid) {}

  private static final String FIND =
      """
      SELECT * FROM (
        SELECT o.id, o.to_lookup, m.about, m.kind, m.due_on, m.zone = ANY(:awake) AS awake,
          EXISTS (SELECT FROM bill b WHERE m.about = 'member:' || b.application AND b.paid_at >= m.at) AS paid
        FROM outbox o JOIN reminder m ON m.about = split_part(o.about, ':', 5) || ':' || split_part(o.about, ':', 6)
          AND m.kind = split_part(o.about, ':', 2) || ':' || split_part(o.about, ':', 3)
          AND m.due_on = CAST(split_part(o.about, ':', 4) AS date)
        WHERE o.status = 'due' AND o.about LIKE 'reminder:%' AND o.due_at <= :now
        FOR UPDATE OF o SKIP LOCKED) w
      WHERE paid OR NOT awake
      """;

  /**
   * Takes back what may not leave now.
   *
   * @param awake the zones in which it is no quiet hour
   */
  static int run(Handle tx, Instant now, Set<String> awake, OutreachMeters meters) {
    List<Waiting> back =
        ReminderRows.awake(tx.createQuery(FIND), awake)
            .bind("now", now)
            .map(
                (row, _) ->
                    new Waiting(
                        row.getLong("id"),
                        row.getBytes("to_lookup"),
                        row.getString("about"),
                        row.getString("kind"),
                        row.getObject("due_on", LocalDate.class),
                        row.getBoolean("paid")))
            .list();
    for (Waiting one : back) {
      String why = one.paid() ? "paid" : "quiet";
      tx.execute(
          "UPDATE outbox SET status = 'failed', why = ? WHERE id = ?",
          one.paid()
              ? "taken back: its member has paid"
              : "taken back: quiet hours began before it left",
          one.id());
      if (one.paid()) {
        tx.execute(
            "UPDATE reminder SET sent = false WHERE about = ? AND kind = ? AND due_on = ?",
            one.about(),
            one.kind(),
            one.dueOn());
      } else {
        tx.execute(
            "DELETE FROM reminder WHERE about = ? AND kind = ? AND due_on = ?",
            one.about(),
            one.kind(),
            one.dueOn());
        tx.execute("DELETE FROM reminded WHERE phone_lookup = ?", (Object) one.to());
      }
      meters.takenBack(why, 1);
    }
    return back.size();
  }

  /** Whether so many reminders wait that more would only pile up. */
  static boolean isPiledUp(Handle tx) {
    return tx.createQuery(
                "SELECT count(*) FROM (SELECT FROM outbox WHERE status = 'due' AND about LIKE"
                    + " 'reminder:%' LIMIT ?) AS waiting")
            .bind(0, MOST_WAITING)
            .mapTo(Integer.class)
            .one()
        >= MOST_WAITING;
  }
}
