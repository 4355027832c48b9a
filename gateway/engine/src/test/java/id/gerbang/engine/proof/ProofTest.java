package id.gerbang.engine.proof;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.action.ActionSignature.OptionShape;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.letter.LetterSignature;
import id.gerbang.engine.letter.LetterSignature.Reader;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Type.Simple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** For each proof a menu that breaks it, and what its author is told. */
class ProofTest {
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
      plans: {small: Kecil, large: Besar sekali}
      """;

  private static final ActionCatalog CATALOG =
      new ActionCatalog(
          Map.of(
              "world.ask",
                  ActionSignature.does(
                      "world.ask",
                      Map.of("nik", Simple.NIK),
                      Set.of(),
                      Map.of("yes", Map.of("who", Simple.PERSON_NAME), "no", Map.of())),
              "world.list",
                  ActionSignature.lists(
                      "world.list",
                      Map.of(),
                      new OptionShape(Simple.VILLAGE, Map.of("district", Simple.TEXT)))),
          Map.of("plans", List.of("small", "large")),
          Map.of(
              "hello",
              new LetterSignature(
                  "hello",
                  Reader.OTHER,
                  Map.of(
                      "name", LetterSignature.personal(Simple.PERSON_NAME),
                      "plan", LetterSignature.plain(new Type.ChoiceOf("plans"))))));

  private static FlowBook book(Map<String, String> sources) {
    Map<String, String> all = new HashMap<>(sources);
    all.computeIfPresent(
        "messages/id.yaml",
        (_, words) ->
            WORDS
                + words
                + (words.contains("letters:")
                    ? ""
                    : "\nletters: {hello: Halo {name, masked} {plan}}"
                        .replace("Halo {name, masked} {plan}", "\"Halo {name, masked} {plan}\"")));
    return switch (FlowBook.load(all, CATALOG)) {
      case FlowBook.Loaded.Good(FlowBook book) -> book;
      case FlowBook.Loaded.Bad(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  private static List<String> wrong(String learns, String steps, String words) {
    return wrong(
        Map.of(
            "main.yaml",
            "flow: main\nlearns: {" + learns + "}\nstart: a\nsteps:\n" + steps.indent(2),
            "messages/id.yaml",
            words));
  }

  private static List<String> wrong(Map<String, String> sources) {
    return Proof.of(book(sources), Pace.USUAL).broken().stream()
        .map(finding -> finding.problem().toString())
        .toList();
  }

  @Test
  void aSmallBookHolds() {
    assertThat(
            wrong(
                "",
                "a: {menu: [{x: b}]}\nb: {end: true}",
                "main: {a: {_: Halo, x: Ya}, b: Selesai}"))
        .isEmpty();
  }

  @Test
  void aPersonIsCaught() {
    assertThat(
            wrong(
                "",
                "a: {menu: [{x: b}]}\nb: {menu: [{x: c}]}\nc: {say: true, then: b}",
                "main: {a: {_: Halo, x: Ya}, b: {_: Lagi, x: Ya}, c: Baca}"))
        .containsExactly(
            "main.yaml:6:6: from step \"b\" no end can be reached: a person is caught there — lead"
                + " one of its ways to an end, or back to the caller with {end: return}",
            "main.yaml:7:6: from step \"c\" no end can be reached: a person is caught there — lead"
                + " one of its ways to an end, or back to the caller with {end: return}");
  }

  @Test
  void aRoundWithoutAPerson() {
    assertThat(
            wrong(
                "nik: {type: nik}",
                """
                a: {ask: nik, then: b}
                b: {do: world.ask, with: {nik: nik}, on: {yes: d, no: c, unavailable: d}}
                c: {when: [{if: "nik == ''", then: d}, {else: b}]}
                d: {end: true}
                """,
                "main: {a: NIK, d: Selesai}"))
        .containsExactly(
            "main.yaml:6:6: these steps go round without asking anything: b > c > b — let a menu, a"
                + " question or something to read stand between them");
  }

  @Test
  void aFlowThatNeverComesBack() {
    assertThat(
            wrong(
                Map.of(
                    "main.yaml",
                    "flow: main\nstart: a\nsteps:\n  a: {run: other, then: b}\n  b: {end: true}\n",
                    "other.yaml",
                    "flow: other\nstart: a\nsteps:\n  a: {end: true}\n",
                    "messages/id.yaml",
                    "main: {b: Selesai}\nother: {topic: lain, a: Selesai}")))
        .containsExactly(
            "main.yaml:5:6: no path leads to step \"b\" — the flow \"other\" never comes back: give"
                + " it an {end: return}");
  }

  @Test
  void aVariableThatOnePathDoesNotSet() {
    assertThat(
            wrong(
                "nik: {type: nik}, who: {type: person_name}",
                """
                a: {ask: nik, then: b}
                b:
                  do: world.ask
                  with: {nik: nik}
                  gives: {who: who}
                  on: {yes: c, no: c, unavailable: d}
                c: {end: true}
                d: {end: true}
                """,
                "main: {a: NIK, c: \"Halo {who}\", d: Selesai}"))
        .containsExactly(
            "main.yaml:11:6: a path comes to step \"c\" on which \"who\" is not set, and its words"
                + " uses it — ask for it on every path before, or say optional: true under"
                + " learns:");
  }

  @Test
  void theWayToAMistakeIsATranscript() {
    FlowBook book =
        book(
            Map.of(
                "main.yaml",
                """
                flow: main
                learns: {nik: {type: nik}, who: {type: person_name}}
                start: m
                steps:
                  m: {menu: [{x: a}]}
                  a: {ask: nik, then: b}
                  b:
                    do: world.ask
                    with: {nik: nik}
                    gives: {who: who}
                    on: {yes: d, no: c, unavailable: d}
                  c: {say: true, then: d}
                  d: {end: true}
                """,
                "messages/id.yaml",
                "main: {m: {_: Halo, x: Ya}, a: NIK, c: \"Baca\", d: Selesai}"));
    assertThat(Example.to(book, new Finding.At("main", "c")))
        .hasValue(
            """
            at 2026-05-04 09:00  surface ussd  from 6281234567890
            > *500*25#
            < …
            > 1
            < …
            given world.ask: no
            > 5171991708900001
            < …
            """);
  }

  @Test
  void whatMayBeUnsetHasWordsForIt() {
    assertThat(
            wrong(
                "who: {type: person_name, optional: true}",
                "a: {ask: who, or: [{no: b}], then: b}\nb: {end: true}",
                "main: {a: {_: Nama, no: Tidak}, b: \"Halo {who}\"}"))
        .containsExactly(
            "main.yaml:6:6: step \"b\" prints {who}, which may be unset, and id has no words for"
                + " that — add main.absent.who to messages/id.yaml");
  }

  @Test
  void aConditionLooksAtWhatIsNotSet() {
    assertThat(
            wrong(
                "nik: {type: nik}",
                "a: {when: [{if: \"nik == ''\", then: b}, {else: b}]}\nb: {end: true}",
                "main: {b: Selesai}"))
        .singleElement()
        .asString()
        .startsWith(
            "main.yaml:5:6: a path comes to step \"a\" on which \"nik\" is not set, and its"
                + " condition uses it");
  }

  @Test
  void aNoticeTravelsIntoAFlowThatDoesNotKnowItsVariables() {
    assertThat(
            wrong(
                Map.of(
                    "main.yaml",
                    """
                    flow: main
                    learns: {nik: {type: nik}}
                    start: a
                    steps:
                      a: {ask: nik, then: w}
                      w: {when: [{else: r, notice: hello}]}
                      r: {run: other, then: b}
                      b: {end: true}
                    """,
                    "other.yaml",
                    "flow: other\n"
                        + "start: a\n"
                        + "steps:\n"
                        + "  a: {say: true, then: b}\n"
                        + "  b: {end: return}\n",
                    "messages/id.yaml",
                    "main: {a: NIK, w: {hello: \"NIK {nik}\"}, b: Selesai}\n"
                        + "other: {topic: lain, a: Baca}")))
        .singleElement()
        .asString()
        .contains(
            "the notice main.w.hello prints variables, but may stand above step \"a\" of the flow"
                + " other");
  }

  @Test
  void languagesPrintTheSame() {
    assertThat(
            wrong(
                Map.of(
                    "main.yaml",
                    "flow: main\n"
                        + "learns: {nik: {type: nik}}\n"
                        + "start: a\n"
                        + "steps:\n"
                        + "  a: {ask: nik, then: b}\n"
                        + "  b: {end: true}\n",
                    "messages/id.yaml",
                    "main: {a: NIK, b: \"NIK {nik}\"}",
                    "messages/en.yaml",
                    WORDS
                        + "main: {a: NIK, b: Done}\n"
                        + "letters: {hello: \"Hello {name, masked} {plan}\"}")))
        .containsExactly(
            "messages/en.yaml:14:19: the text main.b does not print {nik}, which Indonesian does —"
                + " let both say the same");
  }

  @Test
  void aCharacterThatNoKeypadPhoneHas() {
    assertThat(wrong("", "a: {end: true}", "main: {a: \"Halo “Pak” – ya\"}"))
        .containsExactly(
            "messages/id.yaml:14:11: the text main.a has characters that a keypad phone cannot"
                + " show: “ ” – (they force UCS-2, 70 characters instead of 160) — write it with"
                + " plain letters, straight quotes and simple dashes");
  }

  @Test
  void anEndThatIsTooLongAtItsLongest() {
    String end = "Terima kasih {who}. ".concat("kata ".repeat(22)).strip();
    assertThat(
            wrong(
                "who: {type: person_name}",
                "a: {ask: who, then: b}\nb: {end: true}",
                "main: {a: Nama, b: \"" + end + "\"}"))
        .singleElement()
        .asString()
        .startsWith(
            "messages/id.yaml:14:20: step \"b\" takes 2 pages of USSD at its longest in id, and"
                + " nobody can turn the page of an end — shorten it by");
    assertThat(
            wrong(
                "who: {type: text}",
                "a: {ask: who, then: b}\nb: {end: true}",
                "main: {a: Nama, b: \"" + end.replace(" {who}", "") + "\"}"))
        .as("without the name it fits")
        .isEmpty();
  }

  @Test
  void moreThanThreePagesAreNotRead() {
    assertThat(
            wrong(
                "",
                "a: {say: true, then: b}\nb: {end: true}",
                "main: {a: \"" + "kata ".repeat(110).strip() + "\", b: Selesai}"))
        .singleElement()
        .asString()
        .contains("step \"a\" takes 4 pages of USSD at its longest in id; at most 3 are read");
  }

  @Test
  void anOptionOfAListThatLosesItsEnd() {
    assertThat(
            wrong(
                "v: {type: village}",
                "a: {list: world.list, into: v, then: b, none: b}\nb: {end: true}",
                "main: {a: {_: Pilih, option: \"{value} {district} "
                    + "x".repeat(40)
                    + " "
                    + "y".repeat(20)
                    + "\"}, b: Selesai}"))
        .singleElement()
        .asString()
        .contains("option 1 of step \"a\" does not fit a page of USSD at its longest in id");
  }

  @Test
  void everyWordingOfATextIsMeasured() {
    assertThat(
            wrong(
                "plan: {type: choice, of: plans}",
                "a: {menu: [{small: b, large: b}], into: plan}\nb: {end: true}"
                    .replace("{small: b, large: b}", "{small: b}, {large: b}"),
                "main: {a: {_: Pilih, small: Kecil, large: Besar}, b: \"{plan, select, small {"
                    + "kata ".repeat(40)
                    + "} other {ya}}\"}"))
        .singleElement()
        .asString()
        .contains("step \"b\" takes 2 pages of USSD");
  }

  @Test
  void aLetterThatCostsMoreThanItSays() {
    assertThat(
            wrong(
                "",
                "a: {end: true}",
                "main: {a: Selesai}\nletters: {hello: \"{name, masked} {plan} "
                    + "kata ".repeat(26)
                    + "\"}"))
        .singleElement()
        .asString()
        .contains("the letter \"hello\" takes 2 parts at its longest in id, and says 1");
  }

  @Test
  void aLetterToSomebodyElseMasksWhatIsPersonal() {
    assertThat(
            wrong(
                "",
                "a: {end: true}",
                "main: {a: Selesai}\nletters: {hello: \"Calon {name}, {plan}\"}"))
        .containsExactly(
            "messages/id.yaml:15:18: the letter \"hello\" goes to somebody else and prints {name},"
                + " which is personal — write {name, masked}");
  }

  @Test
  void aBudgetThatIsNotKept() {
    Map<String, String> sources =
        Map.of(
            "main.yaml",
            """
            flow: main
            budget: {screens: 2, seconds: 40, to: c}
            learns: {nik: {type: nik}}
            start: a
            steps:
              a: {menu: [{x: b}, {y: d}]}
              b: {ask: nik, then: c}
              c: {end: true}
              d: {end: true}
            """,
            "messages/id.yaml",
            "main: {a: {_: Halo, x: Ya, y: Tidak}, b: NIK, c: Selesai, d: Selesai}");
    assertThat(wrong(sources))
        .containsExactly(
            "main.yaml:1:1: the shortest complete path of main takes 3 screens in id; its budget is"
                + " 2 screens — shorten its words, ask less, or raise the budget with open eyes");
    FlowCost cost = Proof.of(book(sources), Pace.USUAL).costs().getFirst();
    assertThat(cost.screens()).isEqualTo(3);
    assertThat(cost.keys()).isEqualTo(2 + 17);
    assertThat(cost.path()).extracting(FlowCost.Passed::step).containsExactly("main.a", "main.b");
    assertThat(cost.cutAt(10)).isEqualTo("main.b");
    assertThat(cost.cutAt(120)).isEmpty();
  }

  @Test
  void filteredWordsAreRemarkedUpon() {
    Proof.Findings findings =
        Proof.of(
            book(
                Map.of(
                    "main.yaml",
                    "flow: main\nstart: a\nsteps:\n  a: {end: true}\n",
                    "letters.yaml",
                    "filtered: [hadiah]\n",
                    "messages/id.yaml",
                    "main: {a: Ada Hadiah untuk Anda}")),
            Pace.USUAL);
    assertThat(findings.holds()).isTrue();
    assertThat(findings.remarks())
        .singleElement()
        .extracting(finding -> finding.problem().toString())
        .asString()
        .contains("the text main.a holds \"hadiah\", which carriers filter");
  }
}
