package id.gerbang.server.session;

import id.gerbang.server.session.Conversations.StoreAway;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/**
 * The lanes to one master, a key always on the same lane, so that the commands of a subscriber keep
 * their order.
 */
final class MasterLanes implements RedisLanes, LaneOwner {
  private final RedisLane[] lanes;
  private final String redis;
  private final Redirects redirects;
  private final Whereabouts master;

  /**
   * @param laneCount how many connections
   * @param master where it is
   */
  MasterLanes(int laneCount, Whereabouts master, LaneNeeds needs, Redirects redirects) {
    this.redis = "Redis at " + master;
    this.redirects = redirects;
    this.master = master;
    List<RedisLane> laid = new ArrayList<>();
    for (int i = 0; i < laneCount; i++) {
      laid.add(new RedisLane("redis-" + i, this, needs, needs.completions().apply(i)));
    }
    this.lanes = laid.toArray(RedisLane[]::new);
    master.follow(this::lead);
  }

  private boolean lead(HostAndPort node) {
    for (RedisLane lane : lanes) {
      lane.leadTo(node);
    }
    return isUp();
  }

  @Override
  public void submit(RedisCommand command) {
    lanes[Math.floorMod(Arrays.hashCode(command.key()), lanes.length)].submit(command);
  }

  @Override
  public List<RedisLane> all() {
    return List.of(lanes);
  }

  @Override
  public boolean isUp() {
    return Arrays.stream(lanes).allMatch(RedisLane::isUp);
  }

  @Override
  public boolean serves() {
    return isUp();
  }

  @Override
  public String redis() {
    return redis;
  }

  @Override
  public HostAndPort node() {
    return master.node();
  }

  @Override
  public boolean onlyMaster() {
    return master.onlyMaster();
  }

  @Override
  public void lost() {
    master.lost();
  }

  @Override
  public Optional<StoreAway> elsewhere(RedisCommand command, JedisDataException why) {
    if (why instanceof JedisMovedDataException) {
      return Optional.of(
          new StoreAway(redis + " is a node of a cluster: give redis-cluster://…", why));
    }
    return Redirects.isNotReady(why)
        ? redirects.later(command, this::submit)
        : Optional.of(Redirects.refusal(why));
  }

  @Override
  public void close() {
    master.close();
    for (RedisLane lane : lanes) {
      lane.close();
    }
  }
}
