package id.gerbang.engine.book;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.text.Lexicon;
import id.gerbang.engine.text.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads all files of a book and collects everything that is wrong with them. */
final class BookReader {
  private static final String MESSAGES = "messages/";

  /** Who still has to sign a language; read by people. */
  static final String DRAFT = "draft";

  private final Map<String, String> sources;
  private final ActionCatalog catalog;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, FlowReader.Read> flows = new LinkedHashMap<>();
  private final Map<String, Words> words = new TreeMap<>();

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
        new FlowBook(FlowBook.hash(sources), byName, lexicons, catalog));
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
