package id.gerbang.server.carrier;

import id.gerbang.server.channel.smpp.Tlv;
import java.util.List;

/**
 * A deliver_sm as it leaves the carrier.
 *
 * @param from a phone
 * @param to our number or service code
 */
record Parcel(
    String from, String to, int esmClass, int dataCoding, byte[] payload, List<Tlv> tlvs) {
  boolean ussd() {
    return tlvs.stream().anyMatch(tlv -> tlv.tag() == Tlv.USSD_SERVICE_OP);
  }
}
