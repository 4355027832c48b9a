package id.gerbang.server.agent;

import id.gerbang.server.record.Page;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the branch sees of its agents, and does with them. Blocks; call it on a virtual thread. */
public interface AgentDesk {

  /** Agents that match, by code; {@link Page#next} is the code that a page ends with. */
  Page<Agent> list(Filter filter, Instant at);

  /** One, with all that is known of their life and what waits for them. */
  Optional<Details> find(String code, Instant at);

  /** Adds an agent. */
  Added add(NewAgent agent, String actor, Instant at);

  /** A step of an agent's life (R2), told to the agent by SMS. */
  Changed change(String code, Change change, String actor, Instant at);

  /** Sets whom an agent serves (R3, R4): what is empty stays as it is. */
  Served serve(String code, Service service, String actor, Instant at);

  /**
   * @param status empty for all
   * @param village served, by id or exact name
   * @param institution the id of the agents' own body
   * @param limit 1 to 200
   * @param after the code that the page before ended with, or empty
   */
  record Filter(
      Optional<Status> status,
      Optional<String> village,
      Optional<Long> institution,
      Optional<Type> type,
      int limit,
      Optional<String> after) {
    public Filter(Optional<Status> status, int limit, Optional<String> after) {
      this(status, Optional.empty(), Optional.empty(), Optional.empty(), limit, after);
    }
  }

  /**
   * The life of an agent (R2). Only an active one confirms.
   *
   * <pre>
   *   candidate ──► certified ──► active ◄──► suspended
   *       │             │            │            │
   *       └─────────────┴────► ended ◄────────────┘
   * </pre>
   */
  enum Status {
    CANDIDATE,
    CERTIFIED,
    ACTIVE,
    SUSPENDED,
    /** For good. The same person begins anew, with a new code. */
    ENDED;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What may come next. */
    public List<Status> next() {
      return switch (this) {
        case CANDIDATE -> List.of(CERTIFIED, ENDED);
        case CERTIFIED -> List.of(ACTIVE, ENDED);
        case ACTIVE -> List.of(SUSPENDED, ENDED);
        case SUSPENDED -> List.of(ACTIVE, ENDED);
        case ENDED -> List.of();
      };
    }

    /** Whether a new certificate may be written down without any other change. */
    boolean renews() {
      return switch (this) {
        case CERTIFIED, ACTIVE, SUSPENDED -> true;
        case CANDIDATE, ENDED -> false;
      };
    }

    static Status of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  /** What kind of agent somebody is (R3). */
  enum Type {
    INDIVIDUAL,
    /** Of a village's enterprise. */
    BUMDES,
    VILLAGE_OFFICIAL,
    MARKET_MANAGER,
    BANK_AGENT;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Type> of(String label) {
      return Arrays.stream(values()).filter(type -> type.label().equals(label)).findFirst();
    }
  }

  /** Where a certificate stands. */
  enum Validity {
    VALID,
    /** Thirty days or fewer are left; the agent was told. */
    EXPIRING,
    /** The agent takes no new work. */
    EXPIRED;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * BNSP's.
   *
   * @param until its last day
   */
  record Certificate(String number, LocalDate until, Validity validity) {}

  /**
   * @param phone masked
   * @param village the name of the village that the agent is of
   * @param institution the name of the agent's body
   * @param certificate empty for an agent of before they were written down
   * @param takesWork active, and with a certificate that has not run out
   */
  record Agent(
      String code,
      String name,
      String phone,
      String village,
      Status status,
      Optional<String> institution,
      Type type,
      Optional<Certificate> certificate,
      boolean takesWork) {}

  /**
   * @param villages names of others that the agent serves
   * @param markets names of those that the agent serves beside the own body
   * @param candidateNumber by which the agent applied
   * @param history oldest first
   */
  record Details(
      Agent agent,
      List<String> villages,
      List<String> markets,
      Optional<String> candidateNumber,
      List<Step> history,
      Waiting waiting) {
    public Details {
      villages = List.copyOf(villages);
      markets = List.copyOf(markets);
      history = List.copyOf(history);
    }
  }

  /**
   * One step of an agent's life.
   *
   * @param was empty when the agent was added
   * @param reason empty when nobody gave one, or it was erased
   * @param certificate the last day of one that came with it
   */
  record Step(
      Instant at,
      String who,
      Optional<Status> was,
      Status became,
      Optional<String> reason,
      Optional<LocalDate> certificate) {}

  /**
   * What is with an agent.
   *
   * @param asked applications that wait for the agent's YA or TOLAK
   * @param entered workers whom the agent entered and who have not consented yet
   * @param reports of accidents and deaths that are not decided
   * @param members who were approved, or wait for the branch
   */
  record Waiting(long asked, long entered, long reports, long members) {}

  /**
   * @param until its last day
   */
  record NewCertificate(String number, LocalDate until) {}

  /**
   * @param village a village's id or exact name
   * @param institution the id of the agent's own body
   */
  record NewAgent(
      String code,
      String name,
      Msisdn phone,
      String village,
      Status status,
      Type type,
      Optional<Long> institution,
      List<String> villages,
      List<Long> markets,
      Optional<NewCertificate> certificate) {
    public NewAgent {
      villages = List.copyOf(villages);
      markets = List.copyOf(markets);
    }

    /** An individual of no body. */
    public NewAgent(String code, String name, Msisdn phone, String village, Status status) {
      this(
          code,
          name,
          phone,
          village,
          status,
          Type.INDIVIDUAL,
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty());
    }
  }

  /**
   * @param reason in words that the agent is told
   * @param certificate a new one; a candidate is certified by it
   * @param code for a candidate who is certified: the agent's from now on
   */
  record Change(
      Status to, String reason, Optional<NewCertificate> certificate, Optional<String> code) {}

  /**
   * @param villages by id or exact name, all that the agent serves beside the own
   * @param markets ids, all that the agent serves beside the own body
   */
  record Service(
      Optional<Type> type,
      Optional<Long> institution,
      Optional<List<String>> villages,
      Optional<List<Long>> markets) {}

  /** What cannot be as it was asked. */
  enum Unfit {
    /** The village that the agent is of. */
    VILLAGE,
    /** One of the villages served is none. */
    VILLAGES,
    /** One of them is another branch's (R8). */
    OTHER_BRANCH,
    /** No body has this id. */
    INSTITUTION,
    /** One of the markets is none. */
    MARKETS,
    /** A certificate is needed. */
    NO_CERTIFICATE,
    /** The certificate has run out. */
    CERTIFICATE,
    /** A code can be given only to a candidate who is certified. */
    CODE
  }

  /** What became of a new agent. Unless it is done, nothing was changed. */
  sealed interface Added {
    record Done(Agent agent) implements Added {}

    /** Another agent has the code, and perhaps the phone as well. */
    record CodeTaken() implements Added {}

    /** The code is free, but another agent has the phone: an SMS from it could be of either. */
    record PhoneTaken() implements Added {}

    record Wrong(Unfit unfit) implements Added {}
  }

  /** What became of a step. Unless it is done, nothing was changed and nobody was told. */
  sealed interface Changed {
    record Done(Details agent) implements Changed {}

    record Unknown() implements Changed {}

    record NotAllowed(Status now) implements Changed {}

    record CodeTaken() implements Changed {}

    record Wrong(Unfit unfit) implements Changed {}
  }

  /** What became of a service. Unless it is done, nothing was changed. */
  sealed interface Served {
    record Done(Details agent) implements Served {}

    record Unknown() implements Served {}

    /** The agent has ended. */
    record Over() implements Served {}

    record Wrong(Unfit unfit) implements Served {}
  }
}
