package id.gerbang.server.channel.smpp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where an operator writes the session of a dialogue: some bits of one TLV, or nowhere, and then
 * one phone has one dialogue. The bits are masks of the TLV read as one unsigned number.
 *
 * @param tag of the TLV, or {@link #NO_TAG}
 * @param octets how long it is, 1 to 8
 * @param id the bits that name the session, in one piece
 * @param sequence the bits that count its steps, in one piece; 0 where there are none. Ours echo
 *     the carrier's
 * @param end the bit that ends it; 0 where there is none
 */
public record SessionPlace(int tag, int octets, long id, long sequence, long end) {
  /** The dialect has no session. */
  public static final int NO_TAG = -1;

  /** The phone is the key. */
  public static final SessionPlace THE_PHONE = new SessionPlace(NO_TAG, 0, 0, 0, 0);

  /** The vendors' tags (SMPP 3.4 §5.3.2) that {@link PduGuard} lets pass; two are its own. */
  public static final int FIRST_VENDOR_TAG = 0x1400;

  public static final int LAST_VENDOR_TAG = 0x3FFC;

  /** What one number holds. */
  public static final int LONGEST = 8;

  /** Whether the phone is the key. */
  public boolean isThePhone() {
    return tag == NO_TAG;
  }

  /** {@link CommandStatus#OK} when {@code message} bears a session, else what to answer. */
  int status(Delivered message) {
    byte[] value = message.tlvs().get(tag);
    if (isThePhone() || value != null && value.length == octets) {
      return CommandStatus.OK;
    }
    return value == null ? CommandStatus.MISSING_TLV : CommandStatus.INVALID_TLV_LENGTH;
  }

  /** The session that {@code message} bears; 0 where the phone is the key. */
  long idIn(Delivered message) {
    return lowered(value(message) & id, id);
  }

  /** Whether {@code message} ends its session by the bit. */
  boolean endsIn(Delivered message) {
    return (value(message) & end) != 0;
  }

  /** The TLV of {@code message} as it came, with the end bit as given. */
  Optional<Tlv> echoed(Delivered message, boolean ends) {
    return written(value(message) & ~end | (ends ? end : 0));
  }

  /** The TLV of a session of ours or of the simulator's. */
  Optional<Tlv> tlv(long session, int step, boolean ends) {
    return written(raised(session, id) | raised(step, sequence) | (ends ? end : 0));
  }

  /** {@code number} as a session that fits: as many of its bits as the id has. */
  long fitted(long number) {
    return lowered(raised(number, id), id);
  }

  private static long raised(long number, long mask) {
    return mask == 0 ? 0 : number << Long.numberOfTrailingZeros(mask) & mask;
  }

  private static long lowered(long bits, long mask) {
    return mask == 0 ? 0 : bits >>> Long.numberOfTrailingZeros(mask);
  }

  private long value(Delivered message) {
    long value = 0;
    if (!isThePhone()) {
      for (byte octet : message.tlvs().get(tag)) {
        value = value << 8 | octet & 0xFF;
      }
    }
    return value;
  }

  private Optional<Tlv> written(long value) {
    byte[] whole = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    return isThePhone()
        ? Optional.empty()
        : Optional.of(new Tlv(tag, Arrays.copyOfRange(whole, Long.BYTES - octets, Long.BYTES)));
  }
}
