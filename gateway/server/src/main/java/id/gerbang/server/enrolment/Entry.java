package id.gerbang.server.enrolment;

import id.gerbang.server.channel.Channel;
import id.gerbang.server.subscriber.Msisdn;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A worker as an agent enters them. They have agreed to nothing yet.
 *
 * @param agent the phone of who enters
 * @param phone the worker's own
 * @param village its id
 * @param permanence empty when nobody said it
 * @param market where it was; empty elsewhere
 */
public record Entry(
    Msisdn agent,
    Msisdn phone,
    String nik,
    String name,
    LocalDate birthDate,
    String village,
    String occupation,
    Optional<String> permanence,
    String band,
    String plan,
    Optional<String> market,
    Channel channel) {

  /** It is a person. */
  @Override
  public String toString() {
    return "Entry[village=" + village + ", plan=" + plan + ", channel=" + channel + "]";
  }
}
