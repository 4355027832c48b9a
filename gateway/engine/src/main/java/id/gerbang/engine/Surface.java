package id.gerbang.engine;

import java.util.Objects;

/**
 * What a channel can show: how much text fits on one screen, in which encoding, and how a person
 * answers.
 *
 * @param kind the family of the surface; texts and proofs are made for each
 * @param encoding how characters are counted
 * @param capacity how many units of {@code encoding} one screen holds (septets, UTF-16 code units)
 */
public record Surface(Kind kind, Encoding encoding, int capacity) {

  /** The families of surfaces that menus are written and proven for. */
  public enum Kind {
    USSD,
    SMS,
    TELEGRAM,
    WHATSAPP;

    /** Whether choices are pressed there; elsewhere they are typed by their number. */
    public boolean hasButtons() {
      return switch (this) {
        case USSD, SMS -> false;
        case TELEGRAM, WHATSAPP -> true;
      };
    }
  }

  /** How a surface counts characters. */
  public enum Encoding {
    /**
     * GSM 03.38 septets; a character of the extension table counts twice, any other is replaced.
     */
    GSM7,
    /** UTF-16 code units. */
    UNICODE
  }

  /**
   * A USSD screen: 160 septets. The wire carries 182 (3GPP TS 23.038, 160 octets), but keypad
   * phones cut or scroll beyond 160 characters, and a tired person must see all of it at once.
   */
  public static final Surface USSD = new Surface(Kind.USSD, Encoding.GSM7, 160);

  /** A conversation by SMS: at most two concatenated GSM-7 parts of 153 septets. */
  public static final Surface SMS = new Surface(Kind.SMS, Encoding.GSM7, 306);

  /** A Telegram message is limited to 4,096 code units; more than 1,000 is not read on a phone. */
  public static final Surface TELEGRAM = new Surface(Kind.TELEGRAM, Encoding.UNICODE, 1_000);

  /** The body of an interactive WhatsApp message holds 1,024 characters. */
  public static final Surface WHATSAPP = new Surface(Kind.WHATSAPP, Encoding.UNICODE, 1_000);

  public Surface {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(encoding);
    if (capacity < 40) {
      throw new IllegalArgumentException("a screen of " + capacity + " units holds no menu");
    }
  }
}
