package id.gerbang.server.channel.telegram;

import id.gerbang.server.subscriber.ChatLinks;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Links in memory; times are not looked at but by {@link #expired}. */
final class MemoryLinks implements ChatLinks {
  final Map<Chat, Msisdn> phones = new ConcurrentHashMap<>();
  final Set<Chat> blocked = ConcurrentHashMap.newKeySet();
  final Set<Chat> expired = ConcurrentHashMap.newKeySet();
  private final Map<Chat, Instant> told = new ConcurrentHashMap<>();

  @Override
  public Whose whose(Chat chat, Instant now) {
    if (expired.contains(chat)) {
      return new Whose.Expired();
    }
    return phones.containsKey(chat) ? new Whose.Phone(phones.get(chat)) : new Whose.Nobody();
  }

  @Override
  public Optional<Chat> link(Chat chat, Msisdn phone, Instant now) {
    Optional<Chat> before =
        phones.keySet().stream()
            .filter(other -> !other.equals(chat) && phones.get(other).equals(phone))
            .findFirst();
    before.ifPresent(phones::remove);
    phones.put(chat, phone);
    expired.remove(chat);
    return before;
  }

  @Override
  public boolean unlink(Chat chat, Instant now) {
    return phones.remove(chat) != null;
  }

  @Override
  public void block(Chat chat, boolean isBlocked) {
    if (isBlocked) {
      blocked.add(chat);
    } else {
      blocked.remove(chat);
    }
  }

  @Override
  public boolean isBlocked(Chat chat) {
    return blocked.contains(chat);
  }

  @Override
  public boolean isLinked(Msisdn phone, String channel, Instant now) {
    return phones.containsValue(phone);
  }

  @Override
  public List<Chat> unlinkAll(Msisdn phone, String channel, Instant now) {
    phones.values().removeIf(phone::equals);
    return List.of();
  }

  @Override
  public boolean mayTell(Chat chat, Duration seldom, Instant now) {
    Instant last = told.get(chat);
    if (last != null && last.plus(seldom).isAfter(now)) {
      return false;
    }
    told.put(chat, now);
    return true;
  }

  @Override
  public int runDue(Instant now) {
    return 0;
  }
}
