package id.gerbang.server.cli;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What is not computed: time, chance and names. Real in production, scripted in tests.
 *
 * @param random for codes: unpredictable in production
 * @param ids fresh ids of turns and intents
 */
record World(InstantSource clock, RandomGenerator random, Supplier<String> ids) {
  private static final int ID_BYTES = 12;

  /** The world as it is. */
  static World real() {
    SecureRandom random = new SecureRandom();
    return new World(
        Clock.systemUTC(),
        random,
        () -> {
          byte[] id = new byte[ID_BYTES];
          java.util.concurrent.ThreadLocalRandom.current().nextBytes(id);
          return HexFormat.of().formatHex(id);
        });
  }
}
