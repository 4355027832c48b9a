package id.gerbang.server.channel.smpp;

import static id.gerbang.server.channel.smpp.Recorded.next;
import static id.gerbang.server.channel.smpp.Recorded.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudhopper.smpp.pdu.DataSm;
import com.cloudhopper.smpp.pdu.SubmitSm;
import com.cloudhopper.smpp.tlv.Tlv;
import com.cloudhopper.smpp.type.Address;
import id.gerbang.engine.Surface;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.UssdPush;
import id.gerbang.server.inbox.Inbox;
import id.gerbang.server.outbox.Receipts;
import id.gerbang.server.outbox.SmsLink.Outgoing;
import id.gerbang.server.outbox.SmsLink.Sent;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.CloudhopperSmsc;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The link against an SMSC that shares no code with it. */
class SmppLinkByCloudhopperIT {
  private static final String PHONE = "6281200000501";
  private static final Msisdn WORKER = new Msisdn(PHONE);
  private static final String CODE = "*500*25#";

  private final Recorded rooms = new Recorded();
  private CloudhopperSmsc smsc;
  private SmppLink link;

  @BeforeEach
  void bind() throws Exception {
    smsc = CloudhopperSmsc.start(0, "gerbang", "rahasia");
    link = rooms.link(smsc.port(), "rahasia");
    link.start();
    smsc.awaitBind();
    until(link::ready);
  }

  @AfterEach
  void end() {
    link.close();
    smsc.close();
    assertThat(link.state()).isEqualTo(LinkState.STOPPED);
  }

  @Test
  void aDialogueGoesThereAndBack() throws Exception {
    assertThat(smsc.ussd(PHONE, CODE, 1, 0x2A04, CODE)).isZero();
    SubmitSm menu = smsc.awaitSubmit();
    assertThat(rooms.turns.poll())
        .isEqualTo(
            new Inbound(
                Channel.USSD, Surface.USSD, WORKER, new Inbound.Event.Started(), "uji:42", ""));
    assertThat(menu.getDestAddress().getAddress()).isEqualTo(PHONE);
    assertThat(menu.getSourceAddress().getAddress()).isEqualTo(CODE);
    assertThat(menu.getServiceType()).isEqualTo("USSD");
    assertThat(menu.getDataCoding()).isEqualTo((byte) 0x0F);
    assertThat(menu.getOptionalParameter((short) 0x0501).getValue()).containsExactly(2);
    assertThat(menu.getOptionalParameter((short) 0x1383).getValue()).containsExactly(0x2A, 0x04);
    assertThat(new String(menu.getShortMessage(), StandardCharsets.US_ASCII))
        .isEqualTo("Selamat datang\n1. Daftar");

    assertThat(smsc.ussd(PHONE, CODE, 18, 0x2A06, "0")).isZero();
    SubmitSm last = smsc.awaitSubmit();
    assertThat(rooms.turns.poll().event()).isEqualTo(new Inbound.Event.Typed("0"));
    assertThat(last.getOptionalParameter((short) 0x0501).getValue()).containsExactly(17);
    assertThat(last.getOptionalParameter((short) 0x1383).getValue()).containsExactly(0x2A, 0x07);
  }

  @Test
  void aScreenThatWePushIsAnswered() throws Exception {
    UssdPush.Pushed pushed =
        link.push(WORKER, "Lanjut pendaftaran?\n1 Ya", UssdPush.Use.ASK)
            .toCompletableFuture()
            .get(5, TimeUnit.SECONDS);
    SubmitSm ask = smsc.awaitSubmit();
    assertThat(ask.getDestAddress().getAddress()).isEqualTo(PHONE);
    assertThat(ask.getDestAddress().getTon()).isEqualTo((byte) 1);
    assertThat(ask.getSourceAddress().getAddress()).isEqualTo("*500*25#");
    assertThat(ask.getRegisteredDelivery()).isZero();
    assertThat(ask.getOptionalParameter((short) 0x0501).getValue()).containsExactly(2);
    byte[] its = ask.getOptionalParameter((short) 0x1383).getValue();
    assertThat(its).hasSize(2).endsWith(0);
    String dialogue = "uji:" + (its[0] & 0xFF);
    assertThat(pushed).isEqualTo(new UssdPush.Pushed.Taken(dialogue));

    assertThat(smsc.ussd(PHONE, CODE, 18, (its[0] & 0xFF) << 8 | 2, "1")).isZero();
    assertThat(next(rooms.turns))
        .isEqualTo(
            new Inbound(
                Channel.USSD, Surface.USSD, WORKER, new Inbound.Event.Typed("1"), dialogue, ""));
    SubmitSm screen = smsc.awaitSubmit();
    assertThat(screen.getOptionalParameter((short) 0x0501).getValue()).containsExactly(2);
    assertThat(screen.getOptionalParameter((short) 0x1383).getValue()).containsExactly(its[0], 2);
  }

  @Test
  void aScreenThatWePushAndNobodyTakes() throws Exception {
    smsc.answerWith(0x0B, 0x58);
    assertThat(pushed(UssdPush.Use.ASK))
        .isEqualTo(new UssdPush.Pushed.Refused("ESME_RINVDSTADR (0x0B)"));
    assertThat(pushed(UssdPush.Use.NOTIFY))
        .isEqualTo(new UssdPush.Pushed.Refused("ESME_RTHROTTLED (0x58)"));
    assertThat(smsc.awaitSubmit().getOptionalParameter((short) 0x0501).getValue())
        .containsExactly(2);
    assertThat(smsc.awaitSubmit().getOptionalParameter((short) 0x0501).getValue())
        .containsExactly(3);
    assertThat(smsc.quiet()).as("not again").isTrue();
    assertThat(
            rooms
                .meters
                .counter(
                    "gerbang.smpp.refused",
                    "link",
                    "uji",
                    "kind",
                    "push",
                    "status",
                    "ESME_RTHROTTLED")
                .count())
        .isEqualTo(1);
    link.close();
    assertThat(pushed(UssdPush.Use.ASK))
        .isEqualTo(new UssdPush.Pushed.NotSent("the link is closed"));
  }

  private UssdPush.Pushed pushed(UssdPush.Use use) throws Exception {
    return link.push(WORKER, "x", use).toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  @Test
  void everyWayToHangUpIsHeardAndNotAnswered() throws Exception {
    int[][] closings = {
      {17, 0x0100}, {18, 0x0101}, {129, 0x0100}, {65, 0x0100}, {66, 0x0100}, {67, 0x0100}
    };
    for (int[] closing : closings) {
      assertThat(smsc.ussd(PHONE, CODE, closing[0], closing[1], "")).isZero();
      assertThat(next(rooms.turns).event()).isEqualTo(new Inbound.Event.Dropped());
    }
    smsc.ussd(PHONE, CODE, 1, 0x0200, CODE);
    assertThat(smsc.awaitSubmit().getOptionalParameter((short) 0x1383).getValue())
        .containsExactly(2, 0);
    assertThat(smsc.quiet()).isTrue();
  }

  @Test
  void strangeAndBrokenRequestsAreAnsweredAndTheLinkLives() throws Exception {
    assertThat(smsc.ussd(PHONE, CODE, 200, 0x0100, "")).isEqualTo(0xC4);
    Tlv dial = new Tlv((short) 0x0501, new byte[] {1});
    byte[] nothing = new byte[0];
    assertThat(
            smsc.deliver(
                "USSD", PHONE, CODE, 0, 0, nothing, dial, new Tlv((short) 0x1383, new byte[] {1})))
        .isEqualTo(0xC2);
    assertThat(smsc.deliver("USSD", PHONE, CODE, 0, 0, nothing, dial)).isEqualTo(0xC3);
    assertThat(smsc.ussd("TOKO", CODE, 1, 0x0100, CODE)).isEqualTo(0x0A);
    assertThat(smsc.ussd(PHONE, CODE, 1, 0x0100, CODE)).isZero();
    assertThat(rooms.turns).hasSizeLessThanOrEqualTo(1);
    smsc.awaitSubmit();
    assertThat(link.state()).isEqualTo(LinkState.BOUND);
  }

  @Test
  void dataSmWithItsTextOutsideIsADialogueToo() throws Exception {
    DataSm message = new DataSm();
    message.setServiceType("P2");
    message.setSourceAddress(new Address((byte) 1, (byte) 1, PHONE));
    message.setDestAddress(new Address((byte) 0, (byte) 1, CODE));
    message.addOptionalParameter(new Tlv((short) 0x0501, new byte[] {18}));
    message.addOptionalParameter(new Tlv((short) 0x1383, new byte[] {9, 0}));
    message.addOptionalParameter(new Tlv((short) 0x0424, "7".getBytes(StandardCharsets.US_ASCII)));
    assertThat(smsc.request(message)).isZero();
    assertThat(next(rooms.turns).event()).isEqualTo(new Inbound.Event.Typed("7"));
    assertThat(smsc.awaitSubmit().getServiceType()).isEqualTo("P2");
  }

  @Test
  void anSmsIsStoredBeforeItIsAcknowledged() throws Exception {
    assertThat(smsc.sms(PHONE, "2757", "YA D7K2Q9")).isZero();
    assertThat(rooms.sms.poll())
        .isEqualTo(new Inbox.Sms("uji", WORKER, "2757", "YA D7K2Q9", Optional.empty()));
    byte[] part = HexFormat.of().parseHex("0608041234030241");
    part[7] = 'b';
    assertThat(smsc.deliver("", PHONE, "2757", 0x40, 0, part)).isZero();
    assertThat(rooms.sms.poll())
        .isEqualTo(
            new Inbox.Sms("uji", WORKER, "2757", "b", Optional.of(new Inbox.Part(0x1234, 3, 2))));
    assertThat(smsc.sms("TOKO", "2757", "Promo")).isZero();
    rooms.storing = false;
    assertThat(smsc.sms(PHONE, "2757", "YA")).isEqualTo(0x64);
    assertThat(smsc.receipt(PHONE, "2757", "id:1 stat:DELIVRD")).isEqualTo(0x64);
    assertThat(rooms.sms).isEmpty();
  }

  @Test
  void anSmsLeavesWholeOrInPartsAndItsReceiptComes() throws Exception {
    Sent one = sent("Terima kasih");
    assertThat(one).isEqualTo(new Sent.Accepted(List.of("id1")));
    SubmitSm whole = smsc.awaitSubmit();
    assertThat(whole.getSourceAddress().getAddress()).isEqualTo("2757");
    assertThat(whole.getRegisteredDelivery()).isEqualTo((byte) 1);
    assertThat(whole.getEsmClass()).isZero();

    assertThat(sent("x".repeat(161))).isEqualTo(new Sent.Accepted(List.of("id2", "id3")));
    SubmitSm first = smsc.awaitSubmit();
    assertThat(first.getEsmClass()).isEqualTo((byte) 0x40);
    assertThat(first.getShortMessage()).hasSize(159).startsWith(5, 0, 3, 7, 2, 1);
    assertThat(smsc.awaitSubmit().getShortMessage()).hasSize(14).startsWith(5, 0, 3, 7, 2, 2);

    assertThat(
            smsc.receipt(PHONE, "2757", "id:id1 sub:001 dlvrd:001 stat:DELIVRD err:000 text:Ter"))
        .isZero();
    assertThat(rooms.receipts.poll())
        .isEqualTo(new Receipts.Receipt("uji", "id1", Receipts.State.DELIVERED));
  }

  @Test
  void theCarriersNoIsTold() throws Exception {
    smsc.answerWith(0x0B);
    assertThat(sent("a")).isEqualTo(new Sent.Refused("ESME_RINVDSTADR (0x0B)"));
    smsc.answerWith(0, 0x58);
    assertThat(sent("x".repeat(161)))
        .isInstanceOfSatisfying(
            Sent.Unknown.class, unknown -> assertThat(unknown.messageIds()).containsExactly("id1"));
    assertThat(link.ready()).as("throttled").isFalse();
    assertThat(sent("b")).isInstanceOf(Sent.Deferred.class);
    until(link::ready);
    smsc.answerWith(-1);
    assertThat(sent("c")).isEqualTo(new Sent.Unknown("no response in time", List.of()));
    assertThat(link.ready()).isTrue();
    smsc.answerWith(0x58);
    assertThat(sent("d")).isEqualTo(new Sent.Deferred("ESME_RTHROTTLED (0x58)"));
  }

  @Test
  void eachWayToSayLaterStopsTheWholeLink() throws Exception {
    for (int status : new int[] {0x58, 0x14, 0x08}) {
      until(link::ready);
      smsc.answerWith(status);
      assertThat(sent("a")).isEqualTo(new Sent.Deferred(CommandStatus.name(status)));
      smsc.awaitSubmit();
      assertThat(link.ready()).as(CommandStatus.name(status)).isFalse();
      assertThat(sent("b")).as("nothing reaches the carrier").isInstanceOf(Sent.Deferred.class);
      assertThat(smsc.quiet()).isTrue();
      assertThat(smsc.ussd(PHONE, CODE, 1, 0x0100, CODE)).as("dialogues go on").isZero();
      smsc.awaitSubmit();
    }
  }

  @Test
  void unboundOrFedGarbageItComesBack() throws Exception {
    smsc.unbind();
    smsc.awaitBind();
    until(link::ready);
    smsc.raw(HexFormat.of().parseHex("7fffff00000000050000000000000001"));
    smsc.awaitBind();
    until(link::ready);
    smsc.raw("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    smsc.awaitBind();
    until(link::ready);
    assertThat(smsc.ussd(PHONE, CODE, 1, 0x0100, CODE)).isZero();
    smsc.awaitSubmit();
  }

  @Test
  void aClosingLinkShowsWhatItOwes() throws Exception {
    rooms.slow.set(true);
    assertThat(smsc.ussd(PHONE, CODE, 1, 0x0100, CODE)).isZero();
    next(rooms.turns);
    Thread closing = Thread.startVirtualThread(link::close);
    until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    assertThat(smsc.ussd(PHONE, CODE, 1, 0x0200, CODE)).as("taken no more").isEqualTo(0x14);
    rooms.answerSlow();
    assertThat(smsc.awaitSubmit().getOptionalParameter((short) 0x1383).getValue())
        .containsExactly(1, 0);
    closing.join();
    assertThat(link.state()).isEqualTo(LinkState.STOPPED);
  }

  @Test
  void aRefusedPasswordIsNotHammeredOn() throws Exception {
    SmppLink wrong = rooms.link(smsc.port(), "salah");
    wrong.start();
    until(() -> wrong.state() == LinkState.WAITING);
    assertThat(wrong.ready()).isFalse();
    assertThat(
            wrong.send(new Outgoing(WORKER, "a", 1)).toCompletableFuture().get(5, TimeUnit.SECONDS))
        .isEqualTo(new Sent.Deferred("not bound"));
    assertThat(wrong.report().refusal().map(LinkReport.Refusal::status))
        .contains("ESME_RINVPASWD (0x0E)");
    assertThat(wrong.report().detail()).contains("ESME_RINVPASWD");
    wrong.close();
    assertThat(
            rooms.meters.counter("gerbang.smpp.binds", "link", "uji", "outcome", "refused").count())
        .isEqualTo(1);
  }

  private Sent sent(String text) throws Exception {
    return link.send(new Outgoing(WORKER, text, 7)).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
