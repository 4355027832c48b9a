package id.gerbang.server.channel;

import java.util.concurrent.CompletionStage;

/** Where a channel brings what it read. Safe for any thread; never blocks the caller. */
public interface Turns {

  /**
   * Takes one turn. The stage always completes normally within {@code 10 s}, with a polite screen
   * when something of ours is away; its text is empty after {@link Inbound.Event.Dropped}.
   */
  CompletionStage<Reply> take(Inbound inbound);
}
