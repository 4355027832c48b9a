package id.gerbang.server.channel.smpp;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.jsmpp.DefaultPDUReader;
import org.jsmpp.PDUReader;
import org.jsmpp.bean.Command;

/**
 * Reads PDUs of a bounded length and passes them through {@link PduGuard}; a message may be taken
 * here already, in the order of the wire, which jsmpp's many processors lose. A length beyond the
 * bounds means that the stream has lost its place, or an attack: a generic_nack leaves, the
 * connection ends, nothing is allocated. So does a PDU that stops half-way for as long as the
 * silence after which jsmpp asks for life.
 *
 * <p>One for each connection: it also remembers a refused bind. Many carriers close at once after
 * it, and jsmpp, whose reader then closes the session before its processor looks at the answer,
 * would wait for that answer until its timeout: so an end that follows a bind's answer closely is
 * told a little later. Read by jsmpp's one reader thread; {@link #refusedBind} is safe for any.
 */
public final class GuardedPduReader implements PDUReader {
  /** A message_payload may hold 65,535 octets; the rest is small. */
  public static final int LONGEST = 72 * 1024;

  private static final int HEADER = 16;
  private static final int BIND_RECEIVER_RESP = 0x80000001;
  private static final int BIND_TRANSMITTER_RESP = 0x80000002;
  private static final int BIND_TRANSCEIVER_RESP = 0x80000009;

  private final DefaultPDUReader plain = new DefaultPDUReader();
  private final UnaryOperator<byte[]> first;
  private final IntConsumer nack;
  private final Runnable bindSeen;
  private boolean bound;
  private boolean answered;
  private volatile int refusedBind;

  /** For a side that needs no order and tells its peer nothing of a lost place. */
  public GuardedPduReader() {
    this(UnaryOperator.identity(), status -> {}, () -> {});
  }

  /**
   * @param first sees each message (deliver_sm, data_sm) of a bound peer before jsmpp does, and
   *     gives it or another of the same command and sequence; never blocks, never throws
   * @param nack sends a generic_nack of this status
   * @param bindSeen returns once jsmpp has looked at the answer to the bind; bounded
   */
  GuardedPduReader(UnaryOperator<byte[]> first, IntConsumer nack, Runnable bindSeen) {
    this.first = first;
    this.nack = nack;
    this.bindSeen = bindSeen;
  }

  /** The status of the refused bind, or 0. */
  public int refusedBind() {
    return refusedBind;
  }

  @Override
  public Command readPDUHeader(DataInputStream in) throws IOException {
    int first = first(in);
    Command header = new Command();
    try {
      header.setCommandLength(first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort());
      bounded(header.getCommandLength());
      header.setCommandId(in.readInt());
      header.setCommandStatus(in.readInt());
      header.setSequenceNumber(in.readInt());
    } catch (SocketTimeoutException e) {
      throw halfway();
    }
    return header;
  }

  /** Here, and only here, a silence is a silence. */
  private int first(DataInputStream in) throws IOException {
    try {
      return in.readUnsignedByte();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      letTheBindBeSeen();
      throw e;
    }
  }

  private void letTheBindBeSeen() {
    if (answered) {
      bindSeen.run();
    }
  }

  @Override
  public byte[] readPDU(DataInputStream in, Command header) throws IOException {
    byte[] safe =
        readPDU(
            in,
            header.getCommandLength(),
            header.getCommandId(),
            header.getCommandStatus(),
            header.getSequenceNumber());
    header.setCommandLength(safe.length);
    int id = header.getCommandId();
    if (id == BIND_TRANSCEIVER_RESP || id == BIND_TRANSMITTER_RESP || id == BIND_RECEIVER_RESP) {
      refusedBind = header.getCommandStatus();
      bound = refusedBind == CommandStatus.OK;
      answered = true;
    }
    return safe;
  }

  @Override
  public byte[] readPDU(DataInputStream in, int length, int id, int status, int sequence)
      throws IOException {
    bounded(length);
    try {
      byte[] safe = PduGuard.made(plain.readPDU(in, length, id, status, sequence));
      if (!bound || !PduGuard.message(safe)) {
        return safe;
      }
      letTheBindBeSeen(); // a carrier that waited for us dials at once, and its screen leaves by a
      // bound session
      return first.apply(safe);
    } catch (SocketTimeoutException e) {
      throw halfway();
    }
  }

  private void bounded(int length) throws IOException {
    if (length < HEADER || length > LONGEST) {
      nack.accept(CommandStatus.INVALID_COMMAND_LENGTH);
      letTheBindBeSeen();
      throw new IOException(
          "command_length "
              + length
              + " is not within "
              + HEADER
              + " to "
              + LONGEST
              + ": the connection is given up");
    }
  }

  /** jsmpp would take the timeout for silence and read the rest as a header. */
  private static IOException halfway() {
    return new IOException("a PDU stopped half-way: the connection is given up");
  }
}
