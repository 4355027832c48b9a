package id.gerbang.server.deposit;

/** Whether a phone may take deposits (R10, R14). */
sealed interface Right {

  record May(Collector collector) implements Right {}

  /** It may not, and nothing is booked. */
  record Not(Stop stop) implements Right {}
}
