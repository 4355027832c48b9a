package id.gerbang.server.agent;

import id.gerbang.server.record.Page;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The bodies (wadah) that agents and workers belong to, and their MoUs (R3, R13, R14), as the
 * branch sees them. Blocks; call it on a virtual thread.
 */
public interface InstitutionDesk {

  /** By id; {@link Page#next} is the id that a page ends with. */
  Page<Institution> list(Filter filter, Instant at);

  Added add(NewInstitution institution, String actor, Instant at);

  /** All MoUs of a body, oldest first; empty when there is no such body. */
  Optional<List<Mou>> mous(long institution, Instant at);

  MouMade make(long institution, NewMou mou, String actor, Instant at);

  /** Ends an MoU before its last day, from this moment on. */
  MouEnded end(long institution, long mou, String reason, String actor, Instant at);

  /** What a body is (R3). */
  enum Kind {
    BUMDES,
    MARKET,
    BANK,
    VILLAGE_OFFICE;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> of(String label) {
      return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
    }
  }

  /** What an MoU lets a body's agents do. */
  enum Work {
    /** New workers. */
    REGISTRATION,
    /** Members' cash. */
    COLLECTION;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Work> of(String label) {
      return Arrays.stream(values()).filter(work -> work.label().equals(label)).findFirst();
    }
  }

  /** Where an MoU stands, by the day of its body's branch. */
  enum Standing {
    UPCOMING,
    IN_FORCE,
    /** Its last day has passed. */
    EXPIRED,
    /** It was ended before. */
    TERMINATED;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param village by id or exact name
   * @param limit 1 to 200
   */
  record Filter(Optional<Kind> kind, Optional<String> village, int limit, Optional<Long> after) {}

  /**
   * @param village the name of where it is
   * @param branch the code of whose it is
   * @param allowed by the MoUs that are in force
   */
  record Institution(
      long id,
      String name,
      Kind kind,
      Optional<String> village,
      Optional<String> branch,
      Set<Work> allowed) {}

  /**
   * @param village by id or exact name; its branch is the body's
   */
  record NewInstitution(
      String name, Kind kind, Optional<String> village, Optional<String> branch) {}

  /**
   * @param party the body that signed
   * @param until its last day
   * @param reason why it was ended
   */
  record Mou(
      long id,
      String party,
      Set<Work> works,
      LocalDate from,
      LocalDate until,
      Standing standing,
      Optional<Instant> endedAt,
      Optional<String> reason) {}

  record NewMou(String party, Set<Work> works, LocalDate from, LocalDate until) {}

  sealed interface Added {
    record Done(Institution institution) implements Added {}

    record NameTaken() implements Added {}

    record UnknownVillage() implements Added {}

    /** No such branch, or not the village's. */
    record UnknownBranch() implements Added {}
  }

  sealed interface MouMade {
    record Done(Mou mou) implements MouMade {}

    record Unknown() implements MouMade {}
  }

  sealed interface MouEnded {
    record Done(Mou mou) implements MouEnded {}

    record Unknown() implements MouEnded {}

    /** It is over already. */
    record Over(Mou mou) implements MouEnded {}
  }
}
