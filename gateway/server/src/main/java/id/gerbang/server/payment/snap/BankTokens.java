package id.gerbang.server.payment.snap;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The token that a bank gave us, until shortly before its end.
 *
 * <p>Threads: any. One asks the bank, the others wait for its answer.
 */
final class BankTokens {
  /** A token that ends while its request is under way is refused. */
  private static final Duration BEFORE_ITS_END = Duration.ofSeconds(60);

  /** After a refusal nobody asks again at once: the keys are wrong, or the bank is away. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /**
   * @param until when the bank ends it
   */
  record Token(String text, Instant until) {}

  private final Supplier<Optional<Token>> ask;
  private final InstantSource clock;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile Token held = new Token("", Instant.MIN);
  private Instant notBefore = Instant.MIN;

  /**
   * @param ask asks the bank; blocks
   */
  BankTokens(Supplier<Optional<Token>> ask, InstantSource clock) {
    this.ask = ask;
    this.clock = clock;
  }

  /** One that is good; empty when the bank gives none now. */
  Optional<String> get() {
    if (isGood(held)) {
      return Optional.of(held.text());
    }
    asking.lock();
    try {
      if (isGood(held)) {
        return Optional.of(held.text());
      }
      if (clock.instant().isBefore(notBefore)) {
        return Optional.empty();
      }
      Optional<Token> given = ask.get();
      given.ifPresentOrElse(token -> held = token, () -> notBefore = clock.instant().plus(PAUSE));
      return given.map(Token::text);
    } finally {
      asking.unlock();
    }
  }

  /** The bank refused it. */
  void drop(String refused) {
    asking.lock();
    try {
      if (held.text().equals(refused)) {
        held = new Token("", Instant.MIN);
      }
    } finally {
      asking.unlock();
    }
  }

  private boolean isGood(Token token) {
    return token.until().isAfter(clock.instant().plus(BEFORE_ITS_END));
  }
}
