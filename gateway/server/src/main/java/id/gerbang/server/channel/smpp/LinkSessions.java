package id.gerbang.server.channel.smpp;

import java.io.IOException;
import org.jsmpp.PDUReader;
import org.jsmpp.PDUSender;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;

/** Makes and binds the sessions of a link, one after the other, as its settings say. */
final class LinkSessions {
  /** What waits for a store, and eight for responses to SMS, which wait for nothing. */
  private static final int PDU_THREADS = SmsArrivals.MOST_WAITING + 8;

  /** Bursts of a carrier that catches up; beyond it jsmpp answers "queue full". */
  private static final int PDU_QUEUE = 2_000;

  private final SmppLinkSettings settings;

  LinkSessions(SmppLinkSettings settings) {
    this.settings = settings;
  }

  /**
   * A session that is not connected.
   *
   * @param lost is told once or more when it ends
   */
  LinkSession open(
      PDUSender sender,
      PDUReader reader,
      Wire wire,
      OutgoingPdus outgoing,
      MessageReceiverListener incoming,
      Runnable lost) {
    LinkSession session = new LinkSession(sender, reader, wire, outgoing);
    session.setEnquireLinkTimer(Math.toIntExact(settings.patience().enquireLink().toMillis()));
    session.setTransactionTimer(settings.patience().transaction().toMillis());
    session.setPduProcessorDegree(PDU_THREADS);
    session.setQueueCapacity(PDU_QUEUE);
    session.setMessageReceiverListener(incoming);
    session.addSessionStateListener(
        (now, before, source) -> {
          if (now == SessionState.CLOSED || now == SessionState.UNBOUND) {
            lost.run();
          }
        });
    return session;
  }

  /**
   * Connects and binds. Blocks.
   *
   * @throws IOException when nobody answers, TLS finds a wrong certificate, or the carrier refuses
   */
  void bind(SMPPSession session) throws IOException {
    session.connectAndBind(
        settings.peer().host(),
        settings.peer().port(),
        new BindParameter(
            BindType.BIND_TRX,
            settings.account().systemId(),
            settings.account().password(),
            settings.account().systemType(),
            TypeOfNumber.UNKNOWN,
            NumberingPlanIndicator.UNKNOWN,
            null,
            InterfaceVersion.IF_34),
        settings.patience().connect().toMillis());
  }
}
