package id.gerbang.server.api;

import id.gerbang.server.record.Page;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/** Bills and payments come with billing; until then there are none. */
final class Billing {
  List<Operation> operations() {
    return List.of(
        Operation.get("/bills", Set.of("phone", "limit", "after"), Billing::none),
        Operation.get("/payments", Set.of("phone", "limit", "after"), Billing::none));
  }

  private static Answer none(Request request) {
    request.phone();
    request.limit();
    if (request.parameter("after").isPresent()) {
      throw Refusal.parameter("after", "is expected to be the \"next\" of a page; there was none");
    }
    return Answer.ok(Answers.page(Page.whole(List.of()), _ -> new JsonObject()));
  }
}
