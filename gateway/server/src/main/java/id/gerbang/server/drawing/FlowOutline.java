package id.gerbang.server.drawing;

import id.gerbang.engine.book.Flow;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Step;
import id.gerbang.engine.text.Lexicon;
import id.gerbang.engine.text.Message;
import id.gerbang.server.drawing.FlowPicture.Arrow;
import id.gerbang.server.drawing.FlowPicture.Box;
import id.gerbang.server.drawing.FlowPicture.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads from a book what is drawn of one of its flows, in the words of one language. */
public final class FlowOutline {
  private static final String THEN = "then";

  /** Where a step leads when all is as usual needs no label. */
  private static final List<String> USUAL = List.of(THEN);

  /** A text with its variables' names where their values will be. */
  private static final Message.Arguments NAMES =
      new Message.Arguments() {
        @Override
        public String printed(String variable, boolean masked) {
          return "{" + variable + "}";
        }

        @Override
        public String selector(String variable) {
          return "";
        }

        @Override
        public long number(String variable) {
          return 2; // the plural of most
        }
      };

  private final FlowBook book;
  private final Flow flow;
  private final Lexicon lexicon;
  private final List<Arrow> arrows = new ArrayList<>();

  private FlowOutline(FlowBook book, Flow flow, String language) {
    this.book = book;
    this.flow = flow;
    this.lexicon = book.lexicon(language);
  }

  /** The picture of {@code flow}, which is one of the book's. */
  public static FlowPicture of(FlowBook book, Flow flow, String language) {
    return new FlowOutline(book, flow, language).picture();
  }

  private FlowPicture picture() {
    List<Box> boxes = new ArrayList<>();
    for (Step step : flow.steps().values()) {
      boxes.add(new Box(step.name(), kind(step), words(step), step.name().equals(flow.start())));
      Map<String, List<String>> ways = new LinkedHashMap<>();
      ways(step, ways);
      ways.forEach(
          (to, outcomes) ->
              arrows.add(
                  new Arrow(step.name(), to, outcomes.equals(USUAL) ? List.of() : outcomes)));
    }
    return new FlowPicture(flow.name(), flow.about(), boxes, arrows);
  }

  private static Kind kind(Step step) {
    return switch (step) {
      case Step.Menu _ -> Kind.MENU;
      case Step.Listing _ -> Kind.LIST;
      case Step.Ask _ -> Kind.QUESTION;
      case Step.Say _ -> Kind.READING;
      case Step.Do _ -> Kind.ACT;
      case Step.When when -> isNotice(when) ? Kind.NOTICE : Kind.CHOICE;
      case Step.Run _ -> Kind.FLOW;
      case Step.End end -> end.returns() ? Kind.RETURN : Kind.END;
    };
  }

  private static boolean isNotice(Step.When when) {
    return when.branches().size() == 1 && when.branches().getFirst().notice().isPresent();
  }

  private String words(Step step) {
    return switch (step) {
      case Step.Menu _, Step.Listing _, Step.Ask _, Step.Say _ -> body(step);
      case Step.End end -> end.returns() ? "↩" : body(step);
      case Step.Do act -> act.action();
      case Step.When when ->
          isNotice(when) ? notice(when, when.branches().getFirst().notice().orElseThrow()) : "";
      case Step.Run run -> ran(run.flow());
    };
  }

  private String body(Step step) {
    return text(lexicon.body(flow.name() + "." + step.name()));
  }

  private String text(String key) {
    return lexicon.message(key).print(NAMES);
  }

  private String notice(Step step, String notice) {
    return text(flow.name() + "." + step.name() + "." + notice);
  }

  /** A flow by its topic; one that nobody resumes has none, and is known by what it is about. */
  private String ran(String name) {
    return lexicon.has(name + ".topic") ? text(name + ".topic") : book.flow(name).name();
  }

  /** Where a step leads, each with what leads there, in the order of the file. */
  private void ways(Step step, Map<String, List<String>> ways) {
    switch (step) {
      case Step.Menu menu -> options(step, menu.options(), ways);
      case Step.Listing list -> {
        way(ways, list.then(), THEN);
        list.single().ifPresent(to -> way(ways, to, "single"));
        way(ways, list.none(), "none");
        way(ways, list.unavailable(), "unavailable");
        list.or().forEach((key, to) -> way(ways, to, beside(list, key)));
      }
      case Step.Ask ask -> {
        way(ways, ask.then(), THEN);
        options(step, ask.or(), ways);
      }
      case Step.Say say -> way(ways, say.then(), THEN);
      case Step.Do act -> act.on().forEach((outcome, to) -> way(ways, to, outcome));
      case Step.When when -> branches(when, ways);
      case Step.Run run -> way(ways, run.then(), THEN);
      case Step.End _ -> {}
    }
  }

  private void options(Step step, Map<String, String> options, Map<String, List<String>> ways) {
    int number = 1;
    for (Map.Entry<String, String> option : options.entrySet()) {
      String words = text(flow.name() + "." + step.name() + "." + option.getKey());
      way(ways, option.getValue(), number++ + " " + words);
    }
  }

  private String beside(Step.Listing list, String key) {
    return text(flow.name() + "." + list.name() + "." + key);
  }

  private void branches(Step.When when, Map<String, List<String>> ways) {
    for (Step.When.Branch branch : when.branches()) {
      if (isNotice(when)) {
        way(ways, branch.then(), THEN);
      } else {
        String condition = branch.condition().map(Object::toString).orElse("else");
        way(ways, branch.then(), condition);
        branch
            .notice()
            .ifPresent(notice -> way(ways, branch.then(), "“" + notice(when, notice) + "”"));
      }
    }
  }

  private static void way(Map<String, List<String>> ways, String to, String outcome) {
    ways.computeIfAbsent(to, _ -> new ArrayList<>()).add(outcome);
  }
}
