package id.gerbang.server.api;

import id.gerbang.server.agent.InstitutionDesk;
import id.gerbang.server.agent.InstitutionDesk.Added;
import id.gerbang.server.agent.InstitutionDesk.Kind;
import id.gerbang.server.agent.InstitutionDesk.MouEnded;
import id.gerbang.server.agent.InstitutionDesk.MouMade;
import id.gerbang.server.agent.InstitutionDesk.Work;
import id.gerbang.server.record.Page;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The bodies that agents and workers belong to, and their MoUs. */
final class Institutions {
  /** As it fits into an SMS. */
  private static final int LONGEST_NAME = 40;

  private static final int LONGEST_PARTY = 80;
  private static final Pattern BRANCH = Pattern.compile("[A-Z0-9]{2,8}");
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,8}");
  private static final String KINDS = "bumdes, market, bank or village_office";

  private final InstitutionDesk institutions;
  private final String actor;
  private final InstantSource clock;

  Institutions(InstitutionDesk institutions, String actor, InstantSource clock) {
    this.institutions = institutions;
    this.actor = actor;
    this.clock = clock;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/institutions", Set.of("kind", "village", "limit", "after"), this::list),
        Operation.post("/institutions", this::add),
        Operation.get("/institutions/{id}/mous", Set.of(), this::mous),
        Operation.post("/institutions/{id}/mous", this::make),
        Operation.post("/institutions/{id}/mous/{mou}/end", this::end));
  }

  private Answer list(Request request) {
    InstitutionDesk.Filter filter =
        new InstitutionDesk.Filter(
            request
                .parameter("kind")
                .map(
                    label ->
                        Kind.of(label)
                            .orElseThrow(
                                () -> Refusal.parameter("kind", "is expected to be " + KINDS))),
            request.text("village", Applications.LONGEST_VILLAGE),
            request.limit(),
            request.after(
                word -> Optional.of(word).filter(ID.asMatchPredicate()).map(Long::parseLong)));
    return Answer.ok(
        Answers.page(institutions.list(filter, clock.instant()), Answers::institution));
  }

  private Answer add(Request request) {
    Body body = request.body(Set.of("name", "kind", "village", "branch"));
    InstitutionDesk.NewInstitution institution =
        new InstitutionDesk.NewInstitution(
            body.text("name", LONGEST_NAME),
            Kind.of(body.text("kind", LONGEST_NAME))
                .orElseThrow(() -> Refusal.field("kind", "is expected to be " + KINDS)),
            body.has("village")
                ? Optional.of(body.text("village", Applications.LONGEST_VILLAGE))
                : Optional.empty(),
            body.has("branch")
                ? Optional.of(body.text("branch", BRANCH, "a branch's code, DPS"))
                : Optional.empty());
    return switch (institutions.add(institution, actor, clock.instant())) {
      case Added.Done(InstitutionDesk.Institution added) ->
          Answer.created(Answers.institution(added));
      case Added.NameTaken() ->
          throw Refusal.of(
              ProblemType.INSTITUTION_NAME_TAKEN,
              "another institution has this name; say which it is, Pasar Badung Timur");
      case Added.UnknownVillage() ->
          throw Refusal.field("village", "is expected to be the id or the name of a village");
      case Added.UnknownBranch() ->
          throw Refusal.field("branch", "is expected to be a branch's code, the village's own");
    };
  }

  private static Refusal unknown() {
    return Refusal.notFound("no institution has this id; GET /institutions lists them");
  }

  private Answer mous(Request request) {
    List<InstitutionDesk.Mou> mous =
        institutions.mous(request.id("id"), clock.instant()).orElseThrow(Institutions::unknown);
    return Answer.ok(Answers.page(Page.whole(mous), Answers::mou));
  }

  private Answer make(Request request) {
    long institution = request.id("id");
    Body body = request.body(Set.of("party", "works", "from", "until"));
    LocalDate from = body.day("from");
    LocalDate until = body.day("until");
    if (until.isBefore(from)) {
      throw Refusal.field("until", "is expected to be a day not before \"from\"");
    }
    InstitutionDesk.NewMou mou =
        new InstitutionDesk.NewMou(body.text("party", LONGEST_PARTY), works(body), from, until);
    return switch (institutions.make(institution, mou, actor, clock.instant())) {
      case MouMade.Done(InstitutionDesk.Mou made) -> Answer.created(Answers.mou(made));
      case MouMade.Unknown() -> throw unknown();
    };
  }

  private static Set<Work> works(Body body) {
    Set<Work> works = EnumSet.noneOf(Work.class);
    body.texts(
            "works",
            Work.values().length,
            text -> Work.of(text).isPresent(),
            "registration, collection")
        .forEach(text -> works.add(Work.of(text).orElseThrow()));
    if (works.isEmpty()) {
      throw Refusal.field("works", "is expected to name one or both: registration, collection");
    }
    return works;
  }

  private Answer end(Request request) {
    long institution = request.id("id");
    long mou = request.id("mou");
    String reason = request.body(Set.of("reason")).text("reason", Agents.LONGEST_REASON);
    return switch (institutions.end(institution, mou, reason, actor, clock.instant())) {
      case MouEnded.Done(InstitutionDesk.Mou ended) -> Answer.ok(Answers.mou(ended));
      case MouEnded.Unknown() ->
          throw Refusal.notFound("this institution has no such MoU; GET its mous lists them");
      case MouEnded.Over(InstitutionDesk.Mou over) ->
          throw Refusal.of(
              ProblemType.MOU_OVER, "it is " + over.standing().label() + " and stays so");
    };
  }
}
