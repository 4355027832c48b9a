package id.gerbang.server.api;

import id.gerbang.server.consent.RequestDesk;
import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A desk of requests in memory. */
final class FakeRequests implements RequestDesk {
  private final ConcurrentSkipListMap<String, Item> items = new ConcurrentSkipListMap<>();

  /** What was asked of it. */
  final List<Filter> filters = new CopyOnWriteArrayList<>();

  final List<Answer> answers = new CopyOnWriteArrayList<>();
  volatile boolean applicationsEnded;

  /** A wish to be called {@code wanted}, since {@code at}. */
  void holds(String reference, String wanted, Instant at) {
    items.put(
        reference,
        new Item(
            reference,
            Kind.CORRECTION,
            State.OPEN,
            "WAYAN2",
            Optional.of(Field.NAME),
            Optional.of(wanted),
            "62812*****001",
            Optional.of("Wayan S*****"),
            Optional.empty(),
            at,
            at.plus(Duration.ofHours(72)),
            Optional.empty(),
            false));
  }

  @Override
  public Page<Item> list(Filter filter) {
    filters.add(filter);
    List<Item> found =
        items.values().stream()
            .sorted(Comparator.comparing(Item::createdAt).thenComparing(Item::reference))
            .filter(i -> filter.state().isEmpty() || filter.state().get() == i.state())
            .filter(i -> filter.kind().isEmpty() || filter.kind().get() == i.kind())
            .filter(
                i -> filter.after().isEmpty() || i.createdAt().isAfter(filter.after().get().at()))
            .toList();
    return Page.of(
        found, filter.limit(), last -> new Cursor(last.createdAt(), last.reference()).written());
  }

  @Override
  public Answered answer(String reference, Answer answer, String actor, Instant at) {
    Item before = items.get(reference);
    if (before == null) {
      return new Answered.Unknown();
    }
    if (before.state() != State.OPEN) {
      return new Answered.NotOpen(before.state());
    }
    if (applicationsEnded && answer instanceof Answer.Done) {
      return new Answered.ApplicationEnded();
    }
    answers.add(answer);
    Item after =
        switch (answer) {
          case Answer.Done() -> answered(before, State.DONE, Optional.empty(), at);
          case Answer.Refuse(String reason) ->
              answered(before, State.REFUSED, Optional.of(reason), at);
        };
    items.put(reference, after);
    return new Answered.Done(after);
  }

  private static Item answered(Item before, State state, Optional<String> reason, Instant at) {
    return new Item(
        before.reference(),
        before.kind(),
        state,
        before.application(),
        before.field(),
        before.wanted(),
        before.phone(),
        before.worker(),
        reason,
        before.createdAt(),
        before.due(),
        Optional.of(at),
        false);
  }
}
