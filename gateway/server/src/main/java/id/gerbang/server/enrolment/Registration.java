package id.gerbang.server.enrolment;

import id.gerbang.server.channel.Channel;
import id.gerbang.server.consent.ConsentToken;
import id.gerbang.server.subscriber.Msisdn;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What a worker gave.
 *
 * @param name empty when the agent shall type it
 * @param village its id
 * @param agent the agent's code; empty sends it straight to the branch
 * @param intent names this act
 * @param particulars what only some give
 */
public record Registration(
    Msisdn phone,
    String nik,
    Optional<String> name,
    LocalDate birthDate,
    String village,
    String occupation,
    String permanence,
    String band,
    String plan,
    Optional<String> agent,
    ConsentToken consent,
    Channel channel,
    String language,
    String intent,
    Particulars particulars) {

  /** It is a person. */
  @Override
  public String toString() {
    return "Registration[village=" + village + ", plan=" + plan + ", intent=" + intent + "]";
  }
}
