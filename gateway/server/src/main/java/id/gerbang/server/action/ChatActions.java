package id.gerbang.server.action;

import static id.gerbang.engine.action.ActionSignature.does;

import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionResult.Outcome;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.subscriber.ChatLinks;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What menus do with the chats that are linked to the phone (docs/adr/0007). */
public final class ChatActions {
  private static final String TELEGRAM = Channel.TELEGRAM.label();

  private final ChatLinks links;

  public ChatActions(ChatLinks links) {
    this.links = links;
  }

  public List<Action> all() {
    return List.of(
        Actions.blocking(
            does("chat.links", Map.of(), Set.of(), Map.of("linked", Map.of(), "none", Map.of())),
            this::links),
        // no intent: unlinking what is unlinked changes nothing
        Actions.blocking(
            does("chat.unlink", Map.of(), Set.of(), Map.of("unlinked", Map.of(), "none", Map.of())),
            this::unlink));
  }

  private ActionResult links(ActionRequest request, Caller caller) {
    return Outcome.of(links.isLinked(caller.phone(), TELEGRAM, caller.at()) ? "linked" : "none");
  }

  private ActionResult unlink(ActionRequest request, Caller caller) {
    return Outcome.of(
        links.unlinkAll(caller.phone(), TELEGRAM, caller.at()).isEmpty() ? "none" : "unlinked");
  }
}
