package id.gerbang.server.channel.smpp;

import org.jsmpp.PDUReader;
import org.jsmpp.PDUSender;
import org.jsmpp.session.SMPPSession;

/**
 * A session of jsmpp's through which dialogues go past jsmpp's threads: their PDUs leave by {@link
 * #outgoing}, under sequence numbers of the same count.
 */
final class LinkSession extends SMPPSession {
  private final OutgoingPdus outgoing;

  LinkSession(PDUSender sender, PDUReader reader, Wire wire, OutgoingPdus outgoing) {
    super(sender, reader, wire);
    this.outgoing = outgoing;
  }

  int nextSequence() {
    return sequence().nextValue();
  }

  OutgoingPdus outgoing() {
    return outgoing;
  }

  @Override
  public void close() {
    outgoing.close();
    super.close();
  }
}
