package id.gerbang.server.action;

import id.gerbang.engine.Engine;
import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.letter.LetterSignature;
import id.gerbang.server.agent.AgentLetters;
import id.gerbang.server.billing.BillLetters;
import id.gerbang.server.channel.Wish;
import id.gerbang.server.claim.ClaimLetters;
import id.gerbang.server.commission.CommissionLetters;
import id.gerbang.server.consent.ChatNotices;
import id.gerbang.server.consent.SubjectLetters;
import id.gerbang.server.contribution.Programme;
import id.gerbang.server.deposit.DepositLetters;
import id.gerbang.server.enrolment.BranchDesk;
import id.gerbang.server.enrolment.EntryLetters;
import id.gerbang.server.enrolment.Heir;
import id.gerbang.server.enrolment.Letters;
import id.gerbang.server.outreach.OutreachLetters;
import id.gerbang.server.payment.PaymentLetters;
import id.gerbang.server.record.RecordsBusy;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that menus may do, by name, and the catalogue that books are checked against. */
public final class Actions {
  private static final Logger log = LoggerFactory.getLogger(Actions.class);

  /** The languages that menus can be in, in the order of flow-language.md. */
  private static final List<String> LANGUAGES = List.of("id", "jv", "ban", "en");

  private final Map<String, Action> byName = new TreeMap<>();
  private final Programme programme;

  @SafeVarargs
  public Actions(Programme programme, Collection<Action>... rooms) {
    this.programme = programme;
    for (Collection<Action> room : rooms) {
      for (Action action : room) {
        if (byName.put(action.signature().name(), action) != null) {
          throw new IllegalArgumentException("two actions are called " + action.signature().name());
        }
      }
    }
  }

  public Map<String, Action> byName() {
    return Map.copyOf(byName);
  }

  /** What books are checked against. */
  public ActionCatalog catalog() {
    return catalog(programme, byName.values().stream().map(Action::signature).toList());
  }

  static ActionCatalog catalog(Programme programme, List<ActionSignature> signatures) {
    return new ActionCatalog(
        signatures.stream()
            .collect(Collectors.toMap(ActionSignature::name, signature -> signature)),
        choiceSets(programme),
        Stream.of(
                Letters.signatures(),
                ClaimLetters.signatures(),
                SubjectLetters.signatures(),
                EntryLetters.signatures(),
                AgentLetters.signatures(),
                OutreachLetters.signatures(),
                ChatNotices.signatures(),
                BillLetters.signatures(),
                PaymentLetters.signatures(),
                DepositLetters.signatures(),
                CommissionLetters.signatures())
            .flatMap(List::stream)
            .collect(Collectors.toMap(LetterSignature::name, letter -> letter)));
  }

  private static Map<String, List<String>> choiceSets(Programme programme) {
    Map<String, List<String>> sets = new HashMap<>(ClaimLetters.sets());
    sets.putAll(OutreachLetters.sets());
    sets.putAll(
        Map.of(
            Engine.LANGUAGES,
            LANGUAGES,
            Wish.SET,
            Wish.labels(),
            SubscriberActions.CALLERS,
            SubscriberActions.callers(),
            EnrolmentActions.HOLDERS,
            List.of(EnrolmentActions.OWN, EnrolmentActions.BORROWED),
            EnrolmentActions.RELATIONS,
            Arrays.stream(Heir.Relation.values()).map(Heir.Relation::label).toList(),
            "occupations",
            programme.occupations().stream().map(Programme.Occupation::id).toList(),
            "permanences",
            programme.permanences(),
            "bands",
            programme.bands().stream().map(Programme.Band::id).toList(),
            "plans",
            Programme.PLANS,
            Letters.STATUSES,
            Stream.concat(
                    Arrays.stream(BranchDesk.Status.values()).map(BranchDesk.Status::label),
                    MemberStatus.labels().stream())
                .toList()));
    return sets;
  }

  /** An action that answers from memory. */
  static Action immediate(
      ActionSignature signature, BiFunction<ActionRequest, Caller, ActionResult> run) {
    return new Action.Immediate() {
      @Override
      public ActionSignature signature() {
        return signature;
      }

      @Override
      public ActionResult run(ActionRequest request, Caller caller) {
        return run.apply(request, caller);
      }
    };
  }

  /**
   * An action that speaks to PostgreSQL; where that is away it answers {@code unavailable}, and
   * nothing was changed.
   */
  static Action blocking(
      ActionSignature signature, BiFunction<ActionRequest, Caller, ActionResult> run) {
    return new Action.Blocking() {
      @Override
      public ActionSignature signature() {
        return signature;
      }

      @Override
      public ActionResult run(ActionRequest request, Caller caller) {
        try {
          return run.apply(request, caller);
        } catch (JdbiException e) {
          if (!isAway(e)) {
            throw e;
          }
          log.warn(
              "action={} PostgreSQL is away: {}", signature.name(), e.getClass().getSimpleName());
          return ActionResult.Outcome.unavailable();
        } catch (RecordsBusy e) {
          log.warn("action={} {}", signature.name(), e.getMessage());
          return ActionResult.Outcome.unavailable();
        }
      }
    };
  }

  /**
   * SQLSTATE classes of a store that is away or cannot take more, as against a bug in a statement:
   * connection trouble (08), a transaction that lost against another (40), no resources (53),
   * shutdown or a cancelled statement (57).
   */
  private static final Set<String> AWAY = Set.of("08", "40", "53", "57");

  private static boolean isAway(JdbiException e) {
    if (e instanceof ConnectionException) {
      return true;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof java.sql.SQLException sql && sql.getSQLState() != null) {
        return AWAY.contains(sql.getSQLState().substring(0, 2));
      }
    }
    return false;
  }
}
