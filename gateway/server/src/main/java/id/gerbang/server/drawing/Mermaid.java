package id.gerbang.server.drawing;

import id.gerbang.server.drawing.FlowPicture.Arrow;
import id.gerbang.server.drawing.FlowPicture.Box;
import id.gerbang.server.drawing.FlowPicture.Kind;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A picture as a Mermaid flowchart, for a wiki or a pull request. Nothing of a menu's words is left
 * as syntax: what is no letter, digit or plain punctuation becomes a character code.
 */
public final class Mermaid {
  private static final int LONGEST_WORDS = 60;
  private static final int LONGEST_OUTCOME = 44;
  private static final String PLAIN = " .,!?'/+*-_";

  /** Pale fills with dark words: readable on a light page and on a dark one. */
  private static final String COLOURS =
      """
        classDef menu fill:#dbeafe,stroke:#1d4ed8,color:#172554
        classDef list fill:#dbeafe,stroke:#1d4ed8,color:#172554
        classDef question fill:#fef3c7,stroke:#b45309,color:#451a03
        classDef reading fill:#f3f4f6,stroke:#4b5563,color:#111827
        classDef act fill:#ede9fe,stroke:#6d28d9,color:#2e1065
        classDef choice fill:#fce7f3,stroke:#be185d,color:#500724
        classDef notice fill:#fff7ed,stroke:#c2410c,color:#431407
        classDef flow fill:#ccfbf1,stroke:#0f766e,color:#042f2e
        classDef end_ fill:#dcfce7,stroke:#15803d,color:#052e16,stroke-width:3px
        classDef return_ fill:#f3f4f6,stroke:#4b5563,color:#111827
        classDef start_ fill:#111827,stroke:#6b7280,color:#ffffff
      """;

  private Mermaid() {}

  /** The chart's text. */
  public static String of(FlowPicture picture) {
    StringBuilder out = new StringBuilder(4_096);
    out.append("---\ntitle: \"").append(escaped(picture.flow())).append("\"\n---\n");
    out.append("flowchart TD\n");
    Map<String, String> ids = new HashMap<>();
    for (Box box : picture.boxes()) {
      String id = "s" + (ids.size() + 1); // a step may be called "end", which is Mermaid's own word
      ids.put(box.step(), id);
      out.append("  ").append(id).append(shaped(box)).append(":::").append(style(box.kind()));
      out.append('\n');
      if (box.start()) {
        out.append("  start([\" \"]):::start_ --> ").append(id).append('\n');
      }
    }
    for (Arrow arrow : picture.arrows()) {
      out.append("  ").append(ids.get(arrow.from())).append(" -->");
      if (!arrow.outcomes().isEmpty()) {
        out.append("|\"").append(label(arrow)).append("\"|");
      }
      out.append(' ').append(ids.get(arrow.to())).append('\n');
    }
    return out.append(COLOURS).toString();
  }

  private static String label(Arrow arrow) {
    return String.join(
        "<br/>",
        arrow.outcomes().stream()
            .map(outcome -> escaped(Wording.shortened(outcome, LONGEST_OUTCOME)))
            .toList());
  }

  private static String style(Kind kind) {
    return switch (kind) {
      case END, RETURN -> kind.name().toLowerCase(Locale.ROOT) + "_";
      case MENU, LIST, QUESTION, READING, ACT, CHOICE, NOTICE, FLOW ->
          kind.name().toLowerCase(Locale.ROOT);
    };
  }

  private static String shaped(Box box) {
    String name = "<small>" + escaped(box.step()) + "</small>";
    String words = escaped(Wording.shortened(box.words(), LONGEST_WORDS));
    String text = "\"" + (words.isEmpty() ? name : words + "<br/>" + name) + "\"";
    return switch (box.kind()) {
      case MENU -> "[" + text + "]";
      case LIST -> "[/" + text + "\\]";
      case QUESTION -> "[/" + text + "/]";
      case READING -> "(" + text + ")";
      case ACT -> "{{" + text + "}}";
      case CHOICE -> "{" + text + "}";
      case NOTICE -> ">" + text + "]";
      case FLOW -> "[[" + text + "]]";
      case END -> "([" + text + "])";
      case RETURN -> "((" + text + "))";
    };
  }

  /** Mermaid's own escape: {@code #34;} for a quotation mark. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0) {
                out.appendCodePoint(c);
              } else {
                out.append('#').append(c).append(';');
              }
            });
    return out.toString();
  }
}
