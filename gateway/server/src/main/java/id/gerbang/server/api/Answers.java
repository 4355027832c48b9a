package id.gerbang.server.api;

import id.gerbang.server.agent.AgentDesk;
import id.gerbang.server.agent.InstitutionDesk;
import id.gerbang.server.agent.ReassignmentDesk;
import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.BillDesk;
import id.gerbang.server.claim.ReportDesk;
import id.gerbang.server.consent.RequestDesk;
import id.gerbang.server.contribution.Assessment;
import id.gerbang.server.contribution.Due;
import id.gerbang.server.contribution.Protection;
import id.gerbang.server.enrolment.BranchDesk;
import id.gerbang.server.enrolment.Heir;
import id.gerbang.server.outbox.SentMessages;
import id.gerbang.server.record.Page;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What the API answers, as JSON. Personal data comes here masked, but for what stands in words that
 * people wrote.
 */
final class Answers {
  private Answers() {}

  static <T> JsonObject page(Page<T> page, Function<T, JsonObject> item) {
    JsonArray items = new JsonArray();
    page.items().forEach(value -> items.add(item.apply(value)));
    JsonObject json = new JsonObject().put("items", items);
    page.next().ifPresent(word -> json.put("next", word));
    return json;
  }

  static JsonObject application(BranchDesk.Application application) {
    JsonObject json =
        new JsonObject()
            .put("reference", application.reference())
            .put("status", application.status().label())
            .put("village", application.village())
            .put("agent", application.agent().orElse(null))
            .put("plan", application.plan())
            .put("phone", unlessErased(application.phone()))
            .put("worker", application.worker().orElse(null))
            .put("nik", unlessErased(application.nik()))
            .put("unconfirmed", application.unconfirmed())
            .put("institution", application.institution().orElse(null))
            .put("heirs", heirs(application.heirs()))
            .put("phoneBorrowed", application.phoneBorrowed())
            .put("createdAt", application.createdAt().toString())
            .put("updatedAt", application.updatedAt().toString());
    application.reason().ifPresent(reason -> json.put("reason", Masked.text(reason)));
    application.cardNumber().ifPresent(card -> json.put("cardNumber", card));
    return json;
  }

  private static String unlessErased(String masked) {
    return masked.isEmpty() ? null : masked;
  }

  private static JsonArray heirs(List<Heir> heirs) {
    JsonArray array = new JsonArray();
    heirs.forEach(
        heir ->
            array.add(
                new JsonObject()
                    .put("name", heir.name())
                    .put("relation", heir.relation().label())));
    return array;
  }

  /**
   * @param standing what they have paid and owe
   */
  static JsonObject member(BranchDesk.Application member, BillDesk.Standing standing) {
    return new JsonObject()
        .put("reference", member.reference())
        .put("cardNumber", member.cardNumber().orElseThrow())
        .put("plan", member.plan())
        .put("village", member.village())
        .put("agent", member.agent().orElse(null))
        .put("phone", member.phone())
        .put("worker", member.worker().orElse(null))
        .put("approvedAt", member.updatedAt().toString())
        .put("coveredUntil", standing.paid().map(paid -> paid.until().toString()).orElse(null))
        .put("protection", protection(standing.protection()))
        .put("due", due(standing.due()));
  }

  private static JsonObject protection(Protection protection) {
    return switch (protection) {
      case Protection.NotYet _ -> new JsonObject().put("state", "not_yet");
      case Protection.Begins(LocalDate from, LocalDate until) ->
          new JsonObject()
              .put("state", "begins")
              .put("from", from.toString())
              .put("until", until.toString());
      case Protection.Active(LocalDate until, _) ->
          new JsonObject().put("state", "active").put("until", until.toString());
      case Protection.Stopped(LocalDate since, _, LocalDate last) ->
          new JsonObject()
              .put("state", "stopped")
              .put("since", since.toString())
              .put("last", last.toString());
      case Protection.Ended(LocalDate since) ->
          new JsonObject().put("state", "ended").put("since", since.toString());
    };
  }

  private static JsonObject due(Assessment due) {
    return switch (due) {
      case Assessment.Ended(LocalDate since) ->
          new JsonObject().put("standing", "ended").put("since", since.toString());
      case Due owed ->
          new JsonObject()
              .put("standing", owed.arrearsMonths() == 0 ? "due" : "arrears")
              .put("amount", owed.total())
              .put("arrears", owed.arrears())
              .put("arrearsMonths", owed.arrearsMonths())
              .put("coverFrom", owed.cover().from().toString())
              .put("coverUntil", owed.cover().until().toString());
    };
  }

  static JsonObject bill(Bill bill) {
    return new JsonObject()
        .put("paymentCode", bill.paymentCode())
        .put("virtualAccountNo", bill.account().snap())
        .put("member", bill.member())
        .put("amount", bill.amount())
        .put("months", bill.months())
        .put("status", bill.status().label())
        .put("coverFrom", bill.cover().from().toString())
        .put("coverUntil", bill.cover().until().toString())
        .put("issuedAt", bill.issuedAt().toString())
        .put("expiresAt", bill.expiresAt().toString())
        .put("paidAt", bill.paidAt().map(Object::toString).orElse(null));
  }

  static JsonObject request(RequestDesk.Item request) {
    JsonObject json =
        new JsonObject()
            .put("reference", request.reference())
            .put("kind", request.kind().label())
            .put("status", request.state().label())
            .put("application", request.application())
            .put("phone", request.phone())
            .put("worker", request.worker().orElse(null))
            .put("overdue", request.overdue())
            .put("createdAt", request.createdAt().toString())
            .put("dueAt", request.due().toString())
            .put("answeredAt", request.answeredAt().map(Object::toString).orElse(null));
    request.field().ifPresent(field -> json.put("field", field.label()));
    request.wanted().ifPresent(wanted -> json.put("wanted", Masked.text(wanted)));
    request.reason().ifPresent(reason -> json.put("reason", Masked.text(reason)));
    return json;
  }

  static JsonObject agent(AgentDesk.Agent agent) {
    return new JsonObject()
        .put("code", agent.code())
        .put("name", Masked.text(agent.name()))
        .put("phone", agent.phone())
        .put("village", agent.village())
        .put("status", agent.status().label())
        .put("institution", agent.institution().orElse(null))
        .put("type", agent.type().label())
        .put("certificate", agent.certificate().map(Answers::certificate).orElse(null))
        .put("takesWork", agent.takesWork());
  }

  private static JsonObject certificate(AgentDesk.Certificate certificate) {
    return new JsonObject()
        .put("number", certificate.number())
        .put("expires", certificate.until().toString())
        .put("validity", certificate.validity().label());
  }

  static JsonObject agent(AgentDesk.Details details) {
    JsonArray history = new JsonArray();
    details.history().forEach(step -> history.add(step(step)));
    AgentDesk.Waiting waiting = details.waiting();
    return agent(details.agent())
        .put("villages", new JsonArray(details.villages()))
        .put("markets", new JsonArray(details.markets()))
        .put("candidateNumber", details.candidateNumber().orElse(null))
        .put("history", history)
        .put(
            "openWork",
            new JsonObject()
                .put("asked", waiting.asked())
                .put("entered", waiting.entered())
                .put("reports", waiting.reports())
                .put("members", waiting.members()));
  }

  private static JsonObject step(AgentDesk.Step step) {
    return new JsonObject()
        .put("at", step.at().toString())
        .put("who", step.who())
        .put("from", step.was().map(AgentDesk.Status::label).orElse(null))
        .put("to", step.became().label())
        .put("reason", step.reason().map(Masked::text).orElse(null))
        .put("certificateExpires", step.certificate().map(LocalDate::toString).orElse(null));
  }

  static JsonObject moved(ReassignmentDesk.Moved moved) {
    return new JsonObject()
        .put("asked", moved.asked())
        .put("entered", moved.entered())
        .put("reports", moved.reports())
        .put("members", moved.members())
        .put("alone", moved.alone())
        .put("more", moved.more());
  }

  static JsonObject institution(InstitutionDesk.Institution institution) {
    return new JsonObject()
        .put("id", institution.id())
        .put("name", institution.name())
        .put("kind", institution.kind().label())
        .put("village", institution.village().orElse(null))
        .put("branch", institution.branch().orElse(null))
        .put("allowed", works(institution.allowed()));
  }

  private static JsonArray works(Set<InstitutionDesk.Work> works) {
    JsonArray array = new JsonArray();
    works.stream().sorted().forEach(work -> array.add(work.label()));
    return array;
  }

  static JsonObject mou(InstitutionDesk.Mou mou) {
    return new JsonObject()
        .put("id", mou.id())
        .put("party", mou.party())
        .put("works", works(mou.works()))
        .put("from", mou.from().toString())
        .put("until", mou.until().toString())
        .put("status", mou.standing().label())
        .put("endedAt", mou.endedAt().map(Object::toString).orElse(null))
        .put("reason", mou.reason().map(Masked::text).orElse(null));
  }

  static JsonObject report(ReportDesk.Report report) {
    JsonObject json =
        new JsonObject()
            .put("reference", report.reference())
            .put("risk", report.risk().label())
            .put("stage", report.stage().label())
            .put("village", report.village())
            .put("place", report.place().map(Masked::text).orElse(null))
            .put("day", report.day().toString())
            .put("nik", report.nik().orElse(null))
            .put("worker", report.worker().orElse(null))
            .put("application", report.application().orElse(null))
            .put("phone", report.phone())
            .put("relative", report.relative())
            .put("agent", report.agent().orElse(null))
            .put("branch", report.branch().orElse(null))
            .put("until", report.until().toString())
            .put("overdue", report.overdue())
            .put("createdAt", report.createdAt().toString())
            .put("updatedAt", report.updatedAt().toString());
    report.note().ifPresent(note -> json.put("note", Masked.text(note)));
    return json;
  }

  static JsonObject message(SentMessages.Message message) {
    return new JsonObject()
        .put("id", message.id())
        .put("about", message.about())
        .put("status", message.status())
        .put("createdAt", message.createdAt().toString())
        .put("sentAt", message.sentAt().map(Object::toString).orElse(null))
        .put("text", Masked.text(message.text()));
  }
}
