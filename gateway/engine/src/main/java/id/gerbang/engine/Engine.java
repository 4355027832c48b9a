package id.gerbang.engine;

import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.book.Flow;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Step;
import id.gerbang.engine.book.Variable;
import id.gerbang.engine.value.Answers;
import id.gerbang.engine.value.Parsed;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Menus in, screens out. Pure: the same book, conversation, input and situation give the same
 * progress, on every node and in every test. No I/O, no clock, no randomness, no threads.
 */
public final class Engine {
  /** What every screen understands, printed or not. */
  public static final String BACK = "0";

  static final String MAIN_MENU = "00";
  public static final String NEXT_PAGE = "98";
  static final String PREVIOUS_PAGE = "99";

  /** Beside the offer to go on: begin anew. */
  private static final String ANEW = "2";

  /** The built-in variable that the words are chosen by. */
  public static final String LANGUAGE = "language";

  /** The closed set that an action's languages are of. */
  public static final String LANGUAGES = "languages";

  /** The variable of the main menu that holds what a person asked for by a word. */
  public static final String WISH = "wish";

  /** More steps without a person's input than this is a loop. */
  private static final int MOST_STEPS = 64;

  /** More flows inside one another than this is a recursion. */
  private static final int DEEPEST = 8;

  private final FlowBook book;
  private final Situation situation;
  private final ScreenPrinter printer;
  private final Walk walk;

  private Engine(FlowBook book, Situation situation, Walk walk) {
    this.walk = walk;
    this.book = book;
    this.situation = situation;
    this.printer = new ScreenPrinter(book, situation);
  }

  /** A conversation that has not begun: {@link Input.Start} takes it to the main menu. */
  public static Conversation fresh(FlowBook book, String language) {
    return Conversation.fresh(book.hash(), book.lexicon(language).language());
  }

  /** Takes what a person did. */
  public static Progress step(
      FlowBook book, Conversation conversation, Input input, Situation situation) {
    return step(book, conversation, input, situation, Walk.UNSEEN);
  }

  /** As above, and tells {@code walk} where it goes. */
  public static Progress step(
      FlowBook book, Conversation conversation, Input input, Situation situation, Walk walk) {
    return new Engine(book, situation, walk).take(conversation, input);
  }

  /**
   * Goes on after {@link Progress.Needs} with what the world answered.
   *
   * @throws IllegalStateException when the result is none that the action's signature declares
   */
  public static Progress resume(
      FlowBook book, Conversation conversation, ActionResult result, Situation situation) {
    return resume(book, conversation, result, situation, Walk.UNSEEN);
  }

  /** As above, and tells {@code walk} where it goes. */
  public static Progress resume(
      FlowBook book,
      Conversation conversation,
      ActionResult result,
      Situation situation,
      Walk walk) {
    return new Engine(book, situation, walk).answered(conversation, result);
  }

  /**
   * The first turn of a conversation that moved here ({@link Moving}): it comes to its step as
   * anybody does. What was typed answered another book's screen and is dropped, but leaving and the
   * main menu are allowed.
   *
   * @param offered whether that other screen was the offer to go on
   * @param walk is told where it goes
   */
  public static Progress arrive(
      FlowBook book,
      Conversation moved,
      Input input,
      boolean offered,
      Situation situation,
      Walk walk) {
    return new Engine(book, situation, walk).moved(moved, input, offered);
  }

  private Progress moved(Conversation now, Input input, boolean offered) {
    String text = input instanceof Input.Answer(String typed) ? Answers.clean(typed) : "";
    if (text.equals(MAIN_MENU) || (offered && text.equals(ANEW))) {
      return home(now);
    }
    return offered && text.equals(BACK)
        ? new Progress.Ends(now.over(), printer.goodbye(now))
        : enter(now, now.top().step());
  }

  private Progress take(Conversation now, Input input) {
    return switch (input) {
      case Input.Start() -> isUnfinished(now) ? shown(now.resuming(true), "") : home(now);
      case Input.Open(String wish) ->
          isUnfinished(now) && now.topic().equals(wish)
              ? shown(now.resuming(true), "")
              : home(now, wish);
      case Input.Again() -> now.isOver() ? home(now) : shown(now, "");
      case Input.Answer(String text) -> now.isOver() ? home(now) : answer(now, Answers.clean(text));
    };
  }

  /**
   * Whether there is an answer that would have to be given again, or an end not read to its end.
   */
  private boolean isUnfinished(Conversation now) {
    return now.isUnfinished() || (!now.topic().isEmpty() && step(now) instanceof Step.End);
  }

  /** The main menu, with nothing left open. */
  private Progress home(Conversation now) {
    return home(now, Map.of());
  }

  private Progress home(Conversation now, String wish) {
    Variable known = book.flow(FlowBook.ENTRY).learns().get(WISH);
    boolean understood =
        known != null
            && known.type() instanceof Type.ChoiceOf(String set)
            && book.choices(set).contains(wish);
    return home(now, understood ? Map.of(WISH, new Value.Choice(wish)) : Map.of());
  }

  private Progress home(Conversation now, Map<String, Value> known) {
    Conversation fresh = now.over().push(Frame.of(FlowBook.ENTRY, known));
    return enter(fresh, book.flow(FlowBook.ENTRY).start());
  }

  private Progress shown(Conversation now, String mistake) {
    return new Progress.Waits(now, printer.screen(now, mistake));
  }

  private Progress answer(Conversation now, String text) {
    if (now.resuming()) {
      return answerToOffer(now, text);
    }
    Conversation heard = now.withNotice("");
    if (step(heard) instanceof Step.End) {
      return readOn(heard, text);
    }
    return switch (text) {
      case BACK -> back(heard);
      case MAIN_MENU -> home(heard);
      case NEXT_PAGE ->
          shown(heard.withPage(Math.min(heard.page() + 1, printer.pageCount(heard) - 1)), "");
      case PREVIOUS_PAGE -> shown(heard.withPage(Math.max(heard.page() - 1, 0)), "");
      default -> answerToStep(heard, text);
    };
  }

  /** An end of several pages: turned to its last, which ends; anything else is enough of it. */
  private Progress readOn(Conversation now, String text) {
    if (!text.equals(NEXT_PAGE)) {
      return new Progress.Ends(now.over(), printer.goodbye(now));
    }
    Conversation turned = now.withPage(now.page() + 1);
    return turned.page() < printer.pageCount(now) - 1
        ? shown(turned, "")
        : new Progress.Ends(now.over(), printer.closing(turned));
  }

  private Progress answerToOffer(Conversation now, String text) {
    return switch (text) {
      case "1" -> shown(now.resuming(false), "");
      case ANEW, MAIN_MENU -> home(now);
      case BACK -> new Progress.Ends(now, printer.goodbye(now));
      default -> shown(now, "mistakes.menu");
    };
  }

  private Progress answerToStep(Conversation now, String text) {
    return switch (step(now)) {
      case Step.Menu menu -> {
        String key =
            selected(List.copyOf(menu.options().keySet()), printer.labels(now), text).orElse(null);
        yield key == null ? shown(now, "mistakes.menu") : chosen(now, menu, key);
      }
      case Step.Listing list -> {
        yield picked(now, list, text);
      }
      case Step.Ask ask -> asked(now, ask, text);
      case Step.Say say ->
          selected(List.of("ok"), printer.labels(now), text).isPresent()
              ? enter(passed(now), say.then())
              : shown(now, "mistakes.menu");
      case Step.Do _, Step.When _, Step.Run _, Step.End _ ->
          throw new IllegalStateException("nothing waits for an answer at " + now.standsAt());
    };
  }

  private Progress chosen(Conversation now, Step.Menu menu, String key) {
    Conversation learned =
        menu.into()
            .map(variable -> learn(passed(now), variable, new Value.Choice(key)))
            .orElseGet(() -> passed(now));
    return enter(learned, menu.options().get(key));
  }

  /** One of the list's options, or one of those beside it, which follow them in number. */
  private Progress picked(Conversation now, Step.Listing list, String text) {
    List<String> beside = List.copyOf(list.or().keySet());
    List<Integer> places =
        IntStream.range(0, now.options().size() + beside.size()).boxed().toList();
    Optional<Integer> place = selected(places, printer.labels(now), text);
    if (place.isEmpty()) {
      return shown(now, "mistakes.menu");
    }
    if (place.get() < now.options().size()) {
      Value value = now.options().get(place.get()).value();
      return enter(learn(passed(now), list.into(), value), list.then());
    }
    Conversation unset = passed(now).withTop(passed(now).top().without(list.into()));
    return enter(unset, list.or().get(beside.get(place.get() - now.options().size())));
  }

  private Progress asked(Conversation now, Step.Ask ask, String text) {
    Optional<String> other = selected(List.copyOf(ask.or().keySet()), printer.labels(now), text);
    if (other.isPresent()) {
      Conversation unset = passed(now).withTop(passed(now).top().without(ask.variable()));
      return enter(unset, ask.or().get(other.get()));
    }
    Type.Simple type = (Type.Simple) flow(now).learns().get(ask.variable()).type();
    return switch (Answers.parse(type, text, situation.today())) {
      case Parsed.Good(Value value) -> enter(learn(passed(now), ask.variable(), value), ask.then());
      case Parsed.Mistake(String kind) -> shown(now, printer.mistakeKey(now, type, kind));
    };
  }

  /**
   * By number ({@code 1}, {@code 1.}, {@code 01}), or where letters are easy by the option's own
   * words.
   */
  private <T> Optional<T> selected(List<T> options, List<String> labels, String text) {
    String digits =
        text.endsWith(".") || text.endsWith(")") ? text.substring(0, text.length() - 1) : text;
    if (digits.length() <= 3
        && !digits.isEmpty()
        && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      int number = Integer.parseInt(digits);
      return number >= 1 && number <= options.size()
          ? Optional.of(options.get(number - 1))
          : Optional.empty();
    }
    if (situation.surface().kind() != Surface.Kind.USSD) {
      for (int i = 0; i < options.size(); i++) {
        if (labels.get(i).toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT))) {
          return Optional.of(options.get(i));
        }
      }
    }
    return Optional.empty();
  }

  private static Conversation passed(Conversation now) {
    return now.withTop(now.top().passed(now.top().step()));
  }

  private Conversation learn(Conversation now, String variable, Value value) {
    if (variable.equals(LANGUAGE) && value instanceof Value.Choice(String language)) {
      return now.withLanguage(language);
    }
    return now.withTop(now.top().with(variable, value));
  }

  /**
   * One waiting step back; from the first of a flow to the caller's last, or to the main menu where
   * a word opened it; from the main menu out.
   */
  private Progress back(Conversation now) {
    Conversation from = now;
    while (from.top().trail().isEmpty() && from.frames().size() > 1) {
      from = from.pop();
    }
    List<String> trail = from.top().trail();
    if (!trail.isEmpty()) {
      return enter(from, trail.getLast());
    }
    return now.topic().isEmpty() ? new Progress.Ends(now.over(), printer.goodbye(now)) : home(now);
  }

  /** Walks from {@code target} to the next screen, action or end. */
  private Progress enter(Conversation from, String target) {
    Conversation now = from;
    String at = target;
    for (int steps = 0; steps < MOST_STEPS; steps++) {
      now = now.withTop(now.top().at(at));
      walk.entered(now.standsAt());
      switch (step(now)) {
        case Step.Listing list -> {
          return needs(now, list.action(), list.with());
        }
        case Step.Do act -> {
          return needs(now, act.action(), act.with());
        }
        case Step.Waiting _ -> {
          return arrive(now, List.of());
        }
        case Step.When when -> {
          Step.When.Branch branch = branch(now, when);
          now =
              branch.notice().isPresent()
                  ? now.withNotice(now.standsAt() + "." + branch.notice().get())
                  : now;
          for (String forgotten : branch.forgets()) {
            now = now.withTop(now.top().without(forgotten));
          }
          at = branch.then();
        }
        case Step.Run run -> {
          Map<String, Value> taken = picked(run.with(), now.top().values());
          now = now.withTop(now.top().arrivedAt(at)).push(Frame.of(run.flow(), taken));
          if (now.frames().size() > DEEPEST) {
            throw new IllegalStateException(
                "more than " + DEEPEST + " flows inside one another at " + now.standsAt());
          }
          at = book.flow(run.flow()).start();
        }
        case Step.End end -> {
          if (!end.returns()) {
            return printer.pageCount(now) == 1
                ? new Progress.Ends(now.over(), printer.closing(now))
                : shown(now, "");
          }
          now = returned(now);
          at = ((Step.Run) step(now)).then();
        }
      }
    }
    throw new IllegalStateException(
        "more than " + MOST_STEPS + " steps without an answer, at " + now.standsAt());
  }

  private Step.When.Branch branch(Conversation now, Step.When when) {
    for (Step.When.Branch branch : when.branches()) {
      if (branch.condition().isEmpty()
          || branch.condition().get().holds(now.top().values(), situation.today())) {
        return branch;
      }
    }
    throw new IllegalStateException("no branch holds at " + now.standsAt());
  }

  /**
   * The values of {@code from} under new names: {@code names} is new name → old name; what is unset
   * stays unset.
   */
  private static Map<String, Value> picked(Map<String, String> names, Map<String, Value> from) {
    Map<String, Value> picked = new HashMap<>();
    names.forEach(
        (name, source) -> {
          Value value = from.get(source);
          if (value != null) {
            picked.put(name, value);
          }
        });
    return picked;
  }

  private Conversation returned(Conversation now) {
    Map<String, Value> learned = now.top().values();
    Conversation caller = now.pop();
    Step.Run run = (Step.Run) step(caller);
    Frame before = caller.top().arrivedAt(run.name());
    // Who came to the main menu by a word has seen nothing there to go back to.
    boolean byWord = caller.frames().size() == 1 && before.trail().isEmpty();
    Frame frame = byWord ? before : before.passed(run.name());
    for (Map.Entry<String, Value> given : picked(run.gives(), learned).entrySet()) {
      frame = frame.with(given.getKey(), given.getValue());
    }
    return caller.withTop(frame);
  }

  private Progress needs(Conversation now, String action, Map<String, String> with) {
    String intent = now.intent().isEmpty() ? situation.intent() : now.intent();
    return new Progress.Needs(
        now,
        new ActionRequest(
            action,
            picked(with, now.top().values()),
            intent + ":" + now.standsAt(),
            now.language()));
  }

  /**
   * A waiting step's screen: a new act begins, unless it is the same screen again with a notice.
   */
  private Progress arrive(Conversation now, List<ActionResult.Option> options) {
    Conversation there = now.withTop(now.top().arrivedAt(now.top().step()));
    String waiting = there.standsAt();
    String intent =
        waiting.equals(now.shown()) && !now.intent().isEmpty() ? now.intent() : situation.intent();
    return shown(there.shows(waiting, options, intent), "");
  }

  private Progress answered(Conversation now, ActionResult result) {
    return switch (step(now)) {
      case Step.Do act -> acted(now, act, result);
      case Step.Listing list -> listed(now, list, result);
      case Step.Menu _, Step.Ask _, Step.Say _, Step.When _, Step.Run _, Step.End _ ->
          throw new IllegalStateException("no action was asked for at " + now.standsAt());
    };
  }

  private Progress acted(Conversation now, Step.Do act, ActionResult result) {
    if (!(result instanceof ActionResult.Outcome(String outcome, Map<String, Value> gives))
        || !act.on().containsKey(outcome)) {
      throw new IllegalStateException(
          act.action()
              + " answered "
              + result.getClass().getSimpleName()
              + ", which "
              + now.standsAt()
              + " does not know");
    }
    walk.answered(now.standsAt(), outcome);
    Conversation after = now;
    for (Map.Entry<String, String> given : act.gives().entrySet()) {
      Value value = gives.get(given.getKey());
      after =
          value == null
              ? after.withTop(after.top().without(given.getValue()))
              : learn(after, given.getValue(), value);
    }
    boolean happened =
        book.action(act.action()).consequence() && !outcome.equals(ActionSignature.UNAVAILABLE);
    if (happened) {
      after = after.withFrames(after.frames().stream().map(Frame::withoutTrail).toList());
    }
    return enter(after, act.on().get(outcome));
  }

  private Progress listed(Conversation now, Step.Listing list, ActionResult result) {
    return switch (result) {
      case ActionResult.Outcome(String outcome, _)
          when outcome.equals(ActionSignature.UNAVAILABLE) -> {
        walk.answered(now.standsAt(), outcome);
        yield enter(unset(now, list), list.unavailable());
      }
      case ActionResult.Outcome(String outcome, _) ->
          throw new IllegalStateException(list.action() + " answered " + outcome + " to a list");
      case ActionResult.Options(List<ActionResult.Option> options) -> {
        boolean alone = options.size() == 1 && list.single().isPresent();
        walk.answered(now.standsAt(), options.isEmpty() ? "none" : alone ? "single" : "some");
        if (options.isEmpty()) {
          String notice = now.standsAt() + ".none";
          Conversation unset = unset(now, list);
          yield enter(
              book.lexicon(now.language()).has(notice) ? unset.withNotice(notice) : unset,
              list.none());
        }
        if (alone) {
          yield enter(learn(now, list.into(), options.getFirst().value()), list.single().get());
        }
        yield arrive(now, options);
      }
    };
  }

  /** A list that was not shown leaves no earlier choice behind: it was made for other inputs. */
  private static Conversation unset(Conversation now, Step.Listing list) {
    return now.withTop(now.top().without(list.into()));
  }

  private Flow flow(Conversation now) {
    return book.flow(now.top().flow());
  }

  private Step step(Conversation now) {
    return flow(now).step(now.top().step());
  }
}
