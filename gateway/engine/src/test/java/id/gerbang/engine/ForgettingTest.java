package id.gerbang.engine;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionResult.Option;
import id.gerbang.engine.action.ActionResult.Options;
import id.gerbang.engine.action.ActionResult.Outcome;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.action.ActionSignature.OptionShape;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Type.Simple;
import id.gerbang.engine.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who goes back and answers otherwise leaves behind what belonged to the first answer. */
class ForgettingTest {
  private static final String FLOW =
      """
      flow: main
      learns:
        work: {type: choice, of: works}
        market: {type: institution, optional: true}
      start: work
      steps:
        work:
          menu: [{trader: which}, {farmer: which}]
          into: work
        which:
          when:
            - {if: "work == 'trader'", then: market}
            - {else: sure, forgets: [market]}
        market: {list: markets.near, into: market, then: sure, none: sure}
        sure: {menu: [{send: send}, {change: work}]}
        send: {do: tell, with: {market: market}, on: {told: sure, unavailable: sure}}
      """;

  private static final String WORDS =
      """
      nav: {back: Kembali, exit: Keluar, next: Lanjut, ok: OK, goodbye: Sampai jumpa}
      resume: {question: "Lanjut {topic}?", go_on: Ya, anew: Baru}
      months: {1: Jan, 2: Feb, 3: Mar, 4: Apr, 5: Mei, 6: Jun, 7: Jul, 8: Agu, 9: Sep, 10: Okt, 11: Nov, 12: Des}
      mistakes:
        menu: Pilih 1-{last}
        nik: {digits: a, area: a, date: a, serial: a}
        person_name: {empty: a, letters: a, long: a}
        date: {form: a, impossible: a, future: a}
        text: {empty: a, long: a}
        agent_code: {form: a}
        phone: {form: a}
        reference: {form: a}
      works: {trader: Pedagang, farmer: Petani}
      main:
        work: {_: "Kerja?", trader: Pedagang, farmer: Petani}
        market: {_: "Pasar?"}
        absent: {market: tidak ada}
        sure: {_: "Pasar {market}", send: Kirim, change: Ubah}
      """;

  private static final ActionCatalog CATALOG =
      new ActionCatalog(
          Map.of(
              "markets.near",
              ActionSignature.lists(
                  "markets.near", Map.of(), new OptionShape(Simple.INSTITUTION, Map.of())),
              "tell",
              ActionSignature.does(
                  "tell",
                  Map.of("market", (Type) Simple.INSTITUTION),
                  Set.of("market"),
                  Map.of("told", Map.of()))),
          Map.of("works", List.of("trader", "farmer")));

  private PlayedPhone phone;

  @BeforeEach
  void dial() {
    FlowBook.Loaded loaded =
        FlowBook.load(Map.of("main.yaml", FLOW, "messages/id.yaml", WORDS), CATALOG);
    assertThat(loaded).isInstanceOf(FlowBook.Loaded.Good.class);
    phone = new PlayedPhone(((FlowBook.Loaded.Good) loaded).book(), Surface.USSD);
    phone.world.put("tell", _ -> Outcome.of("told"));
    markets(new Option(new Value.Named("7", "Pasar Badung"), Map.of()));
    phone.dial();
  }

  private void markets(Option... there) {
    phone.world.put("markets.near", _ -> new Options(List.of(there)));
  }

  private Map<String, Value> sent() {
    phone.type("1");
    return phone.requests.getLast().inputs();
  }

  @Test
  void aBranchForgetsWhatItSays() {
    assertThat(phone.type("1", "1")).startsWith("Pasar Pasar Badung\n");
    assertThat(sent()).containsKey("market");
    assertThat(phone.type("2", "2")).startsWith("Pasar tidak ada\n");
    assertThat(sent()).isEmpty();
  }

  @Test
  void aListThatIsEmptyOrAwayLeavesNoEarlierChoice() {
    phone.type("1", "1");
    markets();
    assertThat(phone.type("2", "1")).startsWith("Pasar tidak ada\n");
    assertThat(sent()).isEmpty();
    markets(new Option(new Value.Named("7", "Pasar Badung"), Map.of()));
    phone.type("2", "1", "1");
    phone.world.put("markets.near", _ -> (ActionResult) Outcome.unavailable());
    assertThat(phone.type("2", "1")).startsWith("Pasar tidak ada\n");
  }
}
