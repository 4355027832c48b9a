package id.gerbang.bench.soak;

import id.gerbang.bench.soak.Belief.Fate;
import id.gerbang.bench.soak.Belief.Told;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * A till of the branch, over the API: it tells of cash that it has taken, until it is answered. It
 * is never refused for what fits no bill. Safe for any thread.
 */
final class Till {
  static final String CHANNEL = "till";
  private static final String CODE = "DPS";

  private final Wire wire;
  private final Belief belief;
  private final Times times;
  private final AtomicLong receipts = new AtomicLong();

  Till(Wire wire, Belief belief, Times times) {
    this.wire = wire;
    this.belief = belief;
    this.times = times;
  }

  String receiptNo() {
    return "R-" + receipts.incrementAndGet();
  }

  /**
   * Tells of cash, and believes the answer.
   *
   * @return {@code paid}, or the reason why it is parked
   */
  String tell(RandomGenerator dice, String receiptNo, String account, long rupiah) {
    String body =
        new JsonObject()
            .put("till", CODE)
            .put("receiptNo", receiptNo)
            .put("virtualAccountNo", account)
            .put("amount", rupiah)
            .put("paidAt", Instant.now().toString())
            .encode();
    long end = System.nanoTime() + Wire.GIVES_UP.toNanos();
    while (System.nanoTime() < end) {
      long began = System.nanoTime();
      Optional<JsonObject> answer = once(body, Wire.hearing(dice));
      if (answer.isPresent()) {
        times.took(CHANNEL, System.nanoTime() - began);
        return believe(receiptNo, account, rupiah, answer.get());
      }
      times.unanswered();
      Wire.pause();
    }
    belief.differs("a till had no answer for " + Wire.GIVES_UP.toSeconds() + " s");
    return "";
  }

  private String believe(String receiptNo, String account, long rupiah, JsonObject answer) {
    boolean paid = answer.getString("status").equals("paid");
    String said = paid ? "paid" : answer.getString("reason");
    Fate fate = paid ? Fate.PAID : Fate.PARKED;
    belief.told(
        new Told(CHANNEL, receiptNo, account, rupiah, fate, answer.getString("reference"), said));
    return said;
  }

  private Optional<JsonObject> once(String body, Duration hearing) {
    return wire.send(
            wire.next(),
            "/api/v1/payments",
            hearing,
            request ->
                request
                    .header("Authorization", "Bearer " + Site.API_TOKEN)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body)))
        .filter(answer -> answer.statusCode() == 200 || answer.statusCode() == 201)
        .map(HttpResponse::body)
        .map(JsonObject::new);
  }
}
