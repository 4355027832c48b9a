package id.gerbang.server.channel.smpp;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.jsmpp.DefaultPDUReader;
import org.jsmpp.PDUReader;
import org.jsmpp.bean.Command;

/**
 * Reads PDUs of a bounded length and passes them through {@link PduGuard}; one may be taken here
 * already, in the order of the wire, and jsmpp, whose many processors lose that order, is only
 * given the next that is not. A length beyond the bounds means that the stream has lost its place,
 * or an attack: a generic_nack leaves, the connection ends, nothing is allocated. So does a PDU
 * that stops half-way for as long as the silence after which jsmpp asks for life.
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
  private final Predicate<byte[]> taken;
  private final IntConsumer nack;
  private final Runnable bindSeen;
  private byte[] next = {};
  private boolean bound;
  private boolean answered;
  private volatile int refusedBind;

  /** For a side that needs no order and tells its peer nothing of a lost place. */
  public GuardedPduReader() {
    this(pdu -> false, status -> {}, () -> {});
  }

  /**
   * @param taken sees each PDU of a bound peer before jsmpp does; what it takes, jsmpp never sees.
   *     Never throws
   * @param nack sends a generic_nack of this status
   * @param bindSeen returns once jsmpp has looked at the answer to the bind; bounded
   */
  GuardedPduReader(Predicate<byte[]> taken, IntConsumer nack, Runnable bindSeen) {
    this.taken = taken;
    this.nack = nack;
    this.bindSeen = bindSeen;
  }

  /** The status of the refused bind, or 0. */
  public int refusedBind() {
    return refusedBind;
  }

  /** Reads whole PDUs until one is jsmpp's, which {@link #readPDU} gives. */
  @Override
  public Command readPDUHeader(DataInputStream in) throws IOException {
    while (true) {
      Command header = header(in);
      byte[] pdu = whole(in, header);
      bind(header);
      if (!bound || !taken.test(pdu)) {
        header.setCommandLength(pdu.length);
        next = pdu;
        return header;
      }
    }
  }

  private Command header(DataInputStream in) throws IOException {
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

  private byte[] whole(DataInputStream in, Command header) throws IOException {
    try {
      byte[] safe = PduGuard.made(plain.readPDU(in, header));
      if (bound && PduGuard.message(safe)) {
        letTheBindBeSeen(); // a carrier that waited for us dials at once, and its screen leaves by
        // a bound session
      }
      return safe;
    } catch (SocketTimeoutException e) {
      throw halfway();
    }
  }

  private void bind(Command header) {
    int id = header.getCommandId();
    if (id == BIND_TRANSCEIVER_RESP || id == BIND_TRANSMITTER_RESP || id == BIND_RECEIVER_RESP) {
      refusedBind = header.getCommandStatus();
      bound = refusedBind == CommandStatus.OK;
      answered = true;
    }
  }

  @Override
  public byte[] readPDU(DataInputStream in, Command header) {
    return next;
  }

  @Override
  public byte[] readPDU(DataInputStream in, int length, int id, int status, int sequence) {
    return next;
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
