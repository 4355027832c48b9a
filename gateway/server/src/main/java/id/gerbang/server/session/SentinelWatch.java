package id.gerbang.server.session;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * The master as its sentinels name it. They are asked each second, and at once when a connection to
 * the master is lost, rather than listened to: a message that got lost would never come again, a
 * question does.
 */
final class SentinelWatch implements Whereabouts {
  private static final Logger log = LoggerFactory.getLogger(SentinelWatch.class);

  /** How long a demoted master that nobody has cut us off from can go on taking turns. */
  private static final Duration CALM = Duration.ofSeconds(1);

  private static final Duration LEAST = Duration.ofMillis(200);

  private final RedisAddress.Sentinel address;
  private final Sentinels sentinels;
  private final Inquiry inquiry;
  private volatile HostAndPort master;
  private volatile Consumer<HostAndPort> told = _ -> {};
  private boolean known = true; // of the inquiry's thread

  SentinelWatch(RedisAddress.Sentinel address) {
    this.address = address;
    this.sentinels = new Sentinels(address);
    this.inquiry = new Inquiry("redis-sentinels", this::ask, CALM, LEAST).start();
  }

  private boolean ask() {
    Optional<HostAndPort> named = sentinels.master();
    if (named.isEmpty() && known) {
      log.warn("no sentinel names the master {}; it is asked on", address);
    }
    known = named.isPresent();
    named.ifPresent(this::found);
    return known;
  }

  private void found(HostAndPort node) {
    HostAndPort before = master;
    master = node;
    if (!node.equals(before)) {
      log.info("the sentinels name {} as {}", node, address.master());
    }
    told.accept(node);
  }

  @Override
  public HostAndPort node() {
    HostAndPort node = master;
    if (node == null) {
      throw new JedisConnectionException("no sentinel has named a master yet");
    }
    return node;
  }

  @Override
  public boolean onlyMaster() {
    return true;
  }

  @Override
  public void lost() {
    inquiry.soon();
  }

  @Override
  public void follow(Consumer<HostAndPort> listener) {
    told = listener;
  }

  @Override
  public void close() {
    inquiry.close();
    sentinels.close();
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
