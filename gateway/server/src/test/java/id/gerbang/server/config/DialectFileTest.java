package id.gerbang.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import id.gerbang.server.channel.smpp.Dialect;
import id.gerbang.server.testing.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialectFileTest {
  private static final Path SHIPPED = Path.of("..", "..", "config", "carriers");

  @TempDir private Path folder;
  private Path carriers;
  private Path settings;

  @BeforeEach
  void anOperator() throws IOException {
    carriers = Files.createDirectory(folder.resolve("carriers"));
    settings = Files.writeString(folder.resolve("gateway.yaml"), "smpp:\n  - dialect: own\n");
  }

  private Dialect read(String yaml) throws IOException {
    Files.writeString(carriers.resolve("own.yaml"), yaml);
    return SettingsFile.read(settings, SHIPPED, _ -> null).smpp().getFirst().dialect();
  }

  @Test
  void whatIsAbsentIsAsTheStandardHasIt() throws IOException {
    Dialect least = read("session: {tag: 0x1383, id: 0xFF00, sequence: 0xFE, end: 1}\n");
    Dialect standard = Dialects.named("standard");
    assertThat(least.session()).isEqualTo(standard.session());
    assertThat(least.operations()).isEqualTo(standard.operations());
    assertThat(least.answers()).isEqualTo(standard.answers());
    assertThat(least.serviceCode()).isEqualTo(standard.serviceCode());
    assertThat(least.text()).isEqualTo(standard.text());
    assertThat(least.times()).isEqualTo(standard.times());
    assertThat(least.push().ask()).as("to be pushed to must be said").isEmpty();
  }

  @Test
  void theExampleOfTheDocumentationIsWhatItSays() throws IOException {
    String text = Files.readString(Path.of("..", "..", "docs", "integrating.md"));
    String example = text.substring(text.indexOf("# config/carriers/example.yaml"));
    Dialect read = read(example.substring(0, example.indexOf("```")));
    Dialect sixdee = Dialects.named("sixdee");
    assertThat(read.session()).isEqualTo(sixdee.session());
    assertThat(read.answers()).isEqualTo(sixdee.answers());
    assertThat(read.serviceCode()).isEqualTo(sixdee.serviceCode());
    assertThat(read.operations().aborted()).containsExactly(0x81);
    assertThat(read.operations().continued()).containsExactly(0x12);
  }

  static Stream<Arguments> refused() {
    String session = "session: {tag: none}\n";
    return Stream.of(
        arguments("", 1, "the file is empty"),
        arguments("times: {session: 180s}", 1, "session.tag: expected the tag of the TLV"),
        arguments("session: {octets: 2}", 1, "session.tag: expected the tag of the TLV"),
        arguments("session: {tag: 1383}", 1, "expected the tag of the TLV with the session"),
        arguments("session: {tag: 0x3FFE}", 1, "expected the tag of the TLV with the session"),
        arguments("session: {tag: its}", 1, "expected a tag from 0 to 65535 (0xffff), written"),
        arguments("session:\n  tag: none\n  octets: 2", 3, "there is no TLV (tag: none)"),
        arguments("session:\n  tag: 0x0204\n  octets: 4", 3, "expected 2, which SMPP 3.4 gives"),
        arguments("session:\n  tag: 0x1501\n  octets: 9", 3, "a number of octets from 1 to 8"),
        arguments("session:\n  tag: 0x1383\n  id: 0x1FF00", 3, "expected bits from 0 to 65535"),
        arguments("session:\n  tag: 0x1383\n  id: 0", 3, "the bits that name the session"),
        arguments("session:\n  tag: 0x1383\n  id: 0xF0F0", 3, "that stand in one piece"),
        arguments("session:\n  tag: 0x1383\n  end: 3", 3, "expected one bit like 0x0001"),
        arguments("session: {tag: 0x1383, id: 0xFF, end: 1}", 1, "id, sequence and end to share"),
        arguments(session + "operations: {new: []}", 2, "expected at least one operation"),
        arguments(session + "operations: {new: 1}", 2, "expected a list of numbers like [1, 0x12]"),
        arguments(session + "operations: {new: [256]}", 2, "from 0 to 255 (0xff), written like"),
        arguments(session + "operations: {new: [012]}", 2, "written like 18 or 0x12, not \"012\""),
        arguments(session + "operations: {new: [1, 18]}", 2, "operation 18 has two meanings"),
        arguments(session + "push: {confirmed: [18]}", 1, "operation 18 has two meanings"),
        arguments(session + "operations:\n  nwe: [1]", 3, "\"nwe\" is not known; expected one of"),
        arguments(session + "answers:\n  end: 2", 3, "nothing tells the last screen"),
        arguments(session + "answers:\n  end_bit: true", 3, "the session has no end bit"),
        arguments(session + "service_code: source", 2, "expected one of destination_addr, dest"),
        arguments(session + "text: {gsm7: 0x48}", 2, "expected another data coding than gsm7's"),
        arguments(session + "text: {packed: yes}", 2, "expected true or false, not \"yes\""),
        arguments(
            session + "text:\n  typed: {gsm7: [0], latin1: [0]}", 3, "data coding 0 is here twice"),
        arguments(session + "times: {answer: 4m}", 2, "expected a time from 1s to 3m"),
        arguments(session + "times: {session: 5s}", 2, "expected a time from that of answer to 10"),
        arguments(session + "push: {service_type: TOOLONG}", 2, "at most 5 letters or digits"),
        arguments(session + "push: {ask: maybe}", 2, "an operation (ussd_service_op) from 0"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(String yaml, int line, String expected) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(SettingsFile.Mistakes.class)
        .message()
        .startsWith(carriers.resolve("own.yaml") + ":" + line + ": ")
        .contains(expected)
        .doesNotContain("\n");
  }

  @Test
  void mistakesOfTheSettingsAndOfTheDialectAreToldTogetherAndOnce() throws IOException {
    Files.writeString(
        settings, "smpp:\n  - {dialect: own, port: 0}\n  - {name: second, dialect: own}\n");
    assertThatThrownBy(() -> read("session: {tag: none}\nanswers: {end: 2}\n"))
        .hasMessage(
            settings
                + ":2: expected a port from 1 to 65535, not \"0\"\n"
                + carriers.resolve("own.yaml")
                + ":2: nothing tells the last screen; expected another operation or end_bit: true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "../carriers/own", "own.yaml", "OWN", "''", "[own]"})
  void anUnknownNameIsToldWithThoseThatAreKnown(String name) throws IOException {
    Files.writeString(settings, "smpp:\n  - dialect: " + name + "\n");
    assertThatThrownBy(() -> read("session: {tag: none}\n"))
        .message()
        .startsWith(settings + ":2: expected one ")
        .doesNotContain("\n")
        .satisfies(
            message ->
                assertThat(name.startsWith("[") || message.contains("of msisdn, own, sixdee, "))
                    .isTrue());
  }

  @Test
  void theFolderBesideTheSettingsComesFirst() throws IOException {
    Files.writeString(settings, "smpp:\n  - dialect: umr\n");
    Files.writeString(carriers.resolve("umr.yaml"), "session: {tag: none}\n");
    assertThat(read("").session().isThePhone()).isTrue();
  }

  @Test
  void withoutAnyFolderItSaysWhereItLooked() {
    Path lone = folder.resolve("gateway.yaml");
    carriers.toFile().delete();
    assertThatThrownBy(() -> SettingsFile.read(lone, _ -> null))
        .hasMessage(lone + ":2: there is no dialect in " + carriers + "; expected own.yaml");
  }
}
