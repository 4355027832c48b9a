package id.gerbang.bench.soak;

/**
 * How large a soak is.
 *
 * @param seed decides who does what and when, and what is killed when; how the threads meet is
 *     nobody's decision
 * @param members how many get bills
 * @param byPhone how many of them register by phone, are confirmed by their agent's SMS and
 *     approved over the API; the others are rows
 * @param seconds over which the members begin
 * @param kills of nodes
 * @param restarts of PostgreSQL
 * @param redisKills of Redis
 * @param patience how many seconds the outbox has at the end; what is unknown then is counted
 */
record Plan(
    long seed,
    int members,
    int byPhone,
    int seconds,
    int kills,
    int restarts,
    int redisKills,
    int patience) {
  Plan {
    if (members < 1 || byPhone < 0 || byPhone > members || seconds < 1 || patience < 0) {
      throw new IllegalArgumentException(
          "a soak has at least one member, of whom 0 to all register by phone, and a second");
    }
    if (kills < 0 || restarts < 0 || redisKills < 0) {
      throw new IllegalArgumentException("nothing is killed less than never");
    }
  }
}
