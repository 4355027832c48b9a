package id.gerbang.server.session;

import java.util.Collection;

/** The lanes of one Redis, and which of them leads to a key. Safe for any thread. */
sealed interface RedisLanes extends AutoCloseable permits MasterLanes, ClusterLanes {

  /** Runs it where its key is. */
  void submit(RedisCommand command);

  /** All that are open now. */
  Collection<RedisLane> all();

  /** Whether every key has a lane that is up. */
  boolean isUp();

  /** Whether any key has. */
  boolean serves();

  @Override
  void close();
}
