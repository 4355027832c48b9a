package id.gerbang.engine.book;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.letter.LetterRules;
import id.gerbang.engine.text.Lexicon;
import id.gerbang.engine.text.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads all files of a book and collects everything that is wrong with them. */
final class BookReader {
  private static final String MESSAGES = "messages/";
  private static final String LETTERS = "letters.yaml";

  /** Who still has to sign a language; read by people. */
  static final String DRAFT = "draft";

  private final Map<String, String> sources;
  private final ActionCatalog catalog;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, FlowReader.Read> flows = new LinkedHashMap<>();
  private final Map<String, Words> words = new TreeMap<>();
  private LetterRules letterRules = LetterRules.NONE;

  /** The texts of one language, each with its place. */
  record Words(Lexicon lexicon, Map<String, Yaml> places, Yaml file) {}

  BookReader(Map<String, String> sources, ActionCatalog catalog) {
    this.sources = new TreeMap<>(sources);
    this.catalog = catalog;
  }

  FlowBook.Loaded read() {
    sources.forEach(
        (path, text) ->
            Yaml.parse(path, text, problems)
                .ifPresent(
                    root -> {
                      if (path.startsWith(MESSAGES)) {
                        language(path, root);
                      } else if (path.equals(LETTERS)) {
                        letterRules = letterRules(root);
                      } else {
                        flow(root);
                      }
                    }));
    if (problems
        .isEmpty()) { // what points at a file that cannot be read would only hide the mistake in it
      new BookCheck(flows, words, catalog, problems).check();
    }
    if (!problems.isEmpty()) {
      return new FlowBook.Loaded.Bad(
          problems.stream()
              .distinct()
              .sorted(
                  Comparator.comparing(Problem::file)
                      .thenComparing(Problem::line)
                      .thenComparing(Problem::column))
              .toList());
    }
    Map<String, Flow> byName = new HashMap<>();
    flows.forEach((name, read) -> byName.put(name, read.flow()));
    Map<String, Lexicon> lexicons = new HashMap<>();
    words.forEach((language, read) -> lexicons.put(language, read.lexicon()));
    return new FlowBook.Loaded.Good(
        new FlowBook(FlowBook.hash(sources), byName, lexicons, letterRules, places(), catalog));
  }

  private Places places() {
    Map<String, Places.Place> byFlow = new HashMap<>();
    Map<String, Places.Place> bySteps = new HashMap<>();
    Map<String, Places.Place> byTexts = new HashMap<>();
    flows.forEach(
        (flow, read) -> {
          byFlow.put(flow, read.places().flow().place());
          read.places()
              .steps()
              .forEach((step, node) -> bySteps.put(flow + "." + step, node.place()));
        });
    words.forEach(
        (language, read) ->
            read.places().forEach((key, node) -> byTexts.put(language + ":" + key, node.place())));
    return new Places(byFlow, bySteps, byTexts);
  }

  private void flow(Yaml root) {
    new FlowReader(root)
        .read()
        .ifPresent(
            read -> {
              if (flows.putIfAbsent(read.flow().name(), read) != null) {
                root.problem(
                    "a second flow is called \"" + read.flow().name() + "\"",
                    "give one of them another name");
              }
            });
  }

  private LetterRules letterRules(Yaml root) {
    Map<String, Yaml> parts = FlowGrammar.LETTERS.read(root);
    Map<String, LetterRules.Rule> rules = new HashMap<>();
    if (parts.containsKey("letters")) {
      parts.get("letters").map().forEach((letter, node) -> rules.put(letter, rule(letter, node)));
    }
    List<String> filtered =
        parts.containsKey("filtered")
            ? parts.get("filtered").list().stream()
                .map(word -> word.text().toLowerCase(Locale.ROOT))
                .toList()
            : List.of();
    return new LetterRules(rules, filtered);
  }

  private LetterRules.Rule rule(String letter, Yaml node) {
    if (!catalog.letters().containsKey(letter)) {
      node.problem(
          "the server writes no letter \"" + letter + "\"",
          "known are: " + String.join(", ", new TreeSet<>(catalog.letters().keySet())));
    }
    Map<String, Yaml> parts = FlowGrammar.LETTER.read(node);
    return new LetterRules.Rule(
        parts.containsKey("segments")
            ? parts.get("segments").whole()
            : LetterRules.Rule.ORDINARY.segments(),
        parts.containsKey("unicode") && parts.get("unicode").truth());
  }

  private void language(String path, Yaml root) {
    String language = path.substring(MESSAGES.length()).replaceFirst("\\.ya?ml$", "");
    Map<String, Message> messages = new HashMap<>();
    Map<String, Yaml> places = new HashMap<>();
    root.map().forEach((key, node) -> flatten(key, node, language, messages, places));
    messages.remove(DRAFT);
    words.put(language, new Words(new Lexicon(language, messages), places, root));
  }

  private void flatten(
      String key,
      Yaml node,
      String language,
      Map<String, Message> messages,
      Map<String, Yaml> places) {
    if (node.isMap()) {
      node.map()
          .forEach((more, child) -> flatten(key + "." + more, child, language, messages, places));
      return;
    }
    places.put(key, node);
    try {
      messages.put(key, Message.parse(node.text(), language));
    } catch (IllegalArgumentException e) {
      node.problem(
          "the text " + key + " cannot be read: " + e.getMessage(),
          "write variables as {name}; a single { needs quotes '{'");
    }
  }
}
