package id.gerbang.server.session;

import id.gerbang.server.session.Conversations.StoreAway;
import java.util.Optional;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Who laid a {@link RedisLane} and knows where it leads. Called by the lane's thread. */
interface LaneOwner {

  /** What the lane leads to as a log calls it: {@code Redis at …}, without passwords. */
  String redis();

  /**
   * Where the lane connects now.
   *
   * @throws JedisException when nobody knows
   */
  HostAndPort node();

  /** Whether a replica there is of no use: a lane to a cluster's node finds out by MOVED. */
  boolean onlyMaster();

  /** The lane lost its connection, or did not get one. */
  void lost();

  /**
   * Redis did not run {@code command} and said {@code why}. Sends it where it belongs.
   *
   * @return empty when somebody else answers it now; else what to tell its turn
   */
  Optional<StoreAway> elsewhere(RedisCommand command, JedisDataException why);
}
