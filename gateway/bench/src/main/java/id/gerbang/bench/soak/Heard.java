package id.gerbang.bench.soak;

import id.gerbang.server.carrier.CarrierSimulator;
import id.gerbang.server.channel.phone.PhoneNetwork;
import id.gerbang.server.subscriber.Msisdn;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The SMS that reached phones, and how often each did: the carrier's word. Safe for any thread. */
final class Heard {
  private final Map<Sms, Integer> times = new ConcurrentHashMap<>();

  /**
   * @param to digits
   */
  record Sms(String to, String text) {}

  /** From now on what reaches this phone is counted. */
  void listen(CarrierSimulator carrier, Msisdn phone) {
    carrier.watch(
        phone,
        new PhoneNetwork.Handset() {
          @Override
          public void screen(String text, boolean open) {
            // the phones of a soak dial over HTTP
          }

          @Override
          public void sms(String from, String text) {
            times.merge(new Sms(phone.digits(), text), 1, Integer::sum);
          }
        });
  }

  /** The first group of what a phone has been told so far; empty when nothing is like it. */
  Optional<String> told(Msisdn phone, Pattern words) {
    return times.keySet().stream()
        .filter(sms -> sms.to().equals(phone.digits()))
        .map(sms -> words.matcher(sms.text()))
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst();
  }

  Map<Sms, Integer> all() {
    return Map.copyOf(times);
  }
}
