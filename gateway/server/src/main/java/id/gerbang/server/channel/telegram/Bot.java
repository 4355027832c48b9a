package id.gerbang.server.channel.telegram;

/**
 * One of our bots.
 *
 * @param name in paths, tables and metrics; not secret
 * @param token opens the bot to whoever has it
 * @param apiUrl where its Bot API server is, without a slash at the end
 * @param webhookSecret what the server says of itself at the webhook; empty for long polling
 */
public record Bot(String name, String token, String apiUrl, String webhookSecret) {

  /** Whether updates are fetched, and not brought. */
  public boolean polls() {
    return webhookSecret.isEmpty();
  }

  /** Secrets do not belong in a log. */
  @Override
  public String toString() {
    return "Bot[" + name + ", " + (polls() ? "polls" : "webhook") + "]";
  }
}
