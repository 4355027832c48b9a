package id.gerbang.engine.proof;

import id.gerbang.engine.Conversation;
import id.gerbang.engine.ConversationCodec;
import id.gerbang.engine.Engine;
import id.gerbang.engine.Input;
import id.gerbang.engine.Progress;
import id.gerbang.engine.Screen;
import id.gerbang.engine.Situation;
import id.gerbang.engine.Surface;
import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionResult.Option;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Step;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Value;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Walks the real engine, breadth first, until a conversation stands on a step, and writes the way
 * as a transcript: the shortest story in which a person meets what a proof complains of. Conditions
 * are met by usual answers and by some at their edges; a step behind a condition that none of them
 * meets is not found.
 */
public final class Example {
  /** Conversations that are looked at: some seconds, and far more than any shipped menu has. */
  private static final int MOST = 20_000;

  private static final String NIK_OF_AN_OLD_PERSON = "5171990101500002";

  private final FlowBook book;
  private final Situation situation =
      new Situation(
          Surface.USSD,
          Instant.parse("2026-05-04T01:00:00Z"),
          ZoneId.of("Asia/Makassar"),
          "example");
  private final Deque<Node> open = new ArrayDeque<>();
  private final Set<String> seen = new HashSet<>();

  private Example(FlowBook book) {
    this.book = book;
  }

  private record Node(Progress progress, Node before, List<String> lines) {}

  /** The transcript that ends where {@code at} is shown; empty when no way there was found. */
  public static Optional<String> to(FlowBook book, Finding.At at) {
    return new Example(book).search(at.flow() + "." + at.step());
  }

  private Optional<String> search(String sought) {
    add(
        Engine.step(
            book, Engine.fresh(book, FlowBook.DEFAULT_LANGUAGE), new Input.Start(), situation),
        null,
        List.of("> *500*25#"));
    for (int looked = 0; looked < MOST && !open.isEmpty(); looked++) {
      Node node = open.poll();
      if (isAt(node.progress(), sought)) {
        return Optional.of(written(node));
      }
      switch (node.progress()) {
        case Progress.Waits(Conversation now, Screen screen) -> answers(node, now, screen);
        case Progress.Needs(Conversation now, ActionRequest request) ->
            outcomes(node, now, request);
        case Progress.Ends _ -> {}
      }
    }
    return Optional.empty();
  }

  /** An end leaves no conversation: it is known by the words it shows. */
  private boolean isAt(Progress progress, String sought) {
    return switch (progress) {
      case Progress.Waits(Conversation now, _) -> now.standsAt().equals(sought);
      case Progress.Needs(Conversation now, _) -> now.standsAt().equals(sought);
      case Progress.Ends(Conversation now, Screen screen) -> {
        int dot = sought.lastIndexOf('.');
        Step step = book.flow(sought.substring(0, dot)).step(sought.substring(dot + 1));
        yield step instanceof Step.End end
            && !end.returns()
            && begins(screen.text(), book.lexicon(now.language()).message(sought).literals());
      }
    };
  }

  private static boolean begins(String shown, String literals) {
    String head = literals.strip();
    int length = Math.min(Math.min(12, head.length()), shown.length());
    return length > 0 && shown.startsWith(head.substring(0, length));
  }

  private void add(Progress progress, Node before, List<String> lines) {
    String key =
        switch (progress) {
          case Progress.Waits(Conversation now, _) -> "waits " + fingerprint(now);
          case Progress.Needs(Conversation now, ActionRequest request) ->
              "needs " + request.action() + fingerprint(now);
          case Progress.Ends(_, Screen screen) -> "ends " + screen.text();
        };
    if (seen.add(key)) {
      open.add(new Node(progress, before, lines));
    }
  }

  private static String fingerprint(Conversation now) {
    return java.util.Base64.getEncoder().encodeToString(ConversationCodec.write(now));
  }

  private void answers(Node node, Conversation now, Screen screen) {
    List<String> answers = new ArrayList<>();
    screen.choices().stream()
        .map(Screen.Choice::key)
        .filter(key -> !key.equals("0"))
        .forEach(answers::add);
    int dot = now.standsAt().lastIndexOf('.');
    String flow = now.standsAt().substring(0, dot);
    if (book.flow(flow).step(now.standsAt().substring(dot + 1)) instanceof Step.Ask ask) {
      answers.addAll(typed(book.flow(flow).learns().get(ask.variable()).type()));
    }
    for (String answer : answers) {
      add(
          Engine.step(book, now, new Input.Answer(answer), situation),
          node,
          List.of("< …", "> " + answer));
    }
  }

  private static List<String> typed(Type type) {
    if (type == Type.Simple.NIK) {
      return List.of(UsualValues.typed(type), NIK_OF_AN_OLD_PERSON);
    }
    if (type == Type.Simple.DATE) {
      return List.of(UsualValues.typed(type), "01011950", "01012026");
    }
    return List.of(UsualValues.typed(type));
  }

  private void outcomes(Node node, Conversation now, ActionRequest request) {
    ActionSignature action = book.action(request.action());
    if (action.options() != null) {
      given(node, now, action, "some", new ActionResult.Options(options(action)));
      given(node, now, action, "none", new ActionResult.Options(List.of()));
    }
    new TreeMap<>(action.outcomes())
        .forEach(
            (outcome, outputs) ->
                given(
                    node, now, action, outcome, new ActionResult.Outcome(outcome, usual(outputs))));
    given(node, now, action, ActionSignature.UNAVAILABLE, ActionResult.Outcome.unavailable());
  }

  private void given(
      Node node, Conversation now, ActionSignature action, String word, ActionResult result) {
    add(
        Engine.resume(book, now, result, situation),
        node,
        List.of("given " + action.name() + ": " + word));
  }

  private List<Option> options(ActionSignature action) {
    Map<String, Value> fields = usual(action.options().fields());
    if (action.options().value() instanceof Type.ChoiceOf(String set)) {
      return book.choices(set).stream()
          .map(id -> new Option(new Value.Choice(id), fields))
          .toList();
    }
    Option one = new Option(UsualValues.of(book, action.options().value()), fields);
    return List.of(one, one);
  }

  private Map<String, Value> usual(Map<String, Type> types) {
    Map<String, Value> values = new HashMap<>();
    types.forEach((name, type) -> values.put(name, UsualValues.of(book, type)));
    return values;
  }

  /** Outcomes stand before the answer that asks for them: they hold from there on. */
  private static String written(Node last) {
    Deque<List<String>> moves = new ArrayDeque<>();
    for (Node node = last; node != null; node = node.before()) {
      moves.push(node.lines());
    }
    List<String> lines = new ArrayList<>();
    for (List<String> move : moves) {
      if (move.getFirst().startsWith("given ")) {
        lines.add(lines.size() - 1, move.getFirst());
      } else {
        lines.addAll(move);
      }
    }
    lines.add("< …");
    lines.addFirst("at 2026-05-04 09:00  surface ussd  from 6281234567890");
    return String.join("\n", lines) + "\n";
  }
}
