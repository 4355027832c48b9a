package id.gerbang.server.channel.whatsapp;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is said to a chat at most once in a while, as far as this node remembers: a node that starts
 * anew may say it once more, which harms nobody. Safe for any thread.
 */
final class Seldom {
  /** Chats remembered; the one that was told longest ago is forgotten first. */
  static final int MOST_CHATS = 10_000;

  private final Duration between;
  private final Map<String, Instant> told = new LinkedHashMap<>();

  Seldom(Duration between) {
    this.between = between;
  }

  /** Whether it may be said to {@code chat} now. */
  synchronized boolean may(String chat, Instant now) {
    Instant last = told.get(chat);
    return last == null || !last.plus(between).isAfter(now);
  }

  /** It was said. */
  synchronized void said(String chat, Instant now) {
    told.remove(chat); // so that it comes last
    told.put(chat, now);
    if (told.size() > MOST_CHATS) {
      told.remove(told.keySet().iterator().next());
    }
  }
}
