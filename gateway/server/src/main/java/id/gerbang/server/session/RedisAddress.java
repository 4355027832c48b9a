package id.gerbang.server.session;

import java.net.URI;
import java.net.URISyntaxException;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Where Redis is: {@code redis://[user:password@]host:port[/database]} or {@code rediss://…} for
 * TLS. It prints itself without its password.
 */
public record RedisAddress(HostAndPort node, JedisClientConfig config) {
  /** A Redis that is there answers at once; longer, and a phone's screen is late. */
  private static final int CONNECT_MILLIS = 500;

  /** The longest a pipeline may take before its turns show the polite screen. */
  private static final int ANSWER_MILLIS = 2_000;

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException when it is none that this version speaks; the message does not
   *     repeat it
   */
  public static RedisAddress parse(String url) {
    if (url.startsWith("redis-sentinel:") || url.startsWith("redis-cluster:")) {
      throw new IllegalArgumentException(
          "GERBANG_REDIS_URL: Sentinel and Cluster are not supported by this version; give one"
              + " redis:// or rediss:// address");
    }
    try {
      URI uri = new URI(url);
      if (!JedisURIHelper.isValid(uri)
          || !(JedisURIHelper.isRedisScheme(uri) || JedisURIHelper.isRedisSSLScheme(uri))) {
        throw new IllegalArgumentException(
            "GERBANG_REDIS_URL: expected redis://host:port or rediss://host:port");
      }
      JedisClientConfig config =
          DefaultJedisClientConfig.builder()
              .resp2()
              .connectionTimeoutMillis(CONNECT_MILLIS)
              .socketTimeoutMillis(ANSWER_MILLIS)
              .user(JedisURIHelper.getUser(uri))
              .password(JedisURIHelper.getPassword(uri))
              .database(JedisURIHelper.getDBIndex(uri))
              .sslOptions(JedisURIHelper.isRedisSSLScheme(uri) ? SslOptions.defaults() : null)
              .clientName("gerbang")
              .build();
      return new RedisAddress(JedisURIHelper.getHostAndPort(uri), config);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "GERBANG_REDIS_URL: not a URL; expected redis://host:port");
    }
  }

  @Override
  public String toString() {
    return node.toString();
  }
}
