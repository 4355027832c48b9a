package id.gerbang.server.enrolment;

import id.gerbang.server.enrolment.BranchDesk.Status;
import java.time.LocalDate;
import java.util.Optional;

/** What became of an {@link Entry}. Unless it is done, nothing changed. */
public sealed interface Entered {
  /** It waits for the worker's consent, and the worker is asked by SMS. */
  record Done(String reference) implements Entered {}

  /**
   * There is an application of this NIK.
   *
   * @param reference only when it is one of this agent's own
   */
  record Exists(Status status, Optional<String> reference) implements Entered {}

  /** The worker's phone is an agent's: nobody consents for somebody else. */
  record AgentsPhone() implements Entered {}

  /** Who enters is an agent, but not active. */
  record NotActive() implements Entered {}

  /**
   * The agreement of the agent's institution with the programme has ended (R4, R14).
   *
   * @param institution its name
   * @param until its last day
   */
  record MouExpired(String institution, LocalDate until) implements Entered {}

  /**
   * The agent's institution has no agreement, or none that lets it register workers (R14).
   *
   * @param institution its name
   */
  record NoMou(String institution) implements Entered {}

  /**
   * The agent's own certificate has run out (R2).
   *
   * @param until its last day
   */
  record CertificateExpired(LocalDate until) implements Entered {}

  record NoAgent() implements Entered {}
}
