package id.gerbang.engine;

import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.book.Flow;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Step;
import id.gerbang.engine.book.Variable;
import id.gerbang.engine.text.Lexicon;
import id.gerbang.engine.text.Message;
import id.gerbang.engine.text.Pages;
import id.gerbang.engine.value.Printer;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Prints where a conversation stands: words, options and navigation, cut to pages of the surface.
 */
final class ScreenPrinter {
  private final FlowBook book;
  private final Situation situation;

  ScreenPrinter(FlowBook book, Situation situation) {
    this.book = book;
    this.situation = situation;
  }

  /**
   * The page that is shown.
   *
   * @param mistake the key of the sentence about the last answer, or empty
   */
  Screen screen(Conversation now, String mistake) {
    List<Pages.Page> pages = pages(now, mistake);
    Pages.Page page = pages.get(Math.min(now.page(), pages.size() - 1));
    return new Screen(page.text(), page.body(), page.choices(), false);
  }

  /** How many pages the conversation's screen has. */
  int pageCount(Conversation now) {
    return pages(now, "").size();
  }

  /** The words of the options on the screen, in their order. */
  List<String> labels(Conversation now) {
    Lexicon lexicon = lexicon(now);
    if (now.resuming()) {
      return List.of(lexicon.words("resume.go_on"), lexicon.words("resume.anew"));
    }
    return switch (step(now)) {
      case Step.Menu menu ->
          menu.options().keySet().stream().map(key -> optionWords(now, key)).toList();
      case Step.Ask ask -> ask.or().keySet().stream().map(key -> optionWords(now, key)).toList();
      case Step.Listing list ->
          Stream.concat(
                  now.options().stream().map(option -> optionWords(now, list, option)),
                  list.or().keySet().stream().map(key -> optionWords(now, key)))
              .toList();
      case Step.Say _ -> List.of(lexicon.words("nav.ok"));
      case Step.Do _, Step.When _, Step.Run _, Step.End _ -> List.of();
    };
  }

  /** The screen that leaves the menus from the main menu. */
  Screen goodbye(Conversation now) {
    String words = lexicon(now).words("nav.goodbye");
    return last(closed(now, words).getFirst());
  }

  /**
   * The last page of an {@code end} with words. The check refuses an end of several on the surfaces
   * that it proves; a smaller one has them turned.
   */
  Screen closing(Conversation now) {
    return last(pages(now, "").getLast());
  }

  private static Screen last(Pages.Page page) {
    return new Screen(page.text(), page.body(), List.of(), true);
  }

  /** Pages that nobody can leave by going back. */
  private List<Pages.Page> closed(Conversation now, String words) {
    return pagesWithBack(now, "").lay(words, List.of());
  }

  /** Which sentence a mistake gets: the step's own, or the type's. */
  String mistakeKey(Conversation now, Type.Simple type, String kind) {
    String own = now.standsAt() + ".mistake";
    return lexicon(now).has(own)
        ? own
        : "mistakes." + type.name().toLowerCase(java.util.Locale.ROOT) + "." + kind;
  }

  /** All pages where the conversation stands, below what was wrong; of an {@code end} too. */
  List<Pages.Page> pages(Conversation now, String mistake) {
    if (!now.resuming() && step(now) instanceof Step.End) {
      return closed(now, words(now, now.standsAt()));
    }
    Pages pages = pagesWithBack(now, backWords(now));
    List<Screen.Choice> choices = new ArrayList<>();
    List<String> labels = labels(now);
    for (int i = 0; i < labels.size(); i++) {
      choices.add(new Screen.Choice(Integer.toString(i + 1), labels.get(i)));
    }
    String body = body(now);
    String remark = remark(now, mistake, labels.size());
    if (remark.isEmpty()) {
      return pages.lay(body, choices);
    }
    List<Pages.Page> all = pages.lay(remark + "\n" + body, choices);
    if (all.size() == 1) {
      return all;
    }
    List<Pages.Page> withoutBody = pages.lay(remark, choices);
    return withoutBody.size() == 1 || now.options().isEmpty() ? withoutBody : all;
  }

  private Pages pagesWithBack(Conversation now, String back) {
    return new Pages(
        situation.surface(),
        new Screen.Choice(Engine.BACK, back),
        new Screen.Choice(Engine.NEXT_PAGE, lexicon(now).words("nav.next")));
  }

  private String backWords(Conversation now) {
    boolean leaves =
        now.resuming()
            || (now.frames().size() == 1
                && now.top().trail().isEmpty()
                && now.top().flow().equals(FlowBook.ENTRY));
    return lexicon(now).words(leaves ? "nav.exit" : "nav.back");
  }

  private String body(Conversation now) {
    if (now.resuming()) {
      String topic = lexicon(now).words(now.topic() + ".topic");
      return lexicon(now).message("resume.question").print(new Topic(topic));
    }
    return words(now, bodyKey(now));
  }

  private String bodyKey(Conversation now) {
    return lexicon(now).body(now.standsAt());
  }

  private String remark(Conversation now, String mistake, int last) {
    String key = mistake.isEmpty() ? now.notice() : mistake;
    if (key.isEmpty()) {
      return "";
    }
    return lexicon(now)
        .message(key)
        .print(new Known(now, Map.of("last", Integer.toString(last)), true));
  }

  private String optionWords(Conversation now, String key) {
    return lexicon(now).message(now.standsAt() + "." + key).print(new Known(now, Map.of(), false));
  }

  private String optionWords(Conversation now, Step.Listing list, ActionResult.Option option) {
    ActionSignature.OptionShape shape = book.action(list.action()).options();
    Printer printer = new Printer(lexicon(now), situation.zone());
    String value = printer.print(shape.value(), option.value());
    String key = now.standsAt() + ".option";
    if (!lexicon(now).has(key)) {
      return value;
    }
    Map<String, String> printed = new java.util.HashMap<>(Map.of("value", value));
    option
        .fields()
        .forEach(
            (field, fieldValue) ->
                printed.put(field, printer.print(shape.fields().get(field), fieldValue)));
    return lexicon(now).message(key).print(new Known(now, printed, false));
  }

  /** What is read: its values are tied, so that no page ends inside one. */
  private String words(Conversation now, String key) {
    return lexicon(now).message(key).print(new Known(now, Map.of(), true));
  }

  private Lexicon lexicon(Conversation now) {
    return book.lexicon(now.language());
  }

  private Step step(Conversation now) {
    return book.flow(now.top().flow()).step(now.top().step());
  }

  /** The name of what was left open; it holds nothing of a person. */
  private record Topic(String topic) implements Message.Arguments {
    @Override
    public String printed(String variable, boolean masked) {
      return topic;
    }

    @Override
    public String selector(String variable) {
      return topic;
    }

    @Override
    public long number(String variable) {
      return 0;
    }
  }

  /** What the words of a step may print: what was printed already, and the flow's variables. */
  private final class Known implements Message.Arguments {
    private final Conversation now;
    private final Map<String, String> printed;
    private final boolean tied;

    Known(Conversation now, Map<String, String> printed, boolean tied) {
      this.now = now;
      this.printed = printed;
      this.tied = tied;
    }

    @Override
    public String printed(String variable, boolean masked) {
      String words = words(variable, masked);
      return tied ? Pages.tied(words) : words;
    }

    private String words(String variable, boolean masked) {
      String ready = printed.get(variable);
      if (ready != null) {
        return ready;
      }
      Flow flow = book.flow(now.top().flow());
      Value value = now.top().values().get(variable);
      Lexicon lexicon = lexicon(now);
      if (value == null) {
        return lexicon.words(flow.name() + ".absent." + variable);
      }
      Variable known = flow.learns().get(variable);
      Printer printer = new Printer(lexicon, situation.zone());
      return masked ? printer.masked(known.type(), value) : printer.print(known.type(), value);
    }

    @Override
    public String selector(String variable) {
      return Message.Arguments.selector(now.top().values().get(variable));
    }

    @Override
    public long number(String variable) {
      return Message.Arguments.number(variable, now.top().values().get(variable));
    }
  }
}
