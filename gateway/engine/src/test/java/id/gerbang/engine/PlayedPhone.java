package id.gerbang.engine;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.text.Pages;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A phone on the bare engine. Every turn writes the conversation to bytes and reads it back, and
 * measures the screen.
 */
final class PlayedPhone {
  static final Instant NOW = Instant.parse("2026-05-04T01:00:00Z");

  final Map<String, Function<ActionRequest, ActionResult>> world = new HashMap<>();
  final List<ActionRequest> requests = new ArrayList<>();
  private final FlowBook book;
  private final Surface surface;
  private int turns;
  Conversation conversation;
  Screen screen;

  PlayedPhone(FlowBook book, Surface surface) {
    this.book = book;
    this.surface = surface;
    this.conversation = Engine.fresh(book, "id");
  }

  String dial() {
    return take(new Input.Start());
  }

  String type(String... inputs) {
    for (String input : inputs) {
      take(new Input.Answer(input));
    }
    return screen.text();
  }

  String take(Input input) {
    Situation situation = new Situation(surface, NOW, ZoneId.of("Asia/Makassar"), "turn" + ++turns);
    Progress progress = Engine.step(book, conversation, input, situation);
    while (progress instanceof Progress.Needs(Conversation waiting, ActionRequest request)) {
      requests.add(request);
      Conversation read = ConversationCodec.read(ConversationCodec.write(waiting));
      assertThat(read).isEqualTo(waiting);
      ActionResult result = world.getOrDefault(request.action(), DemoWorld::answer).apply(request);
      progress = Engine.resume(book, read, result, situation);
    }
    conversation = ConversationCodec.read(ConversationCodec.write(progress.conversation()));
    assertThat(conversation).isEqualTo(progress.conversation());
    screen =
        switch (progress) {
          case Progress.Waits(_, Screen shown) -> shown;
          case Progress.Ends(_, Screen shown) -> shown;
          case Progress.Needs _ -> throw new AssertionError();
        };
    assertThat(Pages.units(screen.text(), surface))
        .as("fits:\n%s", screen.text())
        .isLessThanOrEqualTo(surface.capacity());
    return screen.text();
  }
}
