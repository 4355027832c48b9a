package id.gerbang.server.channel.smpp;

import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jsmpp.DefaultPDUReader;
import org.jsmpp.InvalidCommandLengthException;
import org.jsmpp.PDUReader;
import org.jsmpp.bean.Command;

/**
 * Reads PDUs of a bounded length and passes them through {@link PduGuard}. A length beyond the
 * bound means that the stream has lost its place, or an attack: the connection ends, nothing is
 * allocated.
 *
 * <p>One for each connection: it also remembers a refused bind. Many carriers close at once after
 * it, and jsmpp, whose reader then closes the session before its processor looks at the answer,
 * would report a timeout instead of the refusal. Read by jsmpp's one reader thread; {@link
 * #refusedBind} is safe for any.
 */
public final class GuardedPduReader implements PDUReader {
  /** A message_payload may hold 65,535 octets; the rest is small. */
  public static final int LONGEST = 72 * 1024;

  private static final int HEADER = 16;
  private static final int BIND_RECEIVER_RESP = 0x80000001;
  private static final int BIND_TRANSMITTER_RESP = 0x80000002;
  private static final int BIND_TRANSCEIVER_RESP = 0x80000009;

  /**
   * So long the processor gets to see a refused bind before the end of the stream closes the
   * session.
   */
  private static final Duration REFUSAL_PAUSE = Duration.ofMillis(250);

  private final DefaultPDUReader plain = new DefaultPDUReader();
  private volatile int refusedBind;

  /** The status of the refused bind, or 0. */
  public int refusedBind() {
    return refusedBind;
  }

  @Override
  public Command readPDUHeader(DataInputStream in)
      throws InvalidCommandLengthException, IOException {
    if (refusedBind != CommandStatus.OK) {
      LockSupport.parkNanos(REFUSAL_PAUSE.toNanos());
    }
    Command header = plain.readPDUHeader(in);
    bounded(header.getCommandLength());
    return header;
  }

  @Override
  public byte[] readPDU(DataInputStream in, Command header) throws IOException {
    byte[] safe = PduGuard.made(plain.readPDU(in, header));
    header.setCommandLength(safe.length);
    int id = header.getCommandId();
    if (id == BIND_TRANSCEIVER_RESP || id == BIND_TRANSMITTER_RESP || id == BIND_RECEIVER_RESP) {
      refusedBind = header.getCommandStatus();
    }
    return safe;
  }

  @Override
  public byte[] readPDU(DataInputStream in, int length, int id, int status, int sequence)
      throws IOException {
    bounded(length);
    return PduGuard.made(plain.readPDU(in, length, id, status, sequence));
  }

  private static void bounded(int length) throws IOException {
    if (length < HEADER || length > LONGEST) {
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
}
