package id.gerbang.server.channel.smpp;

import java.util.List;

/**
 * One submit_sm of ours.
 *
 * @param kind {@code ussd} or {@code sms}, for the figures
 * @param serviceType echoed, or empty
 * @param from whom it is from
 * @param to whom it is to
 * @param esmClass SMPP 3.4 §5.2.12
 * @param registered whether a receipt is asked for
 * @param dataCoding §5.2.19
 * @param payload the octets
 * @param tlvs what else it bears
 */
record Submission(
    String kind,
    String serviceType,
    SmppAddress from,
    SmppAddress to,
    int esmClass,
    boolean registered,
    int dataCoding,
    byte[] payload,
    List<Tlv> tlvs) {

  /** What came of it. */
  sealed interface Outcome {
    /** Taken under this id, which may be empty. */
    record Taken(String messageId) implements Outcome {}

    /** Answered with an error status. */
    record Rejected(int status) implements Outcome {}

    /** Never left. */
    record NotSent(String why) implements Outcome {}

    /** May have left; nobody knows. */
    record Unanswered(String why) implements Outcome {}
  }

  /** Neither people nor words. */
  @Override
  public String toString() {
    return "Submission[" + kind + ", " + payload.length + " octets]";
  }
}
