package id.gerbang.server.channel.smpp;

import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Reply;
import id.gerbang.server.channel.Turns;
import id.gerbang.server.inbox.Inbox;
import id.gerbang.server.outbox.Receipts;
import id.gerbang.server.testing.Dialects;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** The rooms behind a link, as tests see them: they write down what came and answer as told. */
final class Recorded implements Turns, Inbox, Receipts {
  final BlockingQueue<Inbound> turns = new LinkedBlockingQueue<>();
  final BlockingQueue<Inbox.Sms> sms = new LinkedBlockingQueue<>();
  final BlockingQueue<Receipts.Receipt> receipts = new LinkedBlockingQueue<>();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  volatile boolean storing = true;
  final AtomicBoolean slow = new AtomicBoolean();
  final AtomicBoolean hanging = new AtomicBoolean();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CompletableFuture<Reply> later = new CompletableFuture<>();

  void answerSlow() {
    later.complete(new Reply("Akhirnya", false));
  }

  void letGo() {
    gate.countDown();
  }

  @Override
  public CompletionStage<Reply> take(Inbound inbound) {
    turns.add(inbound);
    if (inbound.event().equals(new Inbound.Event.Typed("bug"))) {
      throw new IllegalStateException("a bug");
    }
    if (slow.get()) {
      return later;
    }
    Reply reply =
        switch (inbound.event()) {
          case Inbound.Event.Started started -> new Reply("Selamat datang\n1. Daftar", false);
          case Inbound.Event.Typed typed ->
              new Reply("Anda memilih " + typed.text(), typed.text().equals("0"));
          case Inbound.Event.Accumulated _,
              Inbound.Event.Counted _,
              Inbound.Event.Written _,
              Inbound.Event.Pressed _,
              Inbound.Event.Opened _ ->
              new Reply("?", true);
          case Inbound.Event.Dropped dropped -> new Reply("", true);
        };
    return CompletableFuture.completedFuture(reply);
  }

  @Override
  public boolean store(Inbox.Sms message) {
    return storing && sms.add(message);
  }

  @Override
  public boolean received(Receipts.Receipt receipt) {
    if (hanging.get()) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return storing && receipts.add(receipt);
  }

  SmppLink link(int port, String password) {
    return link(port, password, Dialects.named("standard"));
  }

  SmppLink link(int port, String password, Dialect dialect) {
    SmppLinkSettings settings =
        SmppLinkSettings.of("uji", "127.0.0.1", port, "gerbang", password, dialect)
            .withTimes(Duration.ofSeconds(2), Duration.ofMillis(50));
    return new SmppLink(
        settings, this, this, this, meters, RandomGenerator.getDefault(), InstantSource.system());
  }

  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T found = queue.poll(5, TimeUnit.SECONDS);
    if (found == null) {
      throw new AssertionError("nothing came within 5 s");
    }
    return found;
  }

  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within 10 s");
      }
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }
}
