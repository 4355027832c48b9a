package id.gerbang.server.api;

import id.gerbang.server.outbox.SentMessages.Message;
import id.gerbang.server.record.Page;
import id.gerbang.server.subscriber.Msisdn;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What was sent. */
final class Messages {
  private final Function<Msisdn, List<Message>> sent;

  /**
   * @param sent the latest messages to a phone; blocks
   */
  Messages(Function<Msisdn, List<Message>> sent) {
    this.sent = sent;
  }

  List<Operation> operations() {
    return List.of(Operation.get("/outbox", Set.of("phone"), this::list));
  }

  private Answer list(Request request) {
    Msisdn phone = request.phone().orElseThrow(() -> Refusal.parameter("phone", "is missing"));
    return Answer.ok(Answers.page(Page.whole(sent.apply(phone)), Answers::message));
  }
}
