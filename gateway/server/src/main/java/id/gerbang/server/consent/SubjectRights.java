package id.gerbang.server.consent;

import id.gerbang.engine.value.Nik;
import id.gerbang.engine.value.PersonName;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.consent.RequestDesk.Field;
import id.gerbang.server.consent.RequestDesk.Kind;
import id.gerbang.server.consent.SubjectLetters.Receipt;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What a phone may ask about the data of its applications (UU PDP 27/2022): see, correct, withdraw
 * the consent, erase. Each is done once for an intent, with its receipt by SMS. Blocks.
 */
public final class SubjectRights {
  /** UU PDP 27/2022, domain.md "Personal data": 3×24 h from the request. */
  public static final Duration ANSWERED_WITHIN = Duration.ofHours(72);

  /** A reference that exists already is drawn anew; three in a row do not happen. */
  private static final int DRAWS = 3;

  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;
  private final Outbox outbox;
  private final Supplier<String> references;
  private final SubjectLetters letters;
  private final Processing processing;
  private final ZoneId zone;

  /**
   * @param references fresh ones, six characters without look-alikes
   * @param zone the branch's, in which the day of a consent is told
   */
  public SubjectRights(
      Jdbi jdbi,
      Vault vault,
      Outbox outbox,
      Supplier<String> references,
      SubjectLetters letters,
      ZoneId zone) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.references = references;
    this.letters = letters;
    this.processing = new Processing(sealed, outbox, letters);
    this.zone = zone;
  }

  /**
   * What is held of a worker, as a screen may show it.
   *
   * @param worker the name, masked; the NIK's last digits while the agent still has to type it
   * @param nik the last four digits
   */
  public record Held(
      String worker,
      String nik,
      String villageId,
      String villageName,
      String occupation,
      String plan,
      Optional<Agreed> consent) {

    /** It is a person. */
    @Override
    public String toString() {
      return "Held[village=" + villageId + "]";
    }
  }

  /**
   * @param textVersion of the notice that was agreed to
   * @param withdrawn whether it was taken back
   */
  public record Agreed(String textVersion, LocalDate day, boolean withdrawn) {}

  /** What is held under one of this phone's applications; empty when it is not this phone's. */
  public Optional<Held> held(Msisdn phone, String reference) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT w.name_sealed, w.nik_sealed, encode(w.nik_lookup, 'hex') AS worker, v.id AS village, v.name AS village_name,
                      a.occupation, a.plan, c.text_version, c.given_at, c.withdrawn_at
                    FROM application a JOIN worker w ON w.id = a.worker JOIN village v ON v.id = a.village
                      LEFT JOIN consent c ON c.application = a.reference
                    WHERE a.reference = ? AND a.phone_lookup = ?
                    """)
                .bind(0, reference)
                .bind(1, vault.lookup("phone", phone.digits()))
                .map((row, _) -> held(row))
                .findFirst());
  }

  private Held held(ResultSet row) throws SQLException {
    String worker = row.getString("worker");
    String nik = Nik.masked(sealed.open(row.getBytes("nik_sealed"), "worker.nik:" + worker));
    byte[] name = row.getBytes("name_sealed");
    return new Held(
        name == null ? nik : PersonName.masked(sealed.open(name, "worker.name:" + worker)),
        nik,
        row.getString("village"),
        row.getString("village_name"),
        row.getString("occupation"),
        row.getString("plan"),
        row.getString("text_version") == null
            ? Optional.empty()
            : Optional.of(
                new Agreed(
                    row.getString("text_version"),
                    row.getTimestamp("given_at").toInstant().atZone(zone).toLocalDate(),
                    row.getTimestamp("withdrawn_at") != null)));
  }

  /**
   * Who asks, about which application, how.
   *
   * @param reference the application's
   * @param intent names this act: replayed, it has the same result and no second effect
   */
  public record Ask(
      Msisdn phone, String reference, Channel channel, String language, String intent, Instant at) {
    Instant due() {
      return at.plus(ANSWERED_WITHIN);
    }
  }

  /** Asks the branch to correct an application that is not decided. Nothing changes before. */
  public Asked correct(Ask ask, Field field, String value) {
    return once(
        ask,
        "my_data.correct",
        tx ->
            locked(tx, ask)
                .map(
                    status ->
                        status.equals(Processing.APPROVED)
                            ? new Asked.Approved()
                            : !Processing.OPEN.contains(status)
                                ? new Asked.Ended()
                                : request(
                                    tx,
                                    ask,
                                    new Wanted(Kind.CORRECTION, Optional.of(field), value),
                                    status))
                .orElse(new Asked.Gone()));
  }

  /**
   * Takes the consent back: an open application ends now; the branch confirms, or ends the rest.
   */
  public Asked withdraw(Ask ask) {
    return once(ask, "my_data.withdraw", tx -> stopping(tx, ask, Kind.WITHDRAWAL));
  }

  /** Asks for erasure: an open application ends now; the branch erases what the law lets it. */
  public Asked erase(Ask ask) {
    return once(ask, "my_data.erase", tx -> stopping(tx, ask, Kind.ERASURE));
  }

  private Asked stopping(Handle tx, Ask ask, Kind kind) {
    return locked(tx, ask)
        .map(status -> request(tx, ask, new Wanted(kind, Optional.empty(), ""), status))
        .orElse(new Asked.Gone());
  }

  /** Does {@code act} under the ask's intent, or answers what was recorded when it was done. */
  private Asked once(Ask ask, String action, Function<Handle, Asked> act) {
    return jdbi.inTransaction(
        tx -> {
          int fresh =
              tx.execute(
                  "INSERT INTO intent (id, action, outcome, gives, at) VALUES (?, ?, '', '', ?) ON"
                      + " CONFLICT DO NOTHING",
                  ask.intent(),
                  action,
                  ask.at());
          if (fresh == 0) {
            return AskedBefore.read(tx, ask.intent());
          }
          Asked asked = act.apply(tx);
          AskedBefore.write(tx, ask.intent(), asked);
          return asked;
        });
  }

  /** The application's state, and its lock; empty when it is not this phone's. */
  private Optional<String> locked(Handle tx, Ask ask) {
    return tx.createQuery(
            "SELECT status FROM application WHERE reference = ? AND phone_lookup = ? FOR UPDATE")
        .bind(0, ask.reference())
        .bind(1, vault.lookup("phone", ask.phone().digits()))
        .mapTo(String.class)
        .findFirst();
  }

  private record Wanted(Kind kind, Optional<Field> field, String value) {
    Receipt receipt(boolean member) {
      return switch (kind) {
        case CORRECTION -> Receipt.CORRECTION_ASKED;
        case WITHDRAWAL -> member ? Receipt.CONSENT_WITHDRAWN_BY_MEMBER : Receipt.CONSENT_WITHDRAWN;
        case ERASURE -> member ? Receipt.ERASURE_ASKED_BY_MEMBER : Receipt.ERASURE_ASKED;
      };
    }
  }

  private Asked request(Handle tx, Ask ask, Wanted wanted, String status) {
    Optional<Asked> waiting = waiting(tx, ask, wanted);
    if (waiting.isPresent()) {
      return waiting.get();
    }
    if (wanted.kind() != Kind.CORRECTION) {
      processing.stop(tx, ask.reference(), status, "worker", ask.at());
    }
    boolean member = status.equals(Processing.APPROVED);
    String request = insert(tx, ask, wanted);
    Audit.write(tx, ask.at(), "worker", "request." + wanted.kind().label(), "request:" + request);
    outbox.add(
        tx,
        new NewSms(
            ask.phone(),
            letters.receipt(
                wanted.receipt(member), ask.language(), request, ask.reference(), ask.due()),
            "request:" + request,
            ask.at()));
    return member ? new Asked.ByMember(request, ask.due()) : new Asked.Recorded(request, ask.due());
  }

  private static Optional<Asked> waiting(Handle tx, Ask ask, Wanted wanted) {
    return tx.createQuery(
            """
            SELECT reference, due_at FROM subject_request
            WHERE application = ? AND kind = ? AND coalesce(field, '') = ? AND status = 'open'
            """)
        .bind(0, ask.reference())
        .bind(1, wanted.kind().label())
        .bind(2, wanted.field().map(Field::label).orElse(""))
        .map(
            (row, _) ->
                (Asked)
                    new Asked.Waiting(
                        row.getString("reference"), row.getTimestamp("due_at").toInstant()))
        .findFirst();
  }

  private String insert(Handle tx, Ask ask, Wanted wanted) {
    for (int draw = 1; draw <= DRAWS; draw++) {
      String request = references.get();
      int inserted =
          tx.createUpdate(
                  """
                  INSERT INTO subject_request (reference, kind, field, value_sealed, application, phone_sealed, phone_lookup,
                    language, channel, created_at, due_at)
                  SELECT :reference, :kind, :field, :value, :application, :phone, :lookup, :language, :channel, :at, :due
                  -- one word names one thing: `gerbang erase` takes both
                  WHERE NOT EXISTS (SELECT 1 FROM application WHERE reference = :reference)
                  ON CONFLICT (reference) DO NOTHING
                  """)
              .bind("reference", request)
              .bind("kind", wanted.kind().label())
              .bind("field", wanted.field().map(Field::label).orElse(null))
              .bind(
                  "value",
                  wanted.field().isEmpty()
                      ? null
                      : sealed.seal(wanted.value(), "subject_request.value:" + request))
              .bind("application", ask.reference())
              .bind("phone", sealed.seal(ask.phone().digits(), "subject_request.phone:" + request))
              .bind("lookup", vault.lookup("phone", ask.phone().digits()))
              .bind("language", ask.language())
              .bind("channel", ask.channel().label())
              .bind("at", ask.at())
              .bind("due", ask.due())
              .execute();
      if (inserted == 1) {
        return request;
      }
    }
    throw new IllegalStateException(DRAWS + " fresh references exist already");
  }
}
