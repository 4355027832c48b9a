package id.gerbang.engine.text;

import java.util.Map;
import java.util.Set;

/** All texts of one language, by dotted key ({@code register.consent.agree}). */
public final class Lexicon {
  private static final Message.Arguments NOTHING =
      new Message.Arguments() {
        @Override
        public String printed(String variable, boolean masked) {
          throw new IllegalStateException("no variable {" + variable + "} is known here");
        }

        @Override
        public String selector(String variable) {
          return printed(variable, false);
        }

        @Override
        public long number(String variable) {
          throw new IllegalStateException("no variable {" + variable + "} is known here");
        }
      };

  private final String language;
  private final Map<String, Message> messages;

  public Lexicon(String language, Map<String, Message> messages) {
    this.language = language;
    this.messages = Map.copyOf(messages);
  }

  /** The language's tag, {@code id}. */
  public String language() {
    return language;
  }

  /** Whether there is such a text. */
  public boolean has(String key) {
    return messages.containsKey(key);
  }

  /**
   * The key of a step's own words: {@code key} itself or, where it also has the words of its
   * options below it, {@code key._}.
   */
  public String body(String key) {
    String nested = key + "._";
    return has(nested) ? nested : key;
  }

  public Set<String> keys() {
    return messages.keySet();
  }

  /** A text of the book; it was checked, so a missing one is a bug. */
  public Message message(String key) {
    Message message = messages.get(key);
    if (message == null) {
      throw new IllegalStateException("no text " + key + " in " + language);
    }
    return message;
  }

  /** A text without variables. */
  public String words(String key) {
    return message(key).print(NOTHING);
  }
}
