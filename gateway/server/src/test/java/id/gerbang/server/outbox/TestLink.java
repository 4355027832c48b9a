package id.gerbang.server.outbox;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A link whose carrier answers as the test says. A text of n words is of n parts. */
final class TestLink implements SmsLink {
  private final int perSecond;
  private final Function<Outgoing, CompletionStage<Sent>> carrier;
  final List<Outgoing> sent = new CopyOnWriteArrayList<>();
  final List<Long> times = new CopyOnWriteArrayList<>();

  TestLink(int perSecond, Function<Outgoing, CompletionStage<Sent>> carrier) {
    this.perSecond = perSecond;
    this.carrier = carrier;
  }

  static TestLink answering(Sent answer) {
    return new TestLink(10_000, _ -> CompletableFuture.completedFuture(answer));
  }

  /** Takes everything, under the ids that the message's reference begins. */
  static TestLink taking(int perSecond) {
    return new TestLink(
        perSecond,
        message ->
            CompletableFuture.completedFuture(
                new Sent.Accepted(List.of("m" + message.reference()))));
  }

  @Override
  public String name() {
    return "first";
  }

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public int messagesPerSecond() {
    return perSecond;
  }

  @Override
  public int parts(String text) {
    return text.split(" ").length;
  }

  @Override
  public CompletionStage<Sent> send(Outgoing message) {
    times.add(System.nanoTime());
    sent.add(message);
    return carrier.apply(message);
  }

  List<String> texts() {
    return sent.stream().map(Outgoing::text).toList();
  }
}
