package id.gerbang.server.channel.smpp;

import java.io.DataInputStream;
import java.io.IOException;
import org.jsmpp.DefaultPDUReader;
import org.jsmpp.InvalidCommandLengthException;
import org.jsmpp.PDUReader;
import org.jsmpp.bean.Command;

/**
 * Reads PDUs of a bounded length and passes them through {@link PduGuard}. A length beyond the bound means that the stream
 * has lost its place, or an attack: the connection ends, nothing is allocated. Holds no state.
 */
public final class GuardedPduReader implements PDUReader {
  /** A message_payload may hold 65,535 octets; the rest is small. */
  public static final int LONGEST = 72 * 1024;

  private static final int HEADER = 16;
  private final DefaultPDUReader plain = new DefaultPDUReader();

  @Override
  public Command readPDUHeader(DataInputStream in) throws InvalidCommandLengthException, IOException {
    Command header = plain.readPDUHeader(in);
    bounded(header.getCommandLength());
    return header;
  }

  @Override
  public byte[] readPDU(DataInputStream in, Command header) throws IOException {
    byte[] safe = PduGuard.made(plain.readPDU(in, header));
    header.setCommandLength(safe.length);
    return safe;
  }

  @Override
  public byte[] readPDU(DataInputStream in, int length, int id, int status, int sequence) throws IOException {
    bounded(length);
    return PduGuard.made(plain.readPDU(in, length, id, status, sequence));
  }

  private static void bounded(int length) throws IOException {
    if (length < HEADER || length > LONGEST) {
      throw new IOException("command_length " + length + " is not within " + HEADER + " to " + LONGEST + ": the connection is given up");
    }
  }
}
