package id.gerbang.engine.book;

import id.gerbang.engine.value.Answers;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The texts that every language has whatever the menus are: the engine itself prints them. */
final class FixedTexts {
  private static final Set<String> NOTHING = Set.of();

  private FixedTexts() {}

  /** Their keys, sorted, each with the variables that it may print. */
  static Map<String, Set<String>> all() {
    Map<String, Set<String>> texts = new TreeMap<>();
    for (String key : new String[] {"back", "exit", "next", "ok", "goodbye"}) {
      texts.put("nav." + key, NOTHING);
    }
    texts.put("resume.question", Set.of("topic"));
    texts.put("resume.go_on", NOTHING);
    texts.put("resume.anew", NOTHING);
    texts.put("mistakes.menu", Set.of("last"));
    Answers.MISTAKES.forEach(
        (type, kinds) ->
            kinds.forEach(
                kind ->
                    texts.put(
                        "mistakes." + type.name().toLowerCase(Locale.ROOT) + "." + kind, NOTHING)));
    for (int month = 1; month <= 12; month++) {
      texts.put("months." + month, NOTHING);
    }
    return texts;
  }
}
