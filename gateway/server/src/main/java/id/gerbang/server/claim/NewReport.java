package id.gerbang.server.claim;

import id.gerbang.server.channel.Channel;
import id.gerbang.server.subscriber.Msisdn;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What a reporter told. They need not be a member, nor the one it happened to.
 *
 * @param phone the reporter's
 * @param nik of whom it happened to; of a member or of somebody unknown, empty when the reporter
 *     does not know it
 * @param village its id
 * @param place where in the village, in the reporter's words
 * @param day when
 * @param relative whom to call; empty is the reporter
 * @param intent names this act
 */
public record NewReport(
    Msisdn phone,
    Risk risk,
    Optional<String> nik,
    String village,
    Optional<String> place,
    LocalDate day,
    Optional<Msisdn> relative,
    Channel channel,
    String language,
    String intent) {

  Msisdn whomToCall() {
    return relative.orElse(phone);
  }

  /** It is about people. */
  @Override
  public String toString() {
    return "NewReport[risk=" + risk + ", village=" + village + ", intent=" + intent + "]";
  }
}
