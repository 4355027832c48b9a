package id.gerbang.server.cli;

import static id.gerbang.server.testing.TestRecords.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudhopper.smpp.pdu.SubmitSm;
import id.gerbang.server.channel.smpp.LinkState;
import id.gerbang.server.channel.smpp.SmppLink;
import id.gerbang.server.config.Settings;
import id.gerbang.server.link.LinkLease;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.outbox.OutboxPauses;
import id.gerbang.server.outbox.PostgresOutbox;
import id.gerbang.server.outbox.PostgresReceipts;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.CloudhopperSmsc;
import id.gerbang.server.testing.TestRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Links of one or two nodes to carriers that die, unbind and come back. */
class LinksIT {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private final TestRecords records = new TestRecords();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private CloudhopperSmsc one;
  private CloudhopperSmsc two;

  @BeforeEach
  void carriers() throws Exception {
    one = CloudhopperSmsc.start(0, "gerbang", "rahasia");
    open.push(one::close);
    two = CloudhopperSmsc.start(0, "gerbang", "rahasia");
    open.push(two::close);
  }

  @AfterEach
  void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private static Settings.Link link(
      String name, CloudhopperSmsc smsc, boolean single, String... prefixes) {
    Settings.Link usual = RunningServer.settings(0).smpp().getFirst();
    Settings.Sms sms = usual.sms();
    return new Settings.Link(
        name,
        "127.0.0.1",
        smsc.port(),
        usual.tls(),
        "gerbang",
        new id.gerbang.server.config.Secret("rahasia"),
        "",
        usual.dialect(),
        true,
        true,
        single,
        100,
        100,
        PATIENCE,
        new Settings.Sms(
            sms.number(),
            List.of(prefixes),
            sms.concatenation(),
            sms.gsm7(),
            sms.ucs2(),
            sms.registeredDelivery(),
            sms.receiptIds()));
  }

  /** A node with these links, of which it binds each that has a host. */
  private final class Node implements AutoCloseable {
    final PostgresOutbox outbox;
    final PostgresReceipts receipts;
    final Links links;
    final List<SmppLink> bound = new ArrayList<>();

    Node(Settings.Link... wanted) {
      Settings settings = RunningServer.settings(0).but(draft -> draft.smpp = List.of(wanted));
      this.outbox = new PostgresOutbox(records.vault, Links.routes(settings));
      this.receipts = new PostgresReceipts(records.jdbi, Instant::now, Links.receiptIds(settings));
      this.links =
          new Links(
              settings,
              records.jdbi,
              records.vault,
              new Links.Rooms(
                  _ -> CompletableFuture.failedFuture(new IllegalStateException()),
                  _ -> true,
                  receipts,
                  outbox),
              World.real(),
              registry);
      for (Settings.Link link : wanted) {
        bound.add(links.bind(link));
      }
      open.push(this);
    }

    void add(String number, int many) {
      records.jdbi.useTransaction(
          tx -> {
            for (int i = 0; i < many; i++) {
              outbox.add(tx, new NewSms(new Msisdn(number), "m" + i, "test", Instant.now()));
            }
          });
    }

    @Override
    public void close() {
      links.close();
      receipts.close();
    }
  }

  private String told(int code, ToIntFunction<LinkDesk> command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream lines = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(command.applyAsInt(new LinkDesk(records.jdbi, Set.of("one", "two"), lines)))
        .isEqualTo(code);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theDeskTellsOfARefusedBindByItsNameAndOfALinkThatIsBoundNowhere() {
    Settings.Link wrong = link("one", one, false);
    Node node =
        new Node(
            new Settings.Link(
                wrong.name(),
                wrong.host(),
                wrong.port(),
                wrong.tls(),
                "gerbang",
                new id.gerbang.server.config.Secret("salah"),
                "",
                wrong.dialect(),
                true,
                true,
                false,
                100,
                100,
                PATIENCE,
                wrong.sms()));
    node.add("6281200000001", 1);
    await("it is told of", () -> records.count("link_state WHERE refused IS NOT NULL") == 1);
    assertThat(told(1, desk -> desk.status(null)))
        .contains("one  BOUND NOWHERE  waiting 1")
        .contains("last refused bind: ESME_RINVPASWD (0x0E) at ")
        .contains("two  BOUND NOWHERE  waiting 0");
    assertThatThrownBy(() -> told(0, desk -> desk.pause("satu", "ayu")))
        .hasMessage("no link is called \"satu\"; known are one, two");
    assertThatThrownBy(() -> told(0, desk -> desk.pause(null, "ayu")))
        .hasMessage("name a link; known are one, two");
  }

  private long rows(String condition) {
    return records.count("outbox WHERE " + condition);
  }

  /** Takes what came so far out of the carrier. */
  private static void drain(CloudhopperSmsc smsc, List<String> into) {
    try {
      while (!smsc.quiet()) {
        SubmitSm submit = smsc.awaitSubmit();
        into.add(new String(submit.getShortMessage(), StandardCharsets.US_ASCII));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatWaitsForALinkThatDiedLeavesByTheOtherNoneTwiceNoneLost() throws Exception {
    Node node = new Node(link("one", one, false, "62811"), link("two", two, false));
    await("both are bound", () -> node.bound.stream().allMatch(SmppLink::ready));
    node.add("6281100000001", 400);
    node.add("6287800000001", 5);
    List<String> byOne = new ArrayList<>();
    List<String> byTwo = new ArrayList<>();
    await(
        "some left by the first",
        () -> {
          drain(one, byOne);
          return byOne.size() >= 60;
        });
    one.close();
    await("nothing is due any more", () -> rows("status = 'due'") == 0);
    await("nothing is being sent", () -> rows("status = 'sending'") == 0);
    drain(one, byOne);
    drain(two, byTwo);
    long unknown = rows("status = 'unknown'");
    assertThat(rows("status = 'unknown' AND link = 'one'")).as("they stay").isEqualTo(unknown);
    Set<String> arrived = new HashSet<>(byOne);
    List<String> toOne = new ArrayList<>(byTwo.subList(0, byTwo.size()));
    assertThat(rows("status = 'sent'") + unknown).isEqualTo(405);
    assertThat(byTwo.size()).as("5 of its own, and what the first left").isGreaterThan(100);
    // m0 to m4 are also the words of the five to the other number
    for (String own : List.of("m0", "m1", "m2", "m3", "m4")) {
      assertThat(toOne.remove(own)).isTrue();
    }
    assertThat(byOne).as("none twice").doesNotHaveDuplicates();
    assertThat(toOne).as("none twice").doesNotHaveDuplicates().doesNotContainAnyElementsOf(arrived);
    arrived.addAll(toOne);
    assertThat(arrived.size() + unknown).as("none lost").isGreaterThanOrEqualTo(400);
    double moved =
        registry.find("gerbang_outbox_moved").tag("from", "one").counters().stream()
            .mapToDouble(counter -> counter.count())
            .sum();
    assertThat(moved).isEqualTo(toOne.size());
  }

  @Test
  void aLinkThatComesBackTakesNothingBackAndGetsWhatIsNew() throws Exception {
    Settings.Link second = link("two", two, false);
    Node node = new Node(link("one", one, false, "62811"), second);
    await("both are bound", () -> node.bound.stream().allMatch(SmppLink::ready));
    OutboxPauses pauses = new OutboxPauses(records.jdbi);
    one.close();
    node.add("6281100000001", 3);
    await("moved", () -> rows("link = 'two'") == 3);
    await("sent", () -> rows("status = 'sent'") == 3);
    pauses.pause("two", "test");
    node.add("6281100000001", 2);
    await(
        "fail-over had its chances",
        () ->
            records.count(
                    "outbox_pace p, link_state s WHERE p.link = 'two' AND s.link = 'one' AND"
                        + " s.seen_at > p.paused_at + interval '6 seconds'")
                == 1);
    assertThat(rows("link = 'one' AND status = 'due'")).as("none to a paused one").isEqualTo(2);
    assertThat(node.bound.get(1).state()).as("paused, and bound").isEqualTo(LinkState.BOUND);
    pauses.resume("two");
    await("moved", () -> rows("link = 'two'") == 5);
    CloudhopperSmsc again = CloudhopperSmsc.start(one.port(), "gerbang", "rahasia");
    open.push(again::close);
    await("it is back", () -> node.bound.getFirst().ready());
    node.add("6281100000001", 4);
    await("sent by the first", () -> rows("link = 'one' AND status = 'sent'") == 4);
    assertThat(rows("link = 'two'")).isEqualTo(5);
  }

  @Test
  void oneNodeHoldsALinkThatIsAllowedOnceAndTheOtherTakesOver() throws Exception {
    Node first = new Node(link("one", one, true));
    await("bound", () -> first.bound.getFirst().ready());
    Node second = new Node(link("one", one, true));
    await("stands by", () -> second.bound.getFirst().state() == LinkState.STANDBY);
    first.add("6281200000001", 3);
    await("the one that is bound sends", () -> rows("status = 'sent'") == 3);
    one.awaitBind();
    await(
        "both are known",
        () -> records.count("link_state WHERE state IN ('bound', 'standby')") == 2);
    assertThat(second.bound.getFirst().state()).isEqualTo(LinkState.STANDBY);
    first.close();
    await("the other binds", () -> second.bound.getFirst().ready());
    one.awaitBind();
  }

  @Test
  void aNodeThatDiesLosesItsLeaseWithinSeconds() {
    LinkLease dead = new LinkLease(records.jdbi, "one", "a:8080");
    LinkLease other = new LinkLease(records.jdbi, "one", "b:8080");
    dead.renew();
    other.renew();
    assertThat(dead.held()).isTrue();
    assertThat(other.held()).isFalse();
    assertThat(other.anothers()).isTrue();
    long died = System.nanoTime();
    await(
        "the other holds it",
        () -> {
          other.renew();
          return other.held();
        });
    assertThat(Duration.ofNanos(System.nanoTime() - died))
        .isBetween(LinkLease.LASTS.minusSeconds(1), LinkLease.LASTS.plusSeconds(3));
    assertThat(dead.held()).as("by its own clock").isFalse();
    dead.renew();
    assertThat(dead.anothers()).as("it must leave").isTrue();
  }

  @Test
  void aPausedLinkStaysBoundAndSendsNothingOnAnyNodeAlsoAfterARestart() throws Exception {
    OutboxPauses pauses = new OutboxPauses(records.jdbi);
    assertThat(pauses.pause("one", "ayu")).isTrue();
    assertThat(pauses.pause("one", "budi")).as("paused already").isFalse();
    Node first = new Node(link("one", one, false));
    Node second = new Node(link("one", one, false));
    await("bound", () -> first.bound.getFirst().ready() && second.bound.getFirst().ready());
    first.add("6281200000001", 2);
    await(
        "both say so",
        () ->
            registry.find("gerbang_outbox_paused").gauges().stream().anyMatch(g -> g.value() == 1));
    await("they beat", () -> records.count("link_state WHERE state = 'bound'") == 2);
    assertThat(rows("status = 'due' AND attempts = 0")).isEqualTo(2);
    assertThat(one.quiet()).isTrue();
    assertThat(told(0, desk -> desk.status("one")))
        .contains("one  PAUSED by ayu since ", "waiting 2, oldest ", " bound ", " window 0/100")
        .doesNotContain("NOWHERE");
    assertThat(told(0, desk -> desk.resume("one"))).contains("one is resumed");
    assertThat(told(0, desk -> desk.resume("one"))).contains("one was not paused");
    await("they leave", () -> rows("status = 'sent'") == 2);
  }

  @Test
  void aCarrierThatUnbindsInTheMiddleOf500GetsEachOnce() throws Exception {
    Node node = new Node(link("one", one, false));
    one.awaitBind();
    await("bound", () -> node.bound.getFirst().ready());
    node.add("6281200000001", 500);
    List<String> arrived = new ArrayList<>();
    for (int unbinds = 1; unbinds <= 2; unbinds++) {
      int until = 150 * unbinds;
      await(
          "a part came",
          () -> {
            drain(one, arrived);
            return arrived.size() >= until;
          });
      one.unbind();
      one.awaitBind();
    }
    await("all have left or nobody knows", () -> rows("status IN ('sent', 'unknown')") == 500);
    drain(one, arrived);
    assertThat(arrived).as("none twice").doesNotHaveDuplicates();
    assertThat(arrived.size() + rows("status = 'unknown'"))
        .as("none lost")
        .isGreaterThanOrEqualTo(500);
    assertThat(rows("status = 'sent'")).isGreaterThan(400);
  }
}
