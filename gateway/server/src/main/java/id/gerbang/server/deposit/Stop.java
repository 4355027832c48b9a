package id.gerbang.server.deposit;

/** Why somebody takes no deposits. */
public sealed interface Stop {
  /** The phone is no agent's. */
  record NoAgent() implements Stop {}

  /** Suspended, ended, or not active yet. */
  record NotActive() implements Stop {}

  /** The agent's certificate has run out (R2). */
  record Lapsed() implements Stop {}

  /** An agent of their own: only who works under an institution with an MoU collects (R14). */
  record NoInstitution() implements Stop {}

  /**
   * The institution's MoU is over, or does not allow collection (R14).
   *
   * @param institution its name
   */
  record NoMou(String institution) implements Stop {}
}
