package id.gerbang.server.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The part {@code telegram} of the settings: one bot, or a list of bots. */
final class TelegramSettings {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,40}");

  /** BotFather's are {@code 123456:ABC-DEF}; other Bot API servers have their own. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9:_-]{0,128}");

  /** Bot API, setWebhook: 1 to 256 of these. */
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{0,256}");

  private static final Pattern WEB = Pattern.compile("https?://[^/\\s?#@]+(/[^\\s?#]*)?");

  private TelegramSettings() {}

  /** All bots, also those that are off. */
  static List<Settings.Bot> bots(Section root) {
    List<Settings.Bot> bots = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> tokens = new HashSet<>();
    for (Section section :
        root.oneOrList("telegram", "bots", "name", "token", "api_url", "webhook_secret")) {
      Settings.Bot bot = bot(section);
      if (!names.add(bot.name())) {
        section.mistake("name", "a bot before has this name; expected another");
      }
      if (bot.token().isSet() && !tokens.add(bot.token().value())) {
        section.mistake("token", "a bot before has this token; expected another");
      }
      bots.add(bot);
    }
    return bots;
  }

  private static Settings.Bot bot(Section section) {
    return new Settings.Bot(
        section.text("name", "bot", NAME, "a name of 1 to 40 letters, digits, _ or -"),
        secret(section, "token", TOKEN, "a bot's token like 123456:ABC-DEF, as BotFather wrote it"),
        section
            .text("api_url", "https://api.telegram.org", WEB, "a URL like https://host")
            .replaceAll("/+$", ""),
        secret(
            section, "webhook_secret", SECRET, "up to 256 letters, digits, _ and - (setWebhook)"));
  }

  private static Secret secret(Section section, String key, Pattern form, String expected) {
    Secret secret = section.secret(key);
    if (!form.matcher(secret.value()).matches()) {
      section.mistake(key, "expected " + expected);
      return new Secret("");
    }
    return secret;
  }
}
