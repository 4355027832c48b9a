package id.gerbang.engine.book;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.letter.LetterPrinter;
import id.gerbang.engine.letter.LetterSignature;
import id.gerbang.engine.text.Message;
import id.gerbang.engine.value.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks that every text exists in every language, prints only what is known there, and is used.
 */
final class WordCheck {
  private final Map<String, FlowReader.Read> flows;
  private final Map<String, BookReader.Words> words;
  private final ActionCatalog catalog;
  private final Set<String> used = new HashSet<>();

  WordCheck(
      Map<String, FlowReader.Read> flows,
      Map<String, BookReader.Words> words,
      ActionCatalog catalog) {
    this.flows = flows;
    this.words = words;
    this.catalog = catalog;
  }

  void check() {
    FixedTexts.all().forEach((key, variables) -> needed(key, variables, null));
    catalog
        .choiceSets()
        .forEach((set, members) -> members.forEach(member -> used.add(set + "." + member)));
    catalog.letters().values().forEach(this::letter);
    flows.values().forEach(this::flow);
    words.values().forEach(this::unused);
  }

  private void letter(LetterSignature letter) {
    needed(LetterPrinter.key(letter.name()), letter.slots().keySet(), null);
  }

  private void flow(FlowReader.Read read) {
    Flow flow = read.flow();
    if (!flow.name().equals(FlowBook.ENTRY)) {
      used.add(flow.name() + ".topic");
    }
    flow.learns().keySet().forEach(variable -> used.add(flow.name() + ".absent." + variable));
    flow.steps().values().forEach(step -> step(flow, step, read.places().of(step.name())));
    flow.steps().values().stream()
        .filter(step -> step instanceof Step.Run && flow.name().equals(FlowBook.ENTRY))
        .forEach(
            step ->
                needed(
                    ((Step.Run) step).flow() + ".topic", Set.of(), read.places().of(step.name())));
  }

  private void step(Flow flow, Step step, Yaml place) {
    String key = flow.name() + "." + step.name();
    Set<String> known = flow.learns().keySet();
    used.add(key + ".mistake");
    switch (step) {
      case Step.Menu menu -> {
        body(flow, key, place);
        menu.options().keySet().forEach(option -> needed(key + "." + option, known, place));
      }
      case Step.Ask ask -> {
        body(flow, key, place);
        ask.or().keySet().forEach(option -> needed(key + "." + option, known, place));
      }
      case Step.Listing list -> listing(flow, list, key, place);
      case Step.Say _ -> body(flow, key, place);
      case Step.End end -> {
        if (!end.returns()) {
          body(flow, key, place);
        }
      }
      case Step.When when ->
          when.branches()
              .forEach(
                  branch ->
                      branch
                          .notice()
                          .ifPresent(notice -> needed(key + "." + notice, known, place)));
      case Step.Do _, Step.Run _ -> {}
    }
  }

  private void listing(Flow flow, Step.Listing list, String key, Yaml place) {
    body(flow, key, place);
    used.add(key + ".none");
    used.add(key + ".option");
    list.or().keySet().forEach(option -> needed(key + "." + option, flow.learns().keySet(), place));
    ActionSignature action = catalog.actions().get(list.action());
    if (action == null || action.options() == null) {
      return;
    }
    Set<String> fields = new HashSet<>(flow.learns().keySet());
    fields.addAll(action.options().fields().keySet());
    fields.add("value");
    words
        .values()
        .forEach(
            language -> {
              if (language.lexicon().has(key + ".option")) {
                variables(key + ".option", fields, language);
              }
            });
  }

  private void body(Flow flow, String key, Yaml place) {
    String body =
        words.values().stream()
            .map(language -> language.lexicon().body(key))
            .filter(own -> !own.equals(key))
            .findFirst()
            .orElse(key);
    needed(body, flow.learns().keySet(), place);
    for (BookReader.Words language : words.values()) {
      if (language.lexicon().has(body)) {
        choices(flow, language.lexicon().message(body), language);
      }
    }
  }

  /** A printed choice needs the words of every member of its set. */
  private void choices(Flow flow, Message message, BookReader.Words language) {
    for (String variable : message.variables()) {
      Variable known = flow.learns().get(variable);
      if (known != null && known.type() instanceof Type.ChoiceOf(String set)) {
        for (String member : catalog.choiceSets().getOrDefault(set, List.of())) {
          if (!language.lexicon().has(set + "." + member)) {
            language
                .file()
                .problem(
                    "the text "
                        + set
                        + "."
                        + member
                        + " is missing, and {"
                        + variable
                        + "} can print it",
                    "add it");
          }
        }
      }
    }
  }

  private void needed(String key, Set<String> known, Yaml place) {
    used.add(key);
    for (BookReader.Words language : words.values()) {
      if (language.lexicon().has(key)) {
        variables(key, known, language);
      } else if (!language.places().containsKey(key)) {
        Yaml where = place == null ? language.file() : place;
        where.problem(
            "the text " + key + " is missing in " + language.lexicon().language(),
            "add it to messages/" + language.lexicon().language() + ".yaml");
      }
    }
  }

  private static void variables(String key, Set<String> known, BookReader.Words language) {
    for (String variable : language.lexicon().message(key).variables()) {
      if (!known.contains(variable)) {
        language
            .places()
            .get(key)
            .problem(
                "{" + variable + "} is not known in " + key,
                known.isEmpty()
                    ? "remove it"
                    : "known here are: " + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  private void unused(BookReader.Words language) {
    language.lexicon().keys().stream()
        .filter(key -> !used.contains(key))
        .forEach(
            key ->
                language
                    .places()
                    .get(key)
                    .problem(
                        "the text " + key + " is used nowhere", "remove it, or correct its name"));
  }
}
