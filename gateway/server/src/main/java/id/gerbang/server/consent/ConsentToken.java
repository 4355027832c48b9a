package id.gerbang.server.consent;

import id.gerbang.server.channel.Channel;
import java.time.Instant;

/**
 * What a person agreed to, when and how, as it is carried in the conversation until something is
 * registered under it (UU PDP 27/2022 art. 22 and 24: consent is recorded and provable). Nothing is
 * stored for who only looked.
 *
 * @param textVersion the version of the notice that was shown
 * @param language the language it was shown in
 * @param channel {@link Channel#label}
 * @param at when it was given
 */
public record ConsentToken(String textVersion, String language, String channel, Instant at) {
  /**
   * The notice in flows/messages ({@code register.consent}); raise it whenever its meaning changes.
   */
  public static final String CURRENT_TEXT = "2026-11";

  /**
   * The notice in the SMS that asks a worker whom an agent entered ({@code letters.ask_consent}).
   */
  public static final String ENTERED_TEXT = "2026-11-entered";

  /** The notice that a candidate agent agrees to ({@code become_agent.consent}). */
  public static final String CANDIDATE_TEXT = "2026-11-candidate";

  /** As one text without personal data. */
  public String written() {
    return String.join("|", textVersion, language, channel, at.toString());
  }

  /**
   * @throws IllegalArgumentException when {@code written} is no token
   */
  public static ConsentToken read(String written) {
    String[] parts = written.split("\\|");
    if (parts.length != 4) {
      throw new IllegalArgumentException("not a consent");
    }
    return new ConsentToken(parts[0], parts[1], parts[2], Instant.parse(parts[3]));
  }
}
