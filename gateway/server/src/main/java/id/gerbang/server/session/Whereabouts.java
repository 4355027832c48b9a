package id.gerbang.server.session;

import java.util.function.Predicate;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/** Where the one master is, now. Safe for any thread. */
interface Whereabouts extends AutoCloseable {

  /**
   * As last heard; waits a moment for the first word.
   *
   * @throws JedisException when nobody has said yet
   */
  HostAndPort node();

  /** Whether what is there may turn out to be a replica. */
  boolean onlyMaster();

  /** A connection there was lost, or did not come about. */
  void lost();

  /**
   * {@code told} hears where the master is whenever somebody has asked, and answers whether all is
   * well there. At most one may follow.
   */
  void follow(Predicate<HostAndPort> told);

  @Override
  void close();

  /** One server that stays where it is. */
  record Fixed(HostAndPort node) implements Whereabouts {
    @Override
    public boolean onlyMaster() {
      return false; // who gives one address decides what stands there; ROLE may be forbidden
    }

    @Override
    public void lost() {}

    @Override
    public void follow(Predicate<HostAndPort> told) {}

    @Override
    public void close() {}

    @Override
    public String toString() {
      return node.toString();
    }
  }
}
