package id.gerbang.engine.book;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.value.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A menu for each mistake, and what its author is told. */
class BookCheckTest {
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
      """;

  private static final ActionCatalog CATALOG =
      new ActionCatalog(
          Map.of(
              "world.ask",
                  ActionSignature.does(
                      "world.ask",
                      Map.of("nik", Type.Simple.NIK),
                      Set.of(),
                      Map.of("yes", Map.of(), "no", Map.of())),
              "world.list",
                  ActionSignature.lists(
                      "world.list",
                      Map.of(),
                      new ActionSignature.OptionShape(Type.Simple.VILLAGE, Map.of()))),
          Map.of());

  private static List<String> problems(String flow, String words) {
    Map<String, String> sources =
        new HashMap<>(Map.of("main.yaml", flow, "messages/id.yaml", WORDS + words));
    return switch (FlowBook.load(sources, CATALOG)) {
      case FlowBook.Loaded.Good _ -> List.of();
      case FlowBook.Loaded.Bad(List<Problem> problems) ->
          problems.stream().map(Problem::toString).collect(Collectors.toList());
    };
  }

  private static String flow(String learns, String steps) {
    return "flow: main\nlearns: {" + learns + "}\nstart: a\nsteps:\n" + steps.indent(2);
  }

  @Test
  void aSmallBookIsGood() {
    assertThat(
            problems(
                flow("", "a: {menu: [{x: b}]}\nb: {end: true}"),
                "main: {a: {_: Halo, x: Ya}, b: Selesai}"))
        .isEmpty();
  }

  @Test
  void aMoveToWhatIsNoStep() {
    assertThat(
            problems(
                "moves:\n  old: gone\n  older: b\n  oldest: a\n"
                    + flow("", "a: {menu: [{x: b}]}\nb: {end: true}"),
                "main: {a: {_: Halo, x: Ya}, b: Selesai}"))
        .containsExactly(
            "main.yaml:2:8: \"moves\" leads from \"old\" to \"gone\", which is no step of main —"
                + " name one of its steps",
            "main.yaml:3:10: \"moves\" leads from \"older\" to \"b\", which shows no screen — name"
                + " a step of the kind menu, list, ask or say");
  }

  @Test
  void aBudgetToWhatIsNoStep() {
    assertThat(
            problems(
                "budget: {screens: 3, to: done}\n"
                    + flow("", "a: {menu: [{x: b}]}\nb: {end: true}"),
                "main: {a: {_: Halo, x: Ya}, b: Selesai}"))
        .containsExactly(
            "main.yaml:1:26: the budget counts to \"done\", which is no step of main — name the"
                + " step where a way is complete");
  }

  @Test
  void onlyWhatMayBeUnsetIsForgotten() {
    assertThat(
            problems(
                flow("d: {type: date}", "a: {when: [{else: b, forgets: [d, e]}]}\nb: {end: true}"),
                "main: {b: Selesai}"))
        .contains(
            "main.yaml:5:6: \"forgets\" names \"d\", which is no optional variable of main — name"
                + " one of learns: that says optional: true",
            "main.yaml:5:6: \"forgets\" names \"e\", which is no optional variable of main — name"
                + " one of learns: that says optional: true");
  }

  @Test
  void aTargetThatIsNotThere() {
    assertThat(problems(flow("", "a: {menu: [{x: nowhere}]}"), "main: {a: {_: Halo, x: Ya}}"))
        .containsExactly(
            "main.yaml:5:6: step \"a\" leads to \"nowhere\", which is no step of main — add the"
                + " step, or name another");
  }

  @Test
  void aStepThatNobodyReaches() {
    assertThat(problems(flow("", "a: {end: true}\nb: {end: true}"), "main: {a: Halo, b: Selesai}"))
        .containsExactly(
            "main.yaml:6:6: no path leads to step \"b\" — lead to it from another step, or remove"
                + " it");
  }

  @Test
  void anUnknownKeyAndAStepOfNoKind() {
    assertThat(problems(flow("", "a: {men: [{x: b}]}"), ""))
        .containsExactly(
            "main.yaml:5:6: step \"a\" is of no kind — write exactly one of: ask, do, end, list,"
                + " menu, run, say, when");
  }

  @Test
  void anOutcomeThatIsNotHandled() {
    assertThat(
            problems(
                flow(
                    "nik: {type: nik}",
                    "a: {ask: nik, then: b}\n"
                        + "b: {do: world.ask, with: {nik: nik}, on: {yes: c, unavailable: c}}\n"
                        + "c: {end: true}"),
                "main: {a: NIK, c: Selesai}"))
        .containsExactly(
            "main.yaml:6:6: step \"b\" does not say what follows when world.ask answers \"no\" —"
                + " add no: step under on:");
  }

  @Test
  void anActionThatIsNotThereOrTakesSomethingElse() {
    assertThat(
            problems(
                flow(
                    "d: {type: date}",
                    "a: {ask: d, then: b}\n"
                        + "b: {do: world.ask, with: {nik: d}, on: {yes: c, no: c, unavailable:"
                        + " c}}\n"
                        + "c: {end: true}"),
                "main: {a: T, c: S}"))
        .containsExactly(
            "main.yaml:6:6: \"d\" is a date, but world.ask takes a nik — change its type under"
                + " learns:");
    assertThat(
            problems(
                flow("", "a: {do: world.nothing, on: {unavailable: c}}\nc: {end: true}"),
                "main: {c: S}"))
        .containsExactly(
            "main.yaml:5:6: there is no action \"world.nothing\" — known are: world.ask,"
                + " world.list");
  }

  @Test
  void aConditionThatDoesNotTypeCheck() {
    assertThat(
            problems(
                flow(
                    "d: {type: date}",
                    "a: {ask: d, then: b}\n"
                        + "b: {when: [{if: \"age(d) >= 'x'\", then: c}, {else: c}]}\n"
                        + "c: {end: true}"),
                "main: {a: T, c: S}"))
        .singleElement()
        .asString()
        .startsWith("main.yaml:6:19: this condition cannot be understood: ");
  }

  @Test
  void aTextThatIsMissingUnusedOrPrintsTheUnknown() {
    assertThat(problems(flow("", "a: {end: true}"), "main: {z: Halo}"))
        .containsExactly(
            "main.yaml:5:6: the text main.a is missing in id — add it to messages/id.yaml",
            "messages/id.yaml:13:11: the text main.z is used nowhere — remove it, or correct its"
                + " name");
    assertThat(problems(flow("", "a: {end: true}"), "main: {a: \"Halo {nik}\"}"))
        .containsExactly("messages/id.yaml:13:11: {nik} is not known in main.a — remove it");
  }

  @Test
  void somethingThatNobodyCanType() {
    assertThat(
            problems(
                flow("v: {type: village}", "a: {ask: v, then: b}\nb: {end: true}"),
                "main: {a: V, b: S}"))
        .containsExactly(
            "main.yaml:5:6: a person cannot type a village — let them choose it with list:, or ask"
                + " for another type");
  }

  @Test
  void aFlowThatRunsItself() {
    assertThat(
            problems(flow("", "a: {run: main, then: b}\nb: {end: true}"), "main: {b: S, topic: x}"))
        .anyMatch(problem -> problem.contains("the flow main runs itself through main"));
  }

  @Test
  void whatIsNotYaml() {
    assertThat(problems("flow: [", ""))
        .first()
        .asString()
        .startsWith("main.yaml:1:")
        .contains("this is not YAML");
  }

  @Test
  void aColonInWordsWithoutQuotes() {
    assertThat(problems(flow("", "a: {end: true}"), "main: {topic: x}\nmistakes: Note: a colon"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains("this is not YAML")
                    .contains("words with a colon in them go between quotes"));
  }
}
