package id.gerbang.server.carrier;

import id.gerbang.server.carrier.Gateways.Taken;
import id.gerbang.server.channel.smpp.CarrierSide;
import id.gerbang.server.channel.smpp.CommandStatus;
import id.gerbang.server.channel.smpp.Delivered;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The carrier's USSD gateway: dialogues of its phones. Safe for any thread. */
final class Screens {
  private static final Duration SCREEN_PATIENCE = Duration.ofSeconds(20);

  /** A gateway that restarts is back by then; a person waits no longer. */
  private static final Duration GATEWAY_PATIENCE = Duration.ofSeconds(3);

  /** What a real gateway answers to a screen that comes too late: a vendor's status. */
  static final int NO_SUCH_DIALOGUE = 0x0401;

  private static final String AWAY = "Layanan sedang tidak tersedia. Silakan coba lagi.";
  private static final String OVER = "Sesi berakhir.";

  private final CarrierSide side;
  private final Deliveries deliveries;
  private final ScheduledExecutorService clockwork;
  private final Witness witness;

  Screens(
      CarrierSide side,
      Deliveries deliveries,
      ScheduledExecutorService clockwork,
      Witness witness) {
    this.side = side;
    this.deliveries = deliveries;
    this.clockwork = clockwork;
    this.witness = witness;
  }

  /** The phone dials. In the phone's line. */
  void dial(Phone at, String code) {
    Phone.Dialogue opened = at.open(code, side::fitted);
    limit(at, opened);
    say(at, opened, side.dialled(opened.session(), opened.step(), code));
    if (at.dice().happens(m -> m.dialogues().startedTwice())) {
      boolean renamed = at.dice().below(2) == 0;
      mischief(at, "begins the dialogue twice, in " + (renamed ? "two sessions" : "one session"));
      if (renamed) {
        at.rename(side::fitted);
      }
      at.dialogue()
          .ifPresent(again -> say(at, again, side.dialled(again.session(), again.step(), code)));
    }
  }

  /** The phone answers. In the phone's line. */
  void press(Phone at, String text) {
    if (at.dice().happens(m -> m.dialogues().renamed())) {
      mischief(at, "gives the session another name");
      at.rename(side::fitted);
    }
    at.dialogue()
        .flatMap(open -> at.step(open.session()))
        .ifPresent(
            open -> say(at, open, side.answered(open.session(), open.step(), open.code(), text)));
  }

  /** The phone hangs up. In the phone's line. */
  void hangUp(Phone at, boolean tellsGateway) {
    at.dialogue()
        .flatMap(open -> at.end(open.session()))
        .filter(ended -> tellsGateway)
        .ifPresent(ended -> tell(at, side.closed(ended.session(), ended.step(), ended.code())));
  }

  /**
   * Tells the gateway what the subscriber did, and ends the dialogue with an error screen when
   * nobody takes it.
   */
  private void say(Phone phone, Phone.Dialogue dialogue, CarrierSide.Spoken spoken) {
    clockwork.schedule(
        () ->
            phone.dialogue().filter(dialogue::equals).ifPresent(silent -> end(phone, silent, AWAY)),
        SCREEN_PATIENCE.toMillis(),
        TimeUnit.MILLISECONDS);
    if (tell(phone, spoken) != CommandStatus.OK) {
      end(phone, dialogue, AWAY);
    }
  }

  private int tell(Phone phone, CarrierSide.Spoken spoken) {
    return deliveries.deliver(
        phone,
        new Parcel(
            phone.digits(),
            spoken.destination(),
            0,
            spoken.text().dataCoding(),
            spoken.text().octets(),
            spoken.tlvs()),
        GATEWAY_PATIENCE);
  }

  private void end(Phone phone, Phone.Dialogue dialogue, String why) {
    phone
        .end(open -> open.serial() == dialogue.serial())
        .ifPresent(ended -> phone.show(handset -> handset.screen(why, false)));
  }

  /** The gateway submits a screen. */
  Taken take(Phone phone, Msisdn to, Delivered message, String id) {
    return switch (side.read(message)) {
      case CarrierSide.Read.Strange(int status) -> Taken.refused(status);
      case CarrierSide.Read.Screen screen -> {
        Deliveries.pause(phone.dice().lasts(m -> m.wire().latency()));
        Taken taken = answer(phone, message.source().value(), screen, id);
        witness.saw(
            new Witness.Event.Screen(
                to, screen.text(), message.dataCoding(), message.payload().length, taken.status()));
        yield taken;
      }
    };
  }

  private Taken answer(Phone phone, String code, CarrierSide.Read.Screen screen, String id) {
    Fate.Dice dice = phone.dice();
    if (dice.happens(m -> m.answers().throttled())) {
      return Taken.refused(CommandStatus.THROTTLED);
    }
    if (dice.happens(m -> m.answers().full())) {
      return Taken.refused(CommandStatus.QUEUE_FULL);
    }
    if (dice.happens(m -> m.answers().failing())) {
      return Taken.refused(CommandStatus.SYSTEM_ERROR);
    }
    boolean told = !dice.happens(m -> m.answers().lost());
    if (dice.happens(m -> m.wire().lost())) {
      mischief(phone, "loses a screen");
      return new Taken(CommandStatus.OK, id, told);
    }
    long session = screen.session();
    boolean read =
        switch (screen.use()) {
          case ASKS -> phone.step(session).isPresent() || asked(phone, code, session);
          case LAST -> phone.end(session).isPresent();
          case NOTIFIES -> notified(phone, code, session);
        };
    if (!read) {
      return new Taken(NO_SUCH_DIALOGUE, "", told);
    }
    boolean asks = screen.use() == CarrierSide.Use.ASKS;
    phone.show(handset -> handset.screen(screen.text(), asks));
    if (asks) {
      drop(phone);
    }
    return new Taken(CommandStatus.OK, id, told);
  }

  /** The network may end a dialogue after any screen, and tell it or not. */
  private void drop(Phone phone) {
    boolean told = phone.dice().happens(m -> m.dialogues().dropped());
    if (!told && !phone.dice().happens(m -> m.dialogues().vanished())) {
      return;
    }
    phone
        .dialogue()
        .flatMap(open -> phone.end(open.session()))
        .ifPresent(
            ended -> {
              if (told) { // before the person sees it, and dials again
                phone.act(() -> tell(phone, farewell(phone, ended)));
              } else {
                mischief(phone, "ends the dialogue and tells nobody");
              }
              phone.show(handset -> handset.screen(OVER, false));
            });
  }

  /** Any of the dialect's ways to end one. */
  private CarrierSide.Spoken farewell(Phone phone, Phone.Dialogue ended) {
    List<Integer> ways = new ArrayList<>(side.dialect().operations().aborted());
    int way = (int) phone.dice().below(ways.size() + 1);
    if (way == ways.size()) {
      mischief(phone, "ends the dialogue in order");
      return side.closed(ended.session(), ended.step(), ended.code());
    }
    mischief(phone, "ends the dialogue with operation " + ways.get(way));
    return side.aborted(ways.get(way), ended.session(), ended.step(), ended.code());
  }

  /** Whether the gateway may begin a dialogue with this screen. */
  private boolean asked(Phone phone, String code, long session) {
    Optional<Phone.Dialogue> opened =
        side.dialect().push().ask().isPresent() ? phone.opened(code, session) : Optional.empty();
    opened.ifPresent(dialogue -> limit(phone, dialogue));
    return opened.isPresent();
  }

  /** Whether the gateway may show this on its own; that it was read is told. */
  private boolean notified(Phone phone, String code, long session) {
    boolean shown = phone.dialogue().isEmpty();
    if (shown && !side.dialect().push().confirmed().isEmpty()) {
      phone.act(() -> tell(phone, side.confirmed(session, code)));
    }
    return shown;
  }

  private void limit(Phone phone, Phone.Dialogue opened) {
    clockwork.schedule(
        () -> end(phone, opened, OVER),
        side.dialect().times().session().toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private void mischief(Phone phone, String what) {
    witness.saw(new Witness.Event.Mischief(what, phone.digits()));
  }
}
