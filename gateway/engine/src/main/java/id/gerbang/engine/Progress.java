package id.gerbang.engine;

import id.gerbang.engine.action.ActionRequest;

/** What became of a conversation after one step of the engine. */
public sealed interface Progress {

  /** The conversation after the step; serialise this one. */
  Conversation conversation();

  /** A screen is shown and the conversation waits for its answer. */
  record Waits(Conversation conversation, Screen screen) implements Progress {}

  /**
   * The conversation needs the world: run the action and call {@link Engine#resume} with its
   * result.
   */
  record Needs(Conversation conversation, ActionRequest request) implements Progress {}

  /** The last screen: nothing is left to answer. */
  record Ends(Conversation conversation, Screen screen) implements Progress {}
}
