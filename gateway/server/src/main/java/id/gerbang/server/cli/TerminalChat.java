package id.gerbang.server.cli;

import id.gerbang.engine.Surface;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Reply;
import id.gerbang.server.channel.Turns;
import id.gerbang.server.subscriber.Msisdn;
import java.io.PrintStream;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * A chat in a terminal that has shared its number; what Telegram itself adds is not played. What is
 * played is noted as a transcript. Confined to the command's thread.
 */
final class TerminalChat {
  private static final String START = "/start";
  private static final String DIALOGUE = "telegram:terminal";

  private final Turns turns;
  private final Msisdn phone;
  private final PrintStream out;
  private final List<String> played = new ArrayList<>();

  TerminalChat(Turns turns, Msisdn phone, ZoneId zone, PrintStream out) {
    this.turns = turns;
    this.phone = phone;
    this.out = out;
    played.add(
        "at "
            + LocalDateTime.now(zone).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm"))
            + "  surface telegram  from "
            + phone.digits());
  }

  /** The transcript. */
  String played() {
    return String.join("\n", played) + "\n";
  }

  /** Says a line, and shows the answer with its buttons. */
  void act(String line) {
    played.add("> " + line);
    Inbound.Event event =
        line.equals(START) ? new Inbound.Event.Started() : new Inbound.Event.Typed(line);
    Reply reply =
        turns
            .take(new Inbound(Channel.TELEGRAM, Surface.TELEGRAM, phone, event, DIALOGUE, ""))
            .toCompletableFuture()
            .join();
    played.add("< " + reply.text().replace("\n", "\n  "));
    reply.body().lines().forEach(words -> out.println("| " + words));
    reply
        .choices()
        .forEach(choice -> out.println("  [" + choice.key() + " " + choice.label() + "]"));
  }
}
