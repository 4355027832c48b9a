package id.gerbang.server.session;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * The master as its sentinels name it. They are asked each second, more often while a connection to
 * the master is missing, rather than listened to: a message that got lost would never come again, a
 * question does.
 */
final class SentinelWatch implements Whereabouts {
  private static final Logger log = LoggerFactory.getLogger(SentinelWatch.class);

  /** How long a demoted master that nobody has cut us off from can go on taking turns. */
  private static final Duration CALM = Duration.ofSeconds(1);

  private static final Duration LEAST = Duration.ofMillis(200);

  /** A start does not say that Redis is away before anybody could be asked. */
  private static final long FIRST_SECONDS = 1;

  private final RedisAddress.Sentinel address;
  private final Sentinels sentinels;
  private final Inquiry inquiry;
  private volatile HostAndPort master;
  private volatile Predicate<HostAndPort> told = _ -> true;
  private final CountDownLatch first = new CountDownLatch(1);
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
    return named.isPresent() && found(named.get());
  }

  private boolean found(HostAndPort node) {
    HostAndPort before = master;
    master = node;
    first.countDown();
    if (!node.equals(before)) {
      log.info("the sentinels name {} as {}", node, address.master());
    }
    return told.test(node);
  }

  @Override
  public HostAndPort node() {
    try {
      if (first.await(FIRST_SECONDS, TimeUnit.SECONDS)) {
        return master;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
    throw new JedisConnectionException("no sentinel has named a master yet");
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
  public void follow(Predicate<HostAndPort> listener) {
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
