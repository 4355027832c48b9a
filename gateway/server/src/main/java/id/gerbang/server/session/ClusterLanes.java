package id.gerbang.server.session;

import id.gerbang.server.session.Conversations.StoreAway;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * A cluster: one lane to each node that serves slots, and by slot the lane that leads to it.
 *
 * <pre>
 *   a lane is laid ── the map or a MOVED, ASK names its node
 *        └── serves slots ── two maps in turn do not name it ──► closed (what was on its way is long answered)
 * </pre>
 *
 * <p>The map is read at start, every {@link #CALM} and, at most once a second, after a MOVED and
 * while a lane is away. A MOVED is believed at once for its slot; the map tells of the others.
 *
 * <p>Threads: any may submit, without a lock. What changes slots and lanes holds this object's.
 */
final class ClusterLanes implements RedisLanes {
  private static final Logger log = LoggerFactory.getLogger(ClusterLanes.class);

  /** Finds nodes and replicas that came, so that somebody can be asked when others go. */
  private static final Duration CALM = Duration.ofSeconds(30);

  private static final Duration LEAST = Duration.ofSeconds(1);

  private final RedisAddress.Cluster address;
  private final LaneNeeds needs;
  private final Redirects redirects;
  private final int executors;
  private final AtomicReferenceArray<RedisLane> slots =
      new AtomicReferenceArray<>(ClusterMap.SLOTS);
  private final Map<HostAndPort, RedisLane> lanes = new ConcurrentHashMap<>();
  private final Inquiry inquiry;
  private volatile Set<HostAndPort> nodes = Set.of();
  private volatile boolean complete;
  private Set<HostAndPort> leaving = new HashSet<>();
  private int laid;
  private boolean known = true; // of the inquiry's thread

  /**
   * @param executors how many of {@link LaneNeeds#completions} the lanes share
   */
  ClusterLanes(RedisAddress.Cluster address, int executors, LaneNeeds needs, Redirects redirects) {
    this.address = address;
    this.needs = needs;
    this.redirects = redirects;
    this.executors = executors;
    this.inquiry = new Inquiry("redis-slots", this::ask, CALM, LEAST);
    inquiry.start();
  }

  @Override
  public void submit(RedisCommand command) {
    RedisLane lane = slots.get(JedisClusterCRC16.getSlot(command.key()));
    if (lane == null) {
      command
          .answer()
          .completeExceptionally(new StoreAway("no node of " + address + " serves this key", null));
    } else {
      lane.submit(command);
    }
  }

  private boolean ask() {
    Optional<ClusterMap> map = ClusterMap.ask(candidates(), needs.config());
    if (map.isEmpty() && known) {
      log.warn("no node of {} tells who serves what; they are asked on", address);
    }
    known = map.isPresent();
    map.ifPresent(this::apply);
    return map.isPresent() && isUp();
  }

  /** Whom to ask: who is known to be there first, then all others that were ever named. */
  private Collection<HostAndPort> candidates() {
    Set<HostAndPort> candidates = new LinkedHashSet<>();
    lanes.forEach(
        (node, lane) -> {
          if (lane.isUp()) {
            candidates.add(node);
          }
        });
    candidates.addAll(nodes);
    candidates.addAll(address.seeds());
    return candidates;
  }

  private synchronized void apply(ClusterMap map) {
    for (int slot = 0; slot < ClusterMap.SLOTS; slot++) {
      HostAndPort master = map.masters()[slot];
      slots.set(slot, master == null ? null : lane(master));
    }
    complete = map.isComplete();
    nodes = Set.copyOf(map.nodes());
    retire(map.serving());
  }

  private void retire(Set<HostAndPort> serving) {
    Set<HostAndPort> unnamed = new HashSet<>(lanes.keySet());
    unnamed.removeAll(serving);
    for (HostAndPort node : unnamed) {
      if (leaving.contains(node)) {
        log.info("Redis at {} serves nothing any more", node);
        Thread.ofVirtual().start(lanes.remove(node)::close);
      }
    }
    unnamed.removeAll(leaving);
    leaving = unnamed;
  }

  private RedisLane lane(HostAndPort node) {
    RedisLane there = lanes.get(node);
    if (there == null) {
      String name = "redis-" + laid;
      there =
          new RedisLane(name, new Node(node), needs, needs.completions().apply(laid++ % executors));
      lanes.put(node, there);
    }
    return there;
  }

  /** The lane to where {@code from} sends a command. */
  private synchronized RedisLane named(JedisRedirectionException why, HostAndPort from) {
    HostAndPort target = why.getTargetNode();
    HostAndPort node = ClusterMap.at(target.getHost(), target.getPort(), from);
    leaving.remove(node); // who takes slots over may serve none yet
    RedisLane lane = lane(node);
    if (why instanceof JedisMovedDataException) {
      slots.set(why.getSlot(), lane);
    }
    return lane;
  }

  @Override
  public Collection<RedisLane> all() {
    return lanes.values();
  }

  private Set<RedisLane> serving() {
    Set<RedisLane> serving = new HashSet<>();
    for (int slot = 0; slot < ClusterMap.SLOTS; slot++) {
      RedisLane lane = slots.get(slot);
      if (lane != null) {
        serving.add(lane);
      }
    }
    return serving;
  }

  @Override
  public boolean isUp() {
    return complete && serving().stream().allMatch(RedisLane::isUp);
  }

  @Override
  public boolean serves() {
    return serving().stream().anyMatch(RedisLane::isUp);
  }

  @Override
  public void close() {
    inquiry.close();
    while (!lanes.isEmpty()) { // one that still runs may lay another
      for (HostAndPort node : List.copyOf(lanes.keySet())) {
        Optional.ofNullable(lanes.remove(node)).ifPresent(RedisLane::close);
      }
    }
  }

  /** One node, as its lane asks for it. */
  private final class Node implements LaneOwner {
    private final HostAndPort node;

    Node(HostAndPort node) {
      this.node = node;
    }

    @Override
    public String redis() {
      return "Redis at " + node;
    }

    @Override
    public HostAndPort node() {
      return node;
    }

    @Override
    public boolean onlyMaster() {
      return false; // a replica answers MOVED, and that is told to the right one
    }

    @Override
    public void lost() {
      inquiry.soon();
    }

    @Override
    public Optional<StoreAway> elsewhere(RedisCommand command, JedisDataException why) {
      return switch (why) {
        case JedisMovedDataException moved -> {
          inquiry.soon();
          yield redirects.moved(command, named(moved, node));
        }
        case JedisAskDataException asked -> redirects.asked(command, named(asked, node));
        case JedisDataException e when Redirects.isNotReady(e) -> {
          inquiry.soon();
          yield redirects.later(command, ClusterLanes.this::submit);
        }
        case JedisDataException e -> Optional.of(Redirects.refusal(e));
      };
    }
  }
}
