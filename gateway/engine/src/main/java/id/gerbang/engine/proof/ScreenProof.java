package id.gerbang.engine.proof;

import id.gerbang.engine.ScreenProbe;
import id.gerbang.engine.ScreenProbe.Stand;
import id.gerbang.engine.Surface;
import id.gerbang.engine.action.ActionResult.Option;
import id.gerbang.engine.action.ActionSignature.OptionShape;
import id.gerbang.engine.book.Flow;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Step;
import id.gerbang.engine.book.Variable;
import id.gerbang.engine.text.Lexicon;
import id.gerbang.engine.text.Pages;
import id.gerbang.engine.value.Answers;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Proof 4: every screen, with the longest value of each variable and any sentence that can stand
 * above it, fits its surface — on one page where nobody can turn it, on three at most where it is
 * read, and no word and no option is cut.
 */
final class ScreenProof {
  /** More reading than this nobody turns on a keypad phone (flow-language.md, proof 4). */
  static final int MOST_PAGES = 3;

  private static final int OPTIONS = 12;

  private final FlowBook book;
  private final Map<String, Set<String>> notices;
  private final List<Surface> surfaces;
  private final List<Finding> found = new ArrayList<>();

  ScreenProof(FlowBook book, Map<String, Set<String>> notices, List<Surface> surfaces) {
    this.book = book;
    this.notices = notices;
    this.surfaces = surfaces;
  }

  List<Finding> prove() {
    for (String language : new TreeSet<>(book.languages())) {
      Worlds worlds = new Worlds(book, book.lexicon(language));
      for (Flow flow : book.flows().values()) {
        Map<String, Type> types = new HashMap<>();
        flow.learns().values().forEach(variable -> types.put(variable.name(), variable.type()));
        for (Step step : flow.steps().values()) {
          if (step instanceof Step.Waiting || step instanceof Step.End end && !end.returns()) {
            new Look(language, flow, step, worlds, types).look();
          }
        }
      }
      offers(language);
    }
    return found;
  }

  private void offers(String language) {
    for (Surface surface : surfaces) {
      ScreenProbe probe = new ScreenProbe(book, language, surface);
      for (String flow : book.flows().keySet()) {
        if (book.lexicon(language).has(flow + ".topic") && probe.offer(flow).size() > 1) {
          found.add(
              Finding.of(
                  book.places()
                      .text(language, flow + ".topic")
                      .problem(
                          "the offer to go on with "
                              + flow
                              + " takes more than one page on "
                              + surface.kind(),
                          "shorten " + flow + ".topic or resume.question")));
        }
      }
    }
  }

  /** One step in one language. */
  private final class Look {
    private final String language;
    private final Lexicon lexicon;
    private final Flow flow;
    private final Step step;
    private final Worlds worlds;
    private final Map<String, Type> types;
    private final LongestValues longest;
    private boolean onePage;

    Look(String language, Flow flow, Step step, Worlds worlds, Map<String, Type> types) {
      this.language = language;
      this.lexicon = book.lexicon(language);
      this.flow = flow;
      this.step = step;
      this.worlds = worlds;
      this.types = types;
      this.longest = new LongestValues(book, lexicon);
    }

    void look() {
      List<String> remarks = remarks();
      List<String> texts = new ArrayList<>(StepTexts.of(lexicon, flow.name(), step));
      remarks.stream().filter(key -> !key.isEmpty()).forEach(texts::add);
      switch (worlds.of(types, texts)) {
        case Worlds.Made.TooMany(int count) ->
            problem(
                "the words of step \"" + step.name() + "\" have " + count + " versions",
                "decide with a when: step, so that each has words of its own");
        case Worlds.Made.All(List<Map<String, Value>> all) -> {
          for (int i = 0; i < surfaces.size(); i++) {
            onePage = true;
            if (!fits(surfaces.get(i), all, remarks)) {
              return; // one thing to mend at a time: the next surface is wider
            }
            if (onePage && isWithinEvery(surfaces.get(i), i + 1)) {
              return;
            }
          }
        }
      }
    }

    /**
     * What is one page here is one page on every surface after it: each holds as many units, and
     * those that count UTF-16 hold twice as many, for characters that a keypad phone shows as one.
     */
    private boolean isWithinEvery(Surface surface, int from) {
      return surfaces.subList(from, surfaces.size()).stream()
          .allMatch(
              wider ->
                  wider.encoding() == surface.encoding()
                      ? wider.capacity() >= surface.capacity()
                      : wider.encoding() == Surface.Encoding.UNICODE
                          && wider.capacity() >= 2 * surface.capacity());
    }

    private boolean fits(Surface surface, List<Map<String, Value>> all, List<String> remarks) {
      ScreenProbe probe = new ScreenProbe(book, language, surface);
      for (Map<String, Value> world : all) {
        Stand stand = new Stand(flow.name(), step.name(), present(world), options());
        if (!optionsFit(probe, stand, surface)) {
          return false;
        }
        for (String remark : remarks) {
          List<Pages.Page> pages = probe.pages(stand, remark);
          onePage &= pages.size() == 1;
          if (tooLong(pages, surface, remark) || hasEndlessWord(pages, surface)) {
            return false;
          }
        }
      }
      return true;
    }

    /** A variable is printed by its value or, where it may be unset, by the words for that. */
    private Map<String, Value> present(Map<String, Value> world) {
      Map<String, Value> present = new HashMap<>(world);
      for (Variable variable : flow.learns().values()) {
        String absent = flow.name() + ".absent." + variable.name();
        if (lexicon.has(absent)
            && lexicon.words(absent).length()
                > longest.printed(variable.type(), world.get(variable.name())).length()) {
          present.remove(variable.name());
        }
      }
      return present;
    }

    private List<Option> options() {
      if (!(step instanceof Step.Listing list)) {
        return List.of();
      }
      OptionShape shape = book.action(list.action()).options();
      Map<String, Value> fields = new HashMap<>();
      shape.fields().forEach((field, type) -> fields.put(field, longest.of(type)));
      Option[] options = new Option[OPTIONS];
      Arrays.fill(options, new Option(longest.of(shape.value()), fields));
      return List.of(options);
    }

    /** The sentences that can stand above the screen; none, to begin with. */
    private List<String> remarks() {
      List<String> remarks = new ArrayList<>(List.of(""));
      notices.getOrDefault(flow.name() + "." + step.name(), Set.of()).stream()
          .filter(lexicon::has)
          .filter(key -> lexicon.message(key).variables().isEmpty() || key.startsWith(flow.name()))
          .sorted()
          .forEach(remarks::add);
      switch (step) {
        case Step.Menu _, Step.Listing _, Step.Say _ -> remarks.add("mistakes.menu");
        case Step.Ask ask -> {
          String own = flow.name() + "." + step.name() + ".mistake";
          if (lexicon.has(own)) {
            remarks.add(own);
          } else if (flow.learns().get(ask.variable()).type() instanceof Type.Simple type) {
            Answers.MISTAKES.getOrDefault(type, Set.of()).stream()
                .sorted()
                .map(kind -> "mistakes." + type.name().toLowerCase(Locale.ROOT) + "." + kind)
                .forEach(remarks::add);
          }
        }
        case Step.Do _, Step.When _, Step.Run _, Step.End _ -> {}
      }
      return remarks;
    }

    private boolean optionsFit(ScreenProbe probe, Stand stand, Surface surface) {
      List<String> labels =
          probe.labels(stand).stream().map(label -> Pages.fit(label, surface)).toList();
      List<String> shown =
          probe.pages(stand, "").stream()
              .flatMap(page -> page.choices().stream())
              .map(choice -> choice.label())
              .toList();
      for (int i = 0; i < labels.size(); i++) {
        if (!shown.contains(labels.get(i))) {
          problem(
              "option "
                  + (i + 1)
                  + " of step \""
                  + step.name()
                  + "\" does not fit a page of "
                  + surface.kind()
                  + " at its longest in "
                  + language
                  + ": "
                  + labels.get(i),
              "shorten its words");
          return false;
        }
      }
      return true;
    }

    private boolean tooLong(List<Pages.Page> pages, Surface surface, String remark) {
      boolean list = step instanceof Step.Listing;
      boolean end = step instanceof Step.End;
      int most = end ? 1 : MOST_PAGES;
      if (list || pages.size() <= most) {
        return false;
      }
      problem(
          "step \""
              + step.name()
              + "\""
              + (remark.isEmpty() ? "" : " under \"" + remark + "\"")
              + " takes "
              + pages.size()
              + " pages of "
              + surface.kind()
              + " at its longest in "
              + language
              + (end
                  ? ", and nobody can turn the page of an end"
                  : "; at most " + most + " are read"),
          end
              ? "shorten it by "
                  + (Pages.units(whole(pages), surface) - surface.capacity())
                  + " characters, or read it in a {say: true} before"
              : "shorten its words, or part it into several steps");
      return true;
    }

    private static String whole(List<Pages.Page> pages) {
      return String.join(" ", pages.stream().map(Pages.Page::text).toList());
    }

    /** A page is cut at a word's end; a word longer than half a page leaves it half empty. */
    private boolean hasEndlessWord(List<Pages.Page> pages, Surface surface) {
      for (String word : whole(pages).split("\\s+")) {
        if (Pages.units(word, surface) > surface.capacity() / 2) {
          problem(
              "step \"" + step.name() + "\" has a word longer than half a page: " + word,
              "shorten the word, or put a space into it");
          return true;
        }
      }
      return false;
    }

    private void problem(String what, String mend) {
      List<String> keys = StepTexts.of(lexicon, flow.name(), step);
      found.add(
          Finding.at(
              (keys.isEmpty()
                      ? book.places().step(flow.name(), step.name())
                      : book.places().text(language, keys.getFirst()))
                  .problem(what, mend),
              flow.name(),
              step.name()));
    }
  }
}
