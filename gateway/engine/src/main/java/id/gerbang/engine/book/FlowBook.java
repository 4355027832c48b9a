package id.gerbang.engine.book;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.letter.LetterRules;
import id.gerbang.engine.letter.LetterSignature;
import id.gerbang.engine.text.Lexicon;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every menu and every word of one published state: typed, checked, immutable, known by its content
 * hash.
 */
public final class FlowBook {
  /** The flow in which everybody begins. */
  public static final String ENTRY = "main";

  /** The language of those who never chose one. */
  public static final String DEFAULT_LANGUAGE = "id";

  private final String hash;
  private final Map<String, Flow> flows;
  private final Map<String, Lexicon> lexicons;
  private final LetterRules letterRules;
  private final Places places;
  private final ActionCatalog catalog;

  FlowBook(
      String hash,
      Map<String, Flow> flows,
      Map<String, Lexicon> lexicons,
      LetterRules letterRules,
      Places places,
      ActionCatalog catalog) {
    this.places = places;
    this.letterRules = letterRules;
    this.hash = hash;
    this.flows = Map.copyOf(flows);
    this.lexicons = Map.copyOf(lexicons);
    this.catalog = catalog;
  }

  /** What became of the sources. */
  public sealed interface Loaded {
    record Good(FlowBook book) implements Loaded {}

    /** All that is wrong, sorted by file and line. */
    record Bad(List<Problem> problems) implements Loaded {}
  }

  /**
   * Reads and checks a book.
   *
   * @param sources text by path relative to the flows folder: {@code register.yaml}, {@code
   *     messages/id.yaml}
   * @param catalog what the server can do
   */
  public static Loaded load(Map<String, String> sources, ActionCatalog catalog) {
    return new BookReader(sources, catalog).read();
  }

  /** SHA-256 over the paths and texts of the sources, in lower-case hex. */
  public static String hash(Map<String, String> sources) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new TreeMap<>(sources)
          .forEach(
              (path, text) -> {
                digest.update(
                    (path + "\n" + text.length() + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(text.getBytes(StandardCharsets.UTF_8));
              });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public String hash() {
    return hash;
  }

  public Map<String, Flow> flows() {
    return flows;
  }

  public Set<String> languages() {
    return lexicons.keySet();
  }

  /** The flow of that name; the book was checked, so it is there. */
  public Flow flow(String name) {
    Flow flow = flows.get(name);
    if (flow == null) {
      throw new IllegalStateException("the book has no flow " + name);
    }
    return flow;
  }

  /**
   * Whether who leaves that flow unfinished is offered to go on; false when there is no such flow.
   */
  public boolean reminds(String flow) {
    Flow known = flows.get(flow);
    return known != null && known.remind();
  }

  /** The words of a language, or of the default one when the book has no such language. */
  public Lexicon lexicon(String language) {
    Lexicon lexicon = lexicons.get(language);
    return lexicon != null ? lexicon : lexicons.get(DEFAULT_LANGUAGE);
  }

  /** What an action promises; the book was checked, so it is there. */
  public ActionSignature action(String name) {
    return catalog.actions().get(name);
  }

  /** What a letter's text may print; an unknown one is a bug of the server. */
  public LetterSignature letter(String name) {
    LetterSignature letter = catalog.letters().get(name);
    if (letter == null) {
      throw new IllegalStateException("the server declares no letter " + name);
    }
    return letter;
  }

  /** Where everything of it is written. */
  public Places places() {
    return places;
  }

  /** What the letters may cost. */
  public LetterRules letterRules() {
    return letterRules;
  }

  /** What the book was checked against. */
  public ActionCatalog catalog() {
    return catalog;
  }

  /** The members of a closed set. */
  public List<String> choices(String set) {
    return catalog.choiceSets().getOrDefault(set, List.of());
  }
}
