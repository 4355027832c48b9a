package id.gerbang.server.carrier;

import id.gerbang.server.channel.smpp.Tlv;
import java.io.IOException;
import java.util.List;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.SMPPServerSession;

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

  /** Sends it and waits for the gateway's answer. */
  void sendBy(SMPPServerSession session)
      throws PDUException,
          ResponseTimeoutException,
          InvalidResponseException,
          NegativeResponseException,
          IOException {
    session.deliverShortMessage(
        ussd() ? "USSD" : "",
        TypeOfNumber.INTERNATIONAL,
        NumberingPlanIndicator.ISDN,
        from(),
        TypeOfNumber.UNKNOWN,
        NumberingPlanIndicator.ISDN,
        to(),
        new ESMClass(esmClass()),
        (byte) 0,
        (byte) 0,
        new RegisteredDelivery(0),
        new RawDataCoding((byte) dataCoding()),
        payload(),
        tlvs().stream().map(Tlv::toWire).toArray(OptionalParameter[]::new));
  }
}
