package id.gerbang.server.session;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Reads {@link RedisAddress}es from URLs. Nothing that it says repeats one: they hold passwords.
 */
final class RedisUrl {
  /** A Redis that is there answers at once; longer, and a phone's screen is late. */
  private static final int CONNECT_MILLIS = 500;

  /** The longest a pipeline may take before its turns show the polite screen. */
  static final int ANSWER_MILLIS = 2_000;

  /** Sentinels have nothing to do but answer; the next one is asked instead. */
  private static final int SENTINEL_MILLIS = 500;

  private static final int REDIS_PORT = 6379;
  private static final int SENTINEL_PORT = 26379;
  private static final int HIGHEST_PORT = 65_535;

  /** More hosts than that are a mistake. */
  private static final int MOST_HOSTS = 32;

  private static final Pattern SEVERAL =
      Pattern.compile(
          "(?<scheme>rediss?)-(?<kind>sentinel|cluster)://(?:(?<login>[^@/]*)@)?(?<hosts>[^@/?#\\s]+)"
              + "(?:/(?<master>[^/?#\\s]*))?(?:/(?<database>\\d{1,5}))?(?:\\?(?<query>[^#\\s]*))?");

  private static final Pattern HOST =
      Pattern.compile(
          "(?:\\[(?<six>[0-9A-Fa-f:.%]+)]|(?<host>[^:\\[\\]]+))(?::(?<port>\\d{1,5}))?");

  private RedisUrl() {}

  static RedisAddress read(String url) {
    if (url.startsWith("redis://") || url.startsWith("rediss://")) {
      return one(url);
    }
    Matcher parts = SEVERAL.matcher(url);
    if (!parts.matches()) {
      throw wrong(
          "expected redis://host:port, redis-sentinel://host:port,host:port/master or"
              + " redis-cluster://host:port,host:port");
    }
    return parts.group("kind").equals("sentinel") ? sentinel(parts) : cluster(parts);
  }

  private static RedisAddress.One one(String url) {
    try {
      URI uri = new URI(url);
      if (!JedisURIHelper.isValid(uri)) {
        throw wrong("expected redis://host:port or rediss://host:port");
      }
      return new RedisAddress.One(
          JedisURIHelper.getHostAndPort(uri),
          config(JedisURIHelper.isRedisSSLScheme(uri), ANSWER_MILLIS)
              .user(JedisURIHelper.getUser(uri))
              .password(JedisURIHelper.getPassword(uri))
              .database(JedisURIHelper.getDBIndex(uri))
              .build());
    } catch (URISyntaxException e) {
      throw wrong("not a URL; expected redis://host:port");
    }
  }

  private static RedisAddress.Sentinel sentinel(Matcher parts) {
    String master = Optional.ofNullable(parts.group("master")).orElse("");
    if (master.isEmpty()) {
      throw wrong(
          "the name by which the sentinels know the master is missing; expected"
              + " redis-sentinel://host:port,host:port/master");
    }
    boolean tls = parts.group("scheme").equals("rediss");
    DefaultJedisClientConfig.Builder redis = login(config(tls, ANSWER_MILLIS), parts);
    Optional.ofNullable(parts.group("database")).map(Integer::valueOf).ifPresent(redis::database);
    DefaultJedisClientConfig.Builder sentinel = config(tls, SENTINEL_MILLIS);
    for (String pair : Optional.ofNullable(parts.group("query")).orElse("").split("&")) {
      int equals = pair.indexOf('=');
      switch (equals < 0 ? pair : pair.substring(0, equals)) {
        case "sentinel-user" -> sentinel.user(decoded(pair.substring(equals + 1)));
        case "sentinel-password" -> sentinel.password(decoded(pair.substring(equals + 1)));
        case "" -> {}
        default -> throw wrong("behind ? only sentinel-user= and sentinel-password= are known");
      }
    }
    return new RedisAddress.Sentinel(
        hosts(parts, SENTINEL_PORT), decoded(master), sentinel.build(), redis.build());
  }

  private static RedisAddress.Cluster cluster(Matcher parts) {
    if (parts.group("master") != null && !parts.group("master").isEmpty()
        || parts.group("database") != null
        || parts.group("query") != null) {
      throw wrong("a cluster has one database and no options; expected redis-cluster://host:port");
    }
    boolean tls = parts.group("scheme").equals("rediss");
    return new RedisAddress.Cluster(
        hosts(parts, REDIS_PORT), login(config(tls, ANSWER_MILLIS), parts).build());
  }

  private static DefaultJedisClientConfig.Builder config(boolean tls, int answerMillis) {
    return DefaultJedisClientConfig.builder()
        .resp2()
        .connectionTimeoutMillis(CONNECT_MILLIS)
        .socketTimeoutMillis(answerMillis)
        .sslOptions(tls ? SslOptions.defaults() : null)
        .clientName("gerbang");
  }

  private static DefaultJedisClientConfig.Builder login(
      DefaultJedisClientConfig.Builder config, Matcher parts) {
    String login = parts.group("login");
    if (login != null) {
      int colon = login.indexOf(':');
      if (colon < 0) {
        throw wrong("before @ stands user:password, or :password");
      }
      config.user(colon == 0 ? null : decoded(login.substring(0, colon)));
      config.password(decoded(login.substring(colon + 1)));
    }
    return config;
  }

  private static List<HostAndPort> hosts(Matcher parts, int usualPort) {
    List<HostAndPort> hosts = new ArrayList<>();
    for (String written : parts.group("hosts").split(",", -1)) {
      Matcher host = HOST.matcher(written);
      int port =
          !host.matches()
              ? 0
              : host.group("port") == null ? usualPort : Integer.parseInt(host.group("port"));
      if (port < 1 || port > HIGHEST_PORT || hosts.size() == MOST_HOSTS) {
        throw wrong("expected host:port,host:port with ports from 1 to 65535, at most 32 hosts");
      }
      hosts.add(
          new HostAndPort(
              host.group("six") == null ? host.group("host") : host.group("six"), port));
    }
    return hosts;
  }

  private static String decoded(String written) {
    try {
      // A plus is a plus here: this is no form.
      return URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw wrong("a % in a name or password is written %25");
    }
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("GERBANG_REDIS_URL: " + what);
  }
}
