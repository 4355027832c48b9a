package id.gerbang.server.outreach;

import id.gerbang.engine.text.SmsCut;
import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.Standings;
import id.gerbang.server.contribution.Due;
import id.gerbang.server.contribution.Protection;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.outreach.OutreachLetters.Reminder;
import id.gerbang.server.outreach.ReminderPlan.Step;
import id.gerbang.server.outreach.ReminderRows.Candidate;
import id.gerbang.server.record.Batches;
import id.gerbang.server.subscriber.Msisdn;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reminds members of their contribution (R21), tells them once that a payment code has expired, and
 * agents once a week how many of their members are due.
 *
 * <p>A reminder is written only when it may leave: in the hours of its person's branch, within the
 * pace and the day's ceiling, to a phone that had nothing unasked today and never said STOP. It is
 * written with its row of {@code reminder} in one transaction that holds the member, so that it
 * happens once, and not to who has paid. What could not leave before the quiet hours is {@link
 * TakenBack}.
 *
 * <p>Threads: any node may run it, also several at once: one writes at a time ({@link
 * ReminderDay}).
 */
public final class Reminders {
  private static final Logger log = LoggerFactory.getLogger(Reminders.class);

  /** In one transaction: a bank's payment of a bill waits for it. */
  private static final int BATCH = 20;

  /** Rows of one transaction that forgets. */
  private static final int MOST_FORGOTTEN = 5_000;

  /** Finding nobody reads the members of some weeks: no node does it again at once. */
  private static final Duration REST = Duration.ofMinutes(2);

  /** As long as the row of its SMS. */
  private static final Duration KEPT = Duration.ofDays(400);

  private final Jdbi jdbi;
  private final SealedText sealed;
  private final Outbox outbox;
  private final Standings standings;
  private final ReminderPlan plan;
  private final OutreachLimits limits;
  private final ZoneId zone;
  private final ReminderRows rows;
  private final OutreachLetters letters;
  private final OutreachMeters meters;

  /** When this node last found nobody else; a look more or less does no harm. */
  private volatile Instant restedAt = Instant.EPOCH;

  /**
   * @param zone of the days of cover, and where no branch serves
   */
  public Reminders(
      Jdbi jdbi,
      SealedText sealed,
      Outbox outbox,
      Standings standings,
      ReminderPlan plan,
      OutreachLimits limits,
      ZoneId zone,
      OutreachLetters letters,
      OutreachMeters meters) {
    this.jdbi = jdbi;
    this.sealed = sealed;
    this.outbox = outbox;
    this.standings = standings;
    this.plan = plan;
    this.limits = limits;
    this.zone = zone;
    this.rows = new ReminderRows(zone);
    this.letters = letters;
    this.meters = meters;
  }

  /** Writes what is due at {@code now}, and says how many people it looked at. Blocks. */
  public int runDue(Instant now) {
    Set<String> awake = awake(now);
    int back = jdbi.inTransaction(tx -> TakenBack.run(tx, now, awake, meters));
    if (awake.isEmpty() || plan.equals(ReminderPlan.NONE) || rests(now)) {
      return back;
    }
    return back + Batches.all(BATCH, () -> jdbi.inTransaction(tx -> write(tx, now, awake)));
  }

  private boolean rests(Instant now) {
    return !now.isBefore(restedAt) && Duration.between(restedAt, now).compareTo(REST) < 0;
  }

  /** Where it is no quiet hour. */
  private Set<String> awake(Instant now) {
    Set<String> awake = new HashSet<>();
    for (String name : jdbi.withHandle(rows::zones)) {
      try {
        if (limits.hours().hold(now, ZoneId.of(name))) {
          awake.add(name);
        }
      } catch (DateTimeException e) {
        log.warn(
            "a branch has the time zone {}, which nobody knows: nobody there is reminded", name);
      }
    }
    return awake;
  }

  private int write(Handle tx, Instant now, Set<String> awake) {
    ReminderDay day = ReminderDay.lock(tx, LocalDate.ofInstant(now, zone), limits, now);
    if (!day.isFree() || TakenBack.isPiledUp(tx)) {
      return 0;
    }
    int looked = 0;
    Batch batch = new Batch(tx, now, day);
    List<Turn> all = due(tx, now, awake);
    for (Turn due : all) {
      if (!batch.mayGoOn()) {
        break;
      }
      looked++;
      batch.write(due);
    }
    day.keep();
    if (all.size() < BATCH && looked == all.size()) {
      restedAt = now;
    }
    return looked;
  }

  private record Turn(Step step, Candidate who) {}

  private List<Turn> due(Handle tx, Instant now, Set<String> awake) {
    List<Step> steps = new ArrayList<>(plan.steps());
    steps.add(ReminderPlan.EXPIRED);
    List<Turn> due = new ArrayList<>();
    Set<String> members = new HashSet<>();
    long allowed = standings.arrearsAllowed(now);
    for (Step step : steps) {
      if (due.size() < BATCH) {
        rows.members(tx, step, now, awake, allowed, BATCH - due.size()).stream()
            .filter(who -> members.add(who.reference()))
            .forEach(who -> due.add(new Turn(step, who)));
      }
    }
    LocalDate week = plan.weekOf(LocalDate.ofInstant(now, zone));
    plan.week()
        .filter(_ -> due.size() < BATCH)
        .ifPresent(
            step ->
                rows.agents(tx, step, week, now, awake, BATCH - due.size())
                    .forEach(who -> due.add(new Turn(step, who))));
    return due;
  }

  /** What one transaction writes. */
  private final class Batch {
    private final Handle tx;
    private final Instant now;
    private final ReminderDay day;
    private boolean capped;

    Batch(Handle tx, Instant now, ReminderDay day) {
      this.tx = tx;
      this.now = now;
      this.day = day;
    }

    boolean mayGoOn() {
      return day.isFree() && !capped;
    }

    void write(Turn due) {
      switch (due.step().kind()) {
        case WEEK -> writeToAgent(due);
        case ENDED, LAST, AFTER, DAY, BEFORE, FIRST, EXPIRED -> writeToMember(due);
      }
    }

    private void writeToAgent(Turn due) {
      Candidate agent = due.who();
      ReminderRows.Figures figures =
          rows.figures(
              tx, agent.reference(), LocalDate.ofInstant(now, zone), standings.arrearsAllowed(now));
      if (figures.nothing()) {
        ReminderRows.note(tx, agent, due.step(), false, now);
      } else {
        send(due, letters.week(figures), phoneOfAgent(agent));
      }
    }

    private void writeToMember(Turn due) {
      Candidate who = due.who();
      Optional<Standings.Held> held = standings.hold(tx, who.reference(), now);
      Optional<String> words = held.flatMap(member -> words(due, member));
      if (words.isEmpty()) {
        // paid meanwhile, or ended before it could be told: this step is over
        ReminderRows.note(tx, who, due.step(), false, now);
      } else {
        String phone =
            sealed.open(held.get().phoneSealed(), "application.phone:" + who.reference());
        send(due, words.get(), new Msisdn(phone));
      }
    }

    private void send(Turn due, String words, Msisdn to) {
      int parts = SmsCut.of(words).parts().size();
      capped = !limits.allow(day.segments(), parts);
      tell(capped);
      if (capped || !OneADay.take(tx, due.who().phone(), now)) {
        return;
      }
      ReminderRows.note(tx, due.who(), due.step(), true, now);
      String about =
          "reminder:" + due.step().label() + ":" + due.who().anchor() + ":" + due.who().about();
      outbox.add(tx, new NewSms(to, words, about, now));
      day.wrote(parts);
      meters.written(due.step().kind().name().toLowerCase(Locale.ROOT), parts);
    }

    private void tell(boolean reached) {
      if (meters.capped(reached) && reached) {
        log.warn(
            "reminders: today's ceiling of Rp{} is reached after {} SMS parts; the rest waits for"
                + " tomorrow (outreach.most_rupiah_a_day)",
            limits.mostRupiahADay(),
            day.segments());
      }
    }
  }

  private Msisdn phoneOfAgent(Candidate agent) {
    return new Msisdn(sealed.open(agent.asks(), "agent.phone:" + agent.reference()));
  }

  /** What a member is told; empty when the step is not about how they stand now. */
  private Optional<String> words(Turn due, Standings.Held member) {
    Candidate who = due.who();
    Optional<String> asks =
        Optional.ofNullable(who.asks())
            .flatMap(phone -> sealed.tryOpen(phone, "agent.phone:" + who.agent()));
    Reminder to =
        new Reminder(who.language(), who.reference(), member.open().map(Bill::paymentCode), asks);
    Protection protection = member.protection();
    return switch (due.step().kind()) {
      case BEFORE, DAY ->
          protection instanceof Protection.Active active && active.until().equals(who.anchor())
              ? Optional.of(letters.before(to, active, amount(member, active.next())))
              : stopped(to, member, false);
      case AFTER -> stopped(to, member, false);
      case LAST -> stopped(to, member, true);
      case ENDED ->
          protection instanceof Protection.Ended(LocalDate since)
              ? Optional.of(letters.ended(to, since))
              : Optional.empty();
      case FIRST ->
          protection instanceof Protection.NotYet(var first)
              ? Optional.of(letters.first(to, amount(member, first)))
              : Optional.empty();
      case EXPIRED ->
          member.open().isPresent() || protection instanceof Protection.Ended
              ? Optional.empty()
              : Optional.of(letters.expired(to, who.about().replaceFirst("^bill:", "")));
      case WEEK -> Optional.empty();
    };
  }

  private Optional<String> stopped(Reminder to, Standings.Held member, boolean last) {
    return member.protection() instanceof Protection.Stopped stopped
        ? Optional.of(letters.stopped(to, stopped, amount(member, stopped.due()), last))
        : Optional.empty();
  }

  /** Of the bill that can be paid, else what one month would cost with the arrears. */
  private static long amount(Standings.Held member, Due one) {
    return member.open().map(Bill::amount).orElseGet(one::total);
  }

  /** Forgets what was written more than a year ago, some thousand at a time. */
  public static ToIntFunction<Instant> ages(Jdbi jdbi) {
    return now ->
        jdbi.withHandle(
            handle ->
                handle.execute(
                    "DELETE FROM reminder WHERE (about, kind, due_on) IN (SELECT about, kind,"
                        + " due_on FROM reminder WHERE at <= ? LIMIT "
                        + MOST_FORGOTTEN
                        + ")",
                    now.minus(KEPT)));
  }
}
