package id.gerbang.server.channel.smpp;

import java.time.Instant;
import java.util.Optional;

/**
 * How a link stands, for who operates it.
 *
 * @param since when it came to stand so
 * @param detail why, without people; empty where there is nothing to say
 * @param refusal the last bind that the carrier refused, if it did
 * @param windowUsed our requests that wait for their answers
 * @param windowSize how many may
 */
public record LinkReport(
    LinkState state,
    Instant since,
    String detail,
    Optional<Refusal> refusal,
    int windowUsed,
    int windowSize) {

  /**
   * @param status by its name: {@code ESME_RINVPASWD (0x0E)}
   */
  public record Refusal(String status, Instant at) {}
}
