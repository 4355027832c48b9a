package id.gerbang.server.api;

import id.gerbang.server.commission.CommissionDesk;
import id.gerbang.server.commission.CommissionDesk.Book;
import id.gerbang.server.commission.CommissionDesk.Line;
import id.gerbang.server.commission.Pay;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.List;
import java.util.Set;

/** What agents are paid for a month: all of it at once, for it is added up. */
final class Commissions {
  private final CommissionDesk commissions;
  private final InstantSource clock;

  Commissions(CommissionDesk commissions, InstantSource clock) {
    this.commissions = commissions;
    this.clock = clock;
  }

  List<Operation> operations() {
    return List.of(Operation.get("/commissions", Set.of("period", "institution"), this::month));
  }

  private Answer month(Request request) {
    return commissions
        .of(period(request), request.idOf("institution"), clock.instant())
        .map(book -> Answer.ok(book(book)))
        .orElseThrow(
            () -> Refusal.parameter("institution", "is expected to be one's number; none has it"));
  }

  private static YearMonth period(Request request) {
    try {
      return YearMonth.parse(request.parameter("period").orElse(""));
    } catch (DateTimeException e) {
      throw Refusal.parameter("period", "is expected to be a month like 2026-11");
    }
  }

  private static JsonObject book(Book book) {
    JsonArray items = new JsonArray();
    book.lines().forEach(line -> items.add(line(line)));
    return new JsonObject()
        .put("period", book.period().toString())
        .put("closedAt", book.closedAt().map(Object::toString).orElse(null))
        .put("estimate", book.estimate())
        .put("items", items)
        .put("total", pay(book.total()));
  }

  private static JsonObject line(Line line) {
    JsonObject json =
        new JsonObject()
            .put("agent", line.agent())
            .put("institution", line.institution().map(one -> one.id()).orElse(null))
            .put("institutionName", line.institution().map(one -> one.name()).orElse(null))
            .put("kind", line.kind().label())
            .put("newWithTwo", line.earned().newTwo())
            .put("newWithThree", line.earned().newThree())
            .put("paidEarly", line.earned().early())
            .put("paidLate", line.earned().late())
            .put("pay", pay(line.pay()))
            .put("rules", line.rules());
    line.reason().ifPresent(reason -> json.put("reason", Masked.text(reason)));
    return json;
  }

  private static JsonObject pay(Pay pay) {
    return new JsonObject()
        .put("acquisition", pay.acquisition())
        .put("early", pay.early())
        .put("late", pay.late())
        .put("correction", pay.correction())
        .put("gross", pay.gross())
        .put("tax", pay.tax())
        .put("net", pay.net());
  }
}
