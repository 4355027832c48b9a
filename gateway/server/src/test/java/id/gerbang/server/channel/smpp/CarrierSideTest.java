package id.gerbang.server.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.testing.Dialects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both sides of a dialect understand each other. */
class CarrierSideTest {
  private static final String CODE = "*500*25#";
  private static final SmppAddress PHONE = new SmppAddress((byte) 1, (byte) 1, "6281200000507");
  private static final long[] SESSIONS = {1, 42, 200, 255, 256, 30_000, 70_000, 5_000_000_000L};
  private static final String[] TEXTS = {
    "1", "seven 7", "Nama: Wayan [D7K2Q9] {x} €", "ꦲꦏ꧀ꦱꦫ", "é", "12345678"
  };

  static Stream<Dialect> dialects() {
    List<Dialect> all = new ArrayList<>(Dialects.SHIPPED.stream().map(Dialects::named).toList());
    all.add(
        Dialects.described(
            "session: {tag: 0x1402, octets: 6, id: 0xFFFFFF000000, sequence: 0xFF00, end: 1}\n"
                + "operations: {new: [32], continued: [40], closed: [], aborted: [128, 65]}\n"
                + "answers: {continue: 33, end: 33, end_bit: true}\n"
                + "service_code: destination_addr_on_new\n"
                + "text: {gsm7: 0, ucs2: 8, packed: true, typed: {gsm7: [4], ucs2: [5], latin1:"
                + " [0]}}\n"
                + "push: {ask: 34, notify: 35, confirmed: [41]}\n"));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void whatASubscriberDoesIsHeard(Dialect dialect) {
    CarrierSide carrier = new CarrierSide(dialect);
    for (long number : SESSIONS) {
      long session = carrier.fitted(number);
      String name = dialect.session().isThePhone() ? "" : Long.toString(session);
      assertThat(dialect.hear(delivered(carrier.dialled(session, 0, CODE))))
          .isEqualTo(new Dialect.Heard.Dialled(name));
      for (String text : TEXTS) {
        Delivered answer = delivered(carrier.answered(session, 300, CODE, text));
        assertThat(dialect.hear(answer)).isEqualTo(new Dialect.Heard.Answered(name));
        assertThat(dialect.typed(answer)).isEqualTo(text);
      }
      assertThat(dialect.hear(delivered(carrier.closed(session, 2, CODE))))
          .isEqualTo(new Dialect.Heard.Closed(name, false));
      for (int operation : dialect.operations().aborted()) {
        assertThat(dialect.hear(delivered(carrier.aborted(operation, session, 2, CODE))))
            .isEqualTo(new Dialect.Heard.Closed(name, true));
      }
      assertThat(dialect.hear(delivered(carrier.confirmed(session, CODE))))
          .isEqualTo(new Dialect.Heard.Confirmed());
    }
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void whatTheGatewayShowsIsRead(Dialect dialect) {
    CarrierSide carrier = new CarrierSide(dialect);
    for (long number : SESSIONS) {
      long session = carrier.fitted(number);
      Delivered asked = delivered(carrier.answered(session, 3, CODE, "1"));
      for (String text : TEXTS) {
        assertThat(carrier.read(screen(dialect, text, dialect.answer(asked, false))))
            .isEqualTo(new CarrierSide.Read.Screen(session, text, CarrierSide.Use.ASKS));
        assertThat(carrier.read(screen(dialect, text, dialect.answer(asked, true))))
            .isEqualTo(new CarrierSide.Read.Screen(session, text, CarrierSide.Use.LAST));
        dialect
            .begin(true, number)
            .ifPresent(
                ask ->
                    assertThat(carrier.read(screen(dialect, text, ask)))
                        .isEqualTo(
                            new CarrierSide.Read.Screen(session, text, CarrierSide.Use.ASKS)));
        dialect
            .begin(false, number)
            .ifPresent(
                tell ->
                    assertThat(carrier.read(screen(dialect, text, tell)))
                        .isEqualTo(
                            new CarrierSide.Read.Screen(session, text, CarrierSide.Use.NOTIFIES)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void theCarrierRefusesWhatIsNotItsDialect(Dialect dialect) {
    CarrierSide carrier = new CarrierSide(dialect);
    Delivered asked = delivered(carrier.answered(1, 3, CODE, "1"));
    List<Tlv> strange =
        dialect.answer(asked, false).stream()
            .map(tlv -> tlv.tag() == Tlv.USSD_SERVICE_OP ? Dialect.operation(99) : tlv)
            .toList();
    assertThat(carrier.read(screen(dialect, "?", strange)))
        .isEqualTo(new CarrierSide.Read.Strange(CommandStatus.INVALID_TLV_VALUE));
    if (!dialect.session().isThePhone()) {
      assertThat(carrier.read(screen(dialect, "?", List.of(Dialect.operation(2)))))
          .isEqualTo(new CarrierSide.Read.Strange(CommandStatus.MISSING_TLV));
    }
  }

  private static Delivered delivered(CarrierSide.Spoken spoken) {
    return message(
        new SmppAddress((byte) 0, (byte) 1, spoken.destination()), spoken.text(), spoken.tlvs());
  }

  private static Delivered screen(Dialect dialect, String text, List<Tlv> tlvs) {
    return message(PHONE, dialect.screen(text), tlvs);
  }

  private static Delivered message(SmppAddress to, Dialect.Written text, List<Tlv> tlvs) {
    Map<Integer, byte[]> byTag = tlvs.stream().collect(Collectors.toMap(Tlv::tag, Tlv::value));
    return new Delivered("USSD", PHONE, to, 0, text.dataCoding(), text.octets(), byTag);
  }
}
