package id.gerbang.server.channel.ussdhttp;

import id.gerbang.server.channel.Inbound;
import java.util.Optional;

/** What a request of an aggregator asks. */
public sealed interface Asked {

  /** For the next screen. */
  record Screen(Inbound inbound) implements Asked {}

  /**
   * For nothing: it tells that a session ended.
   *
   * @param dropped empty where the request does not say whose session it was
   */
  record End(SessionEnd how, Optional<Inbound> dropped) implements Asked {}

  /**
   * What cannot be told: it lacks its session or its phone.
   *
   * @param why for the aggregator's people; repeats nothing of the request
   */
  record Unreadable(String why) implements Asked {}
}
