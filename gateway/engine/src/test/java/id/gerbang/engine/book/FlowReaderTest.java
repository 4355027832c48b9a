package id.gerbang.engine.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the author of a flow is told about keys that do not belong, or are not there. */
class FlowReaderTest {
  private static List<String> problems(String flow) {
    List<Problem> problems = new ArrayList<>();
    Yaml.parse("a.yaml", flow, problems).ifPresent(root -> new FlowReader(root).read());
    return problems.stream().map(Problem::toString).toList();
  }

  private static List<String> step(String step) {
    return problems("flow: a\nstart: a\nsteps:\n  a: {" + step + "}\n");
  }

  @Test
  void aKeyThatIsMissingIsSaidWithWhatItMeans() {
    assertThat(step("list: x.y, into: v, then: a"))
        .containsExactly(
            "a.yaml:4:6: \"none\" is missing: where an empty list leads — add none: …");
    assertThat(step("run: x"))
        .containsExactly(
            "a.yaml:4:6: \"then\" is missing: the step after the flow returns — add then: …");
  }

  @Test
  void aKeyOfAnotherKindOfStep() {
    assertThat(step("say: true, then: a, into: v"))
        .containsExactly("a.yaml:4:33: \"into\" is not known here — known are: say, then");
  }

  @Test
  void aBranchIsEitherAConditionOrTheLast() {
    assertThat(step("when: [{if: \"true\", else: a}]"))
        .containsExactly(
            "a.yaml:4:19: \"if\" is not known here — known are: else, forgets, notice");
    assertThat(step("when: [{then: a}, {else: a}]"))
        .containsExactly(
            "a.yaml:4:14: this branch has neither \"if\" nor \"else\" — write {if: \"…\", then:"
                + " step} or {else: step}");
  }

  @Test
  void aBudgetIsWholeNumbers() {
    String rest = "start: a\nsteps: {a: {end: true}}\n";
    assertThat(problems("flow: a\nbudget: {screens: 14, seconds: 240}\n" + rest)).isEmpty();
    assertThat(problems("flow: a\nbudget: {screens: few, minutes: 4}\n" + rest))
        .containsExactlyInAnyOrder(
            "a.yaml:2:19: a whole number from 1 is expected here, not \"few\" — write 14, for"
                + " example",
            "a.yaml:2:33: \"minutes\" is not known here — known are: screens, seconds, to");
  }

  @Test
  void everyTypeHasAName() {
    assertThat(FlowGrammar.typeNames()).contains("nik", "agent_code", "choice").isSorted();
    assertThat(problems("flow: a\nlearns: {v: {type: nick}}\nstart: a\nsteps: {a: {end: true}}\n"))
        .singleElement()
        .asString()
        .contains("no type is called \"nick\"", String.join(", ", FlowGrammar.typeNames()));
  }
}
