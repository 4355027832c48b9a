package id.gerbang.server.channel.whatsapp;

import id.gerbang.server.subscriber.Msisdn;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who wrote to us, as far as Meta tells. */
sealed interface Sender {

  /** What names the chat with this person, in the inbox and on the wire. */
  String chat();

  /** A person by phone: WhatsApp proved the number when it was registered there. */
  record Known(Msisdn phone) implements Sender {
    @Override
    public String chat() {
      return phone.digits();
    }
  }

  /**
   * A person who hides the phone behind a username: Meta leaves {@code from} out and names them by
   * a "business-scoped user ID" ({@code ID.13491208655302741918}). It proves no phone, so there is
   * no conversation to go on with.
   */
  record Hidden(String userId) implements Sender {
    @Override
    public String chat() {
      return userId;
    }
  }

  /** Whole digits with the country code, never {@code 08…}: nothing is guessed into Indonesia. */
  Pattern PHONE = Pattern.compile("[1-9][0-9]{7,14}");

  /** Two letters of a country, a dot, up to 128 letters and digits, {@code ENT.} in between. */
  Pattern USER_ID = Pattern.compile("[A-Z]{2}\\.(?:ENT\\.)?[A-Za-z0-9]{1,128}");

  /**
   * Reads a message's {@code from} and {@code from_user_id}.
   *
   * @return empty when neither says who it is
   */
  static Optional<Sender> of(String from, String userId) {
    if (PHONE.matcher(from).matches()) {
      return Optional.of(new Known(new Msisdn(from)));
    }
    return USER_ID.matcher(userId).matches() ? Optional.of(new Hidden(userId)) : Optional.empty();
  }

  /** Reads a {@link #chat()}. */
  static Optional<Sender> ofChat(String chat) {
    return of(chat, chat);
  }
}
