package id.gerbang.server.channel.telegram;

import java.time.Duration;

/** What became of something that we wanted to say in a chat. */
sealed interface Said {
  record Done() implements Said {}

  /** The person blocked us, or is gone: nothing shall be sent there any more. */
  record Gone() implements Said {}

  /** Telegram does not take it, and will not take it again. */
  record Refused() implements Said {}

  /** Not now: nobody knows whether it was said, or too much was. */
  record Later(Duration after) implements Said {}
}
