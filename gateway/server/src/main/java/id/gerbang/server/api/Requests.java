package id.gerbang.server.api;

import id.gerbang.server.consent.RequestDesk;
import id.gerbang.server.consent.RequestDesk.Answered;
import id.gerbang.server.record.Page;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** People's requests about their own data, and the branch's answers (UU PDP 27/2022). */
final class Requests {
  /** What an SMS tells whole. */
  private static final int LONGEST_REASON = 60;

  private static final Pattern ANSWER = Pattern.compile("done|refuse");

  private final RequestDesk desk;
  private final String actor;
  private final InstantSource clock;

  Requests(RequestDesk desk, String actor, InstantSource clock) {
    this.desk = desk;
    this.actor = actor;
    this.clock = clock;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/requests", Set.of("status", "kind", "limit", "after"), this::list),
        Operation.post("/requests/{reference}/answer", this::answer));
  }

  private Answer list(Request request) {
    Page<RequestDesk.Item> page =
        desk.list(
            new RequestDesk.Filter(
                request
                    .parameter("status")
                    .map(label -> one("status", label, RequestDesk.State.values())),
                request
                    .parameter("kind")
                    .map(label -> one("kind", label, RequestDesk.Kind.values())),
                request.limit(),
                request.after()));
    return Answer.ok(Answers.page(page, Answers::request));
  }

  private static <E extends Enum<E>> E one(String parameter, String label, E[] values) {
    return Arrays.stream(values)
        .filter(value -> label(value).equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.parameter(
                    parameter,
                    "is expected to be one of "
                        + Arrays.stream(values)
                            .map(Requests::label)
                            .collect(Collectors.joining(", "))));
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT);
  }

  private Answer answer(Request request) {
    RequestDesk.Answer answer = answer(request.body(Set.of("answer", "reason")));
    return switch (desk.answer(request.reference(), answer, actor, clock.instant())) {
      case Answered.Done(RequestDesk.Item item) -> Answer.ok(Answers.request(item));
      case Answered.Unknown() -> throw Refusal.notFound("no request has this reference");
      case Answered.NotOpen(RequestDesk.State state) ->
          throw Refusal.of(
              ProblemType.REQUEST_NOT_OPEN,
              "the request is " + state.label() + "; each is answered once");
      case Answered.ApplicationEnded() ->
          throw Refusal.of(
              ProblemType.APPLICATION_ENDED,
              "its application has ended, there is nothing to correct; answer \"refuse\" and say"
                  + " so");
    };
  }

  private static RequestDesk.Answer answer(Body body) {
    if (body.text("answer", ANSWER, "done or refuse").equals("done")) {
      body.only(Set.of("answer"));
      return new RequestDesk.Answer.Done();
    }
    return new RequestDesk.Answer.Refuse(body.text("reason", LONGEST_REASON));
  }
}
