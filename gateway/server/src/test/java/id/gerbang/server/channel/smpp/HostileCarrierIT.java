package id.gerbang.server.channel.smpp;

import static id.gerbang.server.channel.smpp.Recorded.next;
import static id.gerbang.server.channel.smpp.Recorded.until;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.carrier.CarrierSimulator;
import id.gerbang.server.carrier.Fate;
import id.gerbang.server.carrier.Misbehaviour;
import id.gerbang.server.carrier.Misbehaviour.Answers;
import id.gerbang.server.carrier.Misbehaviour.Dialogues;
import id.gerbang.server.carrier.Misbehaviour.Links;
import id.gerbang.server.carrier.Misbehaviour.Receipts;
import id.gerbang.server.carrier.Misbehaviour.Span;
import id.gerbang.server.carrier.Misbehaviour.Wire;
import id.gerbang.server.carrier.Witness;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.phone.PhoneNetwork.Handset;
import id.gerbang.server.outbox.SmsLink.Outgoing;
import id.gerbang.server.outbox.SmsLink.Sent;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.Dialects;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each way in which the simulated carrier can go wrong, by itself; and the link under it. */
@Timeout(60)
class HostileCarrierIT {
  private static final Msisdn PHONE = new Msisdn("6281200000503");
  private static final List<String> DIALECTS = Dialects.SHIPPED;
  private static final int DROPS = 50;

  private final Recorded rooms = new Recorded();
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private final List<Witness.Event> events = new CopyOnWriteArrayList<>();
  private final Fate fate = new Fate(Misbehaviour.NONE, 7);
  private CarrierSimulator carrier;
  private SmppLink link;

  @BeforeEach
  void start() throws Exception {
    start("standard");
  }

  private void start(String name) throws Exception {
    Dialect dialect = Dialects.named(name);
    carrier =
        new CarrierSimulator(
            0, "gerbang", "rahasia", dialect, InstantSource.system(), fate, events::add);
    link = rooms.link(carrier.port(), "rahasia", dialect);
    carrier.watch(
        PHONE,
        new Handset() {
          @Override
          public void screen(String text, boolean open) {
            seen.add((open ? "? " : "! ") + text);
          }

          @Override
          public void sms(String from, String text) {
            seen.add("sms " + text);
          }
        });
  }

  @AfterEach
  void end() throws Exception {
    link.close();
    carrier.close();
  }

  private void bind() {
    link.start();
    until(() -> link.ready() && carrier.bound() == 1);
  }

  private static Misbehaviour wire(Wire wire) {
    Misbehaviour none = Misbehaviour.NONE;
    return new Misbehaviour(wire, none.answers(), none.receipts(), none.dialogues(), none.links());
  }

  private static Misbehaviour answers(Answers answers) {
    Misbehaviour none = Misbehaviour.NONE;
    return new Misbehaviour(none.wire(), answers, none.receipts(), none.dialogues(), none.links());
  }

  private static Misbehaviour receipts(Receipts receipts) {
    Misbehaviour none = Misbehaviour.NONE;
    return new Misbehaviour(none.wire(), none.answers(), receipts, none.dialogues(), none.links());
  }

  private static Misbehaviour dialogues(Dialogues dialogues) {
    Misbehaviour none = Misbehaviour.NONE;
    return new Misbehaviour(none.wire(), none.answers(), none.receipts(), dialogues, none.links());
  }

  private static Misbehaviour links(Links links) {
    Misbehaviour none = Misbehaviour.NONE;
    return new Misbehaviour(none.wire(), none.answers(), none.receipts(), none.dialogues(), links);
  }

  private long mischiefs(String what) {
    return events.stream()
        .filter(e -> e instanceof Witness.Event.Mischief mischief && mischief.what().contains(what))
        .count();
  }

  private long typed(String text) {
    return rooms.turns.stream()
        .filter(turn -> turn.event().equals(new Inbound.Event.Typed(text)))
        .count();
  }

  @Test
  void garbageBetweenGoodOnesChangesNothing() throws Exception {
    bind();
    fate.becomes(wire(new Wire(Span.NONE, 0, 0, 0, Span.NONE, 1)));
    carrier.dial(PHONE, "*500*25#");
    next(seen);
    for (int i = 1; i <= 60; i++) { // every kind of it, some times
      carrier.press(PHONE, "" + i);
      assertThat(next(seen)).isEqualTo("? Anda memilih " + i);
    }
    assertThat(events).noneMatch(event -> event instanceof Witness.Event.Gone);
    assertThat(mischiefs("garbage")).isGreaterThan(60);
    assertThat(events.stream().filter(e -> e instanceof Witness.Event.Mischief).distinct().count())
        .as("kinds of garbage")
        .isGreaterThan(8);
    assertThat(rooms.sms).isEmpty();
  }

  @Test
  void whatIsLostIsSaidAgainAndWhatIsDoubledIsSeen() throws Exception {
    bind();
    fate.becomes(wire(new Wire(Span.NONE, 1, 0, 0, Span.NONE, 0)));
    carrier.dial(PHONE, "*500*25#");
    until(() -> mischiefs("loses") == 1);
    assertThat(rooms.turns).isEmpty();
    fate.becomes(Misbehaviour.NONE);
    carrier.dial(PHONE, "*500*25#");
    assertThat(next(seen)).startsWith("? Selamat");
    fate.becomes(wire(new Wire(Span.NONE, 0, 1, 0, Span.NONE, 0)));
    carrier.press(PHONE, "5");
    until(() -> typed("5") == 2);
    carrier.sms(PHONE, "2757", "STATUS");
    until(() -> rooms.sms.size() == 2);
  }

  @Test
  void aMessageIsOvertaken() throws Exception {
    bind();
    Span held = new Span(Duration.ofMillis(300), Duration.ofMillis(300));
    fate.becomes(wire(new Wire(Span.NONE, 0, 0, 1, held, 0)));
    carrier.sms(PHONE, "2757", "pertama");
    until(() -> mischiefs("holds") == 1);
    fate.becomes(Misbehaviour.NONE);
    carrier.sms(PHONE, "2757", "kedua");
    assertThat(next(rooms.sms).text()).isEqualTo("kedua");
    assertThat(next(rooms.sms).text()).isEqualTo("pertama");
  }

  @Test
  void throttlingIsToldAndNothingIsTaken() throws Exception {
    bind();
    for (Answers answers :
        List.of(new Answers(1, 0, 0, 0), new Answers(0, 1, 0, 0), new Answers(0, 0, 1, 0))) {
      fate.becomes(answers(answers));
      until(link::ready);
      assertThat(send(1)).isInstanceOf(Sent.Deferred.class);
    }
    assertThat(events.stream().filter(e -> e instanceof Witness.Event.Sms))
        .extracting(e -> ((Witness.Event.Sms) e).status())
        .containsExactly(0x58, 0x14, 0x08);
    fate.becomes(Misbehaviour.NONE);
    assertThat(seen).isEmpty();
  }

  private Sent send(int reference) throws Exception {
    return link.send(new Outgoing(PHONE, "halo " + reference, reference))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  @Test
  void anAnswerThatIsLostLeavesTheMessageUnknownAndDelivered() throws Exception {
    bind();
    fate.becomes(answers(new Answers(0, 0, 0, 1)));
    assertThat(send(2)).isInstanceOf(Sent.Unknown.class);
    assertThat(next(seen)).isEqualTo("sms halo 2");
    assertThat(next(rooms.receipts).state())
        .isEqualTo(id.gerbang.server.outbox.Receipts.State.DELIVERED);
    fate.becomes(Misbehaviour.NONE);
    assertThat(send(3)).isInstanceOf(Sent.Accepted.class); // the link lives on
  }

  @Test
  void receiptsComeEarlyTwiceNeverAndInEveryShape() throws Exception {
    bind();
    fate.becomes(receipts(new Receipts(1, 0, 0, 0, Span.NONE, 0, 0)));
    assertThat(send(1)).isInstanceOf(Sent.Accepted.class);
    assertThat(rooms.receipts).hasSize(1); // before the answer
    rooms.receipts.clear();
    fate.becomes(receipts(new Receipts(0, 0, 1, 0, Span.NONE, 0, 0)));
    send(2);
    next(rooms.receipts);
    next(rooms.receipts);
    fate.becomes(receipts(new Receipts(0, 1, 0, 0, Span.NONE, 0, 0)));
    send(3);
    assertThat(mischiefs("no receipt")).isEqualTo(1);
    fate.becomes(receipts(new Receipts(0, 0, 0, 0, Span.NONE, 1, 0)));
    for (int i = 0; i < 40; i++) {
      String sent = ((Sent.Accepted) send(i)).messageIds().getFirst();
      var receipt = next(rooms.receipts);
      assertThat(receipt.state()).isEqualTo(id.gerbang.server.outbox.Receipts.State.DELIVERED);
      String plain = receipt.messageId().toLowerCase(java.util.Locale.ROOT);
      assertThat(
              plain.replaceFirst("^0+", "").equals(sent)
                  || new java.math.BigInteger(sent, 16).toString().equals(plain))
          .as("%s tells of %s", plain, sent)
          .isTrue();
    }
    fate.becomes(receipts(new Receipts(0, 0, 0, 0, Span.NONE, 1, 1)));
    seen.clear();
    for (int i = 0; i < 20; i++) {
      send(i);
      assertThat(next(rooms.receipts).state())
          .isEqualTo(id.gerbang.server.outbox.Receipts.State.FAILED);
    }
    assertThat(seen).as("what failed reached nobody").isEmpty();
  }

  @ParameterizedTest
  @FieldSource("DIALECTS")
  void aDialogueIsDroppedInEveryWayOfItsDialect(String name) throws Exception {
    end();
    start(name);
    bind();
    fate.becomes(dialogues(new Dialogues(1, 0, 0, 0)));
    for (int i = 0; i < DROPS; i++) {
      carrier.dial(PHONE, "*500*25#");
      assertThat(next(seen)).startsWith("? Selamat");
      assertThat(next(seen)).isEqualTo("! Sesi berakhir.");
    }
    until(() -> dropped() == DROPS);
    long ways = Dialects.named(name).operations().aborted().size() + 1L;
    assertThat(events.stream().filter(e -> e instanceof Witness.Event.Mischief).distinct().count())
        .isEqualTo(ways);
    fate.becomes(dialogues(new Dialogues(0, 1, 0, 0)));
    carrier.dial(PHONE, "*500*25#");
    next(seen);
    assertThat(next(seen)).isEqualTo("! Sesi berakhir.");
    until(() -> mischiefs("tells nobody") == 1);
    assertThat(dropped()).isEqualTo(DROPS);
  }

  private long dropped() {
    return rooms.turns.stream()
        .filter(turn -> turn.event() instanceof Inbound.Event.Dropped)
        .count();
  }

  @ParameterizedTest
  @FieldSource("DIALECTS")
  void doubleStartsAndNewNamesOfASessionStillGetTheirScreens(String name) throws Exception {
    end();
    start(name);
    bind();
    fate.becomes(dialogues(new Dialogues(0, 0, 1, 1)));
    for (int i = 0; i < 8; i++) {
      seen.clear();
      carrier.dial(PHONE, "*500*25#");
      assertThat(next(seen)).startsWith("? Selamat");
      String key = "a" + i;
      carrier.press(PHONE, key);
      until(() -> seen.contains("? Anda memilih " + key));
    }
    assertThat(mischiefs("twice")).isEqualTo(8);
    assertThat(mischiefs("another name")).isEqualTo(8);
  }

  @Test
  void aRefusedBindIsTriedAgain() throws Exception {
    fate.becomes(
        links(new Links(0, 0, 0, 0, Duration.ZERO, 1, 1, List.of(CommandStatus.SYSTEM_ERROR))));
    link.start();
    until(() -> events.contains(new Witness.Event.Bind(CommandStatus.SYSTEM_ERROR)));
    assertThat(link.ready()).isFalse();
    fate.becomes(Misbehaviour.NONE);
    until(link::ready);
  }

  @Test
  void unboundCutOrSilentTheLinkComesBack() throws Exception {
    bind();
    List<Links> troubles =
        List.of(
            new Links(1, 0, 0, 0, Duration.ZERO, 1, 0, List.of()),
            new Links(0, 1, 0, 0, Duration.ZERO, 1, 0, List.of()),
            new Links(0, 0, 1, 0, Duration.ofMillis(500), 1, 0, List.of()));
    for (int i = 0; i < troubles.size(); i++) {
      fate.becomes(links(troubles.get(i)));
      int gone = i + 1;
      String text = "gangguan " + i;
      carrier.sms(PHONE, "2757", text);
      until(() -> events.stream().filter(e -> e instanceof Witness.Event.Gone).count() >= gone);
      fate.becomes(Misbehaviour.NONE);
      until(() -> rooms.sms.stream().anyMatch(sms -> sms.text().equals(text)));
    }
  }

  @Test
  void aSlowReaderGetsEverythingInTheEnd() throws Exception {
    bind();
    fate.becomes(links(new Links(0, 0, 0, 1, Duration.ofMillis(1_500), 100, 0, List.of())));
    carrier.dial(PHONE, "*500*25#");
    assertThat(next(seen)).startsWith("? Selamat");
    fate.becomes(Misbehaviour.NONE);
    assertThat(IntStream.range(0, 5).mapToObj(this::sendAsync).map(f -> f.join()).toList())
        .allMatch(sent -> sent instanceof Sent.Accepted || sent instanceof Sent.Unknown);
    until(() -> seen.stream().filter(line -> line.startsWith("sms halo")).distinct().count() == 5);
  }

  private java.util.concurrent.CompletableFuture<Sent> sendAsync(int reference) {
    return link.send(new Outgoing(PHONE, "halo " + reference, reference)).toCompletableFuture();
  }
}
