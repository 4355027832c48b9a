package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import id.gerbang.server.action.ShippedActions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schemas of the menus, read by a validator that is not ours. */
class SchemaCommandTest {
  private static final Path FLOWS = RunningServer.home().flows();
  private static final Map<String, String> SCHEMAS =
      SchemaCommand.schemas(ShippedActions.catalog(RunningServer.home().programme()));
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Schema FLOW = schema("schema/flow.schema.json");
  private static final Schema MESSAGES = schema("schema/messages.schema.json");
  private static final Schema LETTERS = schema("schema/letters.schema.json");

  private static Schema schema(String path) {
    return REGISTRY.getSchema(SCHEMAS.get(path), InputFormat.JSON);
  }

  private static List<String> mistakes(Schema schema, String yaml) {
    return schema.validate(yaml, InputFormat.YAML).stream().map(Error::toString).toList();
  }

  @TestFactory
  Stream<DynamicTest> theShippedSchemaIsWhatThisVersionReads() {
    return SCHEMAS.entrySet().stream()
        .map(
            schema ->
                DynamicTest.dynamicTest(
                    schema.getKey(),
                    () ->
                        assertThat(Files.readString(FLOWS.resolve(schema.getKey())))
                            .as("run ./gerbang schema --write")
                            .isEqualTo(schema.getValue())));
  }

  @Test
  void theSchemasAreSchemas() throws IOException {
    Schema meta =
        REGISTRY.getSchema(
            com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    for (String text : SCHEMAS.values()) {
      JsonNode schema = new ObjectMapper().readTree(text);
      assertThat(meta.validate(schema)).isEmpty();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyShippedFileFitsAndNamesItsSchema() throws IOException {
    try (Stream<Path> files = Files.walk(FLOWS)) {
      List<Path> shipped = files.filter(file -> file.toString().endsWith(".yaml")).toList();
      assertThat(shipped).hasSizeGreaterThan(5);
      return shipped.stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      FLOWS.relativize(file).toString(),
                      () -> {
                        boolean words = file.getParent().endsWith("messages");
                        boolean letters = file.endsWith("letters.yaml");
                        String text = Files.readString(file);
                        assertThat(text)
                            .startsWith(
                                "# yaml-language-server: $schema="
                                    + (words
                                        ? "../schema/messages"
                                        : letters ? "schema/letters" : "schema/flow")
                                    + ".schema.json\n");
                        assertThat(mistakes(words ? MESSAGES : letters ? LETTERS : FLOW, text))
                            .isEmpty();
                      }));
    }
  }

  private static String flow(String learns, String step) {
    return "flow: main\nlearns: {" + learns + "}\nstart: a\nsteps: {a: {" + step + "}}\n";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          the right one            |                         | menu: [{x: a}]
          a variable's type        | v: {type: nik}          | ask: v, then: a
          a choice of a set        | v: {type: choice, of: plans} | end: return
          conditions               | v: {type: date}         | when: [{if: "age(v) > 3", then: a}, {else: a, notice: n}]
          an action, as it is      | v: {type: nik}          | do: enrolment.look_up, with: {nik: v}, on: {new: a, registered: a, pending: a, unavailable: a}
          a list, as it is         | v: {type: village}, q: {type: text} | list: area.villages, with: {search: q}, into: v, then: a, none: a
          """)
  void aFlowThatFits(String name, String learns, String step) {
    assertThat(mistakes(FLOW, flow(learns == null ? "" : learns, step))).as(name).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a kind that is none      |                         | men: [{x: a}]
          two kinds in one         |                         | menu: [{x: a}], end: true
          no kind                  |                         | then: a
          an unknown key           |                         | say: true, then: a, and: b
          nothing after the words  |                         | say: true
          options as a map         |                         | menu: {x: a, y: a}
          two options in one pair  |                         | menu: [{x: a, y: a}]
          no options               |                         | menu: []
          an end of its own        |                         | end: back
          an unknown type          | v: {type: nickname}     | end: true
          a choice of nothing      | v: {type: choice}       | end: true
          no type                  | v: {personal: true}     | end: true
          nearly a truth           | v: {type: nik, personal: sure} | end: true
          an unknown set           | v: {type: choice, of: plots} | end: true
          no else                  |                         | when: [{if: "true", then: a}]
          an else with a then      |                         | when: [{else: a, then: a}]
          an unknown action        |                         | do: enrolment.lookup, on: {unavailable: a}
          an outcome left out      | v: {type: nik}          | do: enrolment.look_up, with: {nik: v}, on: {new: a, registered: a, unavailable: a}
          an outcome it never has  | v: {type: nik}          | do: enrolment.look_up, with: {nik: v}, on: {new: a, registered: a, pending: a, lost: a, unavailable: a}
          an input left out        |                         | do: enrolment.look_up, on: {new: a, registered: a, pending: a, unavailable: a}
          a list by do             | q: {type: text}         | do: area.villages, with: {search: q}, on: {unavailable: a}
          a list without none      | v: {type: village}, q: {type: text} | list: area.villages, with: {search: q}, into: v, then: a
          """)
  void aFlowWithAMistake(String name, String learns, String step) {
    assertThat(mistakes(FLOW, flow(learns == null ? "" : learns, step))).as(name).isNotEmpty();
  }

  @Test
  void aFlowWithoutItsName() {
    assertThat(mistakes(FLOW, "start: a\nsteps: {a: {end: true}}")).isNotEmpty();
    assertThat(
            mistakes(FLOW, "flow: a\nbudget: {screens: many}\nstart: a\nsteps: {a: {end: true}}"))
        .isNotEmpty();
  }

  @Test
  void aLanguageWithoutTheFixedTexts() throws IOException {
    String shipped = Files.readString(FLOWS.resolve("messages/id.yaml"));
    assertThat(mistakes(MESSAGES, shipped.replaceFirst("(?m)^  exit: .*\n", "")))
        .singleElement()
        .asString()
        .contains("exit");
    assertThat(mistakes(MESSAGES, shipped + "extra: {a: [b]}\n")).isNotEmpty();
    assertThat(mistakes(MESSAGES, shipped.replace("  next: ", "  nest: "))).isNotEmpty();
  }
}
