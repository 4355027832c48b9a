package id.gerbang.server.enrolment;

import java.time.Duration;
import java.time.ZoneId;

/**
 * The clock of an application (contract.md).
 *
 * @param reminder how long an agent may be silent before a reminder: a day
 * @param escalation and before the branch gets it unconfirmed: two days
 * @param code how long a code is good: 72 h
 * @param consent how long a worker whom an agent entered may take to consent, before what was typed
 *     is erased: 72 h
 * @param zone the branch's time zone, in which deadlines are printed
 */
public record EnrolmentTimes(
    Duration reminder, Duration escalation, Duration code, Duration consent, ZoneId zone) {
  public EnrolmentTimes {
    if (reminder.compareTo(escalation) >= 0 || escalation.compareTo(code) > 0) {
      throw new IllegalArgumentException("expected reminder < escalation <= code life");
    }
    if (consent.isNegative() || consent.isZero()) {
      throw new IllegalArgumentException("expected a time for consent");
    }
  }
}
