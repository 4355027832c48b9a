package id.gerbang.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import id.gerbang.server.channel.smpp.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsFileTest {
  private static final Path SHIPPED = Path.of("..", "..", "config", "gateway.yaml");
  private static final Path CARRIERS = SHIPPED.resolveSibling("carriers");

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("gateway.yaml"), text);
  }

  @Test
  void theShippedFileIsFilledFromTheEnvironment() {
    Settings settings =
        SettingsFile.read(
            SHIPPED,
            Map.of(
                    "GERBANG_HTTP_PORT",
                    "1234",
                    "GERBANG_SMPP_HOST",
                    "smsc",
                    "GERBANG_API_TOKEN",
                    "geheim")
                ::get);
    assertThat(settings.http().port()).isEqualTo(1234);
    assertThat(settings.smpp().getFirst().host()).isEqualTo("smsc");
    assertThat(settings.serviceCode()).isEqualTo("*500*25#");
    assertThat(settings.toString()).doesNotContain("geheim");
    assertThat(settings.apiToken().value()).isEqualTo("geheim");
  }

  @Test
  void aSecretMayBeAFile() throws IOException {
    Path secret = Files.writeString(folder.resolve("token"), "geheim\n");
    assertThat(
            SettingsFile.read(SHIPPED, Map.of("GERBANG_API_TOKEN", "file:" + secret)::get)
                .apiToken()
                .value())
        .isEqualTo("geheim");
  }

  @Test
  void everyMistakeIsToldWithItsLine() throws IOException {
    Path file =
        file(
            "http:\n"
                + "  port: 70000\n"
                + "  prot: 1\n"
                + "enrolment:\n"
                + "  reminder: soon\n"
                + "zone: Mars\n"
                + "ussd_http:\n"
                + "  africastalking: maybe\n");
    assertThatThrownBy(() -> SettingsFile.read(file, CARRIERS, _ -> null))
        .hasMessage(
            String.join(
                "\n",
                file + ":2: expected a port from 0 to 65535, not \"70000\"",
                file + ":3: \"prot\" is not known; expected one of host, port",
                file + ":5: expected a time like 15s, 30m or 72h, not \"soon\"",
                file + ":6: expected a time zone like Asia/Makassar, not \"Mars\"",
                file + ":8: expected true or false, not \"maybe\""));
  }

  @Test
  void whatIsNotSetAndHasNoDefaultIsTold() throws IOException {
    Path file = file("data: ${GERBANG_NOWHERE}\n");
    assertThatThrownBy(() -> SettingsFile.read(file, CARRIERS, _ -> null))
        .hasMessage(file + ":1: GERBANG_NOWHERE is not set, and there is no default");
  }

  static Stream<Arguments> refused() {
    String link = "smpp:\n  - name: first\n    ";
    String time = "expected a time like 15s, 30m or 72h, not ";
    String longest = "expected a time from 1ms to 366d, not ";
    String screens = link + "ussd:\n      ";
    return Stream.of(
        arguments(
            "enrolment:\n  code: 99999999999999999999h", 2, time + "\"99999999999999999999h\""),
        arguments("enrolment:\n  code: 999999999d", 2, longest + "\"999999999d\""),
        arguments("enrolment:\n  reminder: 0s", 2, longest + "\"0s\""),
        arguments("enrolment:\n  reassign_after: 0s", 2, longest + "\"0s\""),
        arguments("enrolment:\n  reminder: 50h", 2, "expected reminder < escalation <= code"),
        arguments("\nzone: UTC\nhttp: {port: 1", 3, "is not YAML: expected ',' or '}'"),
        arguments("zone: UTC\n\thttp: 1", 2, "is not YAML: found character '\\t"),
        arguments("zone: UTC\n---\nzone: UTC", 2, "is not YAML: but found another document"),
        arguments("zone: UTC\ndata: \u0001", 2, "is not YAML: it has a character that YAML"),
        arguments("", 1, "the file is empty"),
        arguments(
            "outreach:\n  from: \"19:00\"\n  until: \"08:00\"", 3, "expected a time after from"),
        arguments("outreach:\n  from: 8", 2, "expected a time like \"08:00\""),
        arguments("outreach:\n  after: [0]", 2, "expected 1 day or more"),
        arguments("outreach:\n  per_minute: 0", 2, "expected reminders a minute from 1 to 1200"),
        arguments("outreach:\n  agents: senin", 2, "expected one of monday"),
        arguments("- a", 1, "expected a map with api, billing, data"),
        arguments("zone: UTC\nzone: UTC", 2, "\"zone\" is here twice; expected each key once"),
        arguments("http:\n  port: 1\n  port: 2", 3, "\"port\" is here twice"),
        arguments("[a]: b", 1, "\"\" is not known"),
        arguments("http:\n  host:", 2, "expected an address to listen on"),
        arguments("http:\n  port: 1.5", 2, "expected a port from 0 to 65535, not \"1.5\""),
        arguments("data: ''", 1, "expected a folder"),
        arguments("service_code: ''", 1, "expected a code of digits, * and # like *500*25#"),
        arguments("service_code: dial", 1, "expected a code of digits"),
        arguments("sms_number: BPJS", 1, "expected a number of 2 to 15 digits like 2757"),
        arguments("sms_number: [2757]", 1, "expected one value"),
        arguments("redis:\n  url: http://geheim@host", 2, "expected embedded, redis://host:port"),
        arguments("redis:\n  url: redis://", 2, "expected embedded, redis://host:port"),
        arguments("redis:\n  url: redis-cluster://h:1/0", 2, "redis-cluster://host:port,host:port"),
        arguments(
            "redis:\n  url: redis-sentinel://u:geheim@h:1", 2, "host:port,host:port/master or"),
        arguments("database:\n  url: jdbc:mysql://geheim", 2, "expected embedded or jdbc:postgres"),
        arguments("database: embedded", 1, "expected a map with password, url, user"),
        arguments("smpp: {name: first}", 1, "expected a list of links"),
        arguments(
            link + "dialect: standart",
            3,
            "expected one of msisdn, sixdee, standard, umr, vendor-1501 (the files of "),
        arguments(link + "name: second", 3, "\"name\" is here twice"),
        arguments(link + "port: 1\n  - name: first", 4, "a link before has the name \"first\""),
        arguments(link + "port: 1\n  - port: 2", 4, "a link before has the name \"first\""),
        arguments("smpp:\n  - name: ''", 2, "expected a name of 1 to 40 letters, digits"),
        arguments(link + "password: geheimgeheim", 3, "expected at most 8 characters (SMPP 3.4)"),
        arguments(link + "system_id: sixteen-letters-", 3, "expected at most 15 characters"),
        arguments(link + "system_type: thirteen-long", 3, "expected at most 12 characters"),
        arguments(link + "prefixes: [62811, '+62812']", 3, "the beginning of a number like 62811"),
        arguments(link + "prefixes: 62811", 3, "expected a list of the beginning of a number"),
        arguments(link + "host: h\n    prefixes: [62811]", 2, "every link that carries SMS has"),
        arguments(link + "carries: [mms]", 3, "expected ussd or sms"),
        arguments(link + "single: perhaps", 3, "expected true or false"),
        arguments(link + "tls: true\n    ca: /nowhere", 4, "expected a file of certificates"),
        arguments(link + "ca: pom.xml", 3, "is for tls: true"),
        arguments(link + "fail_over_after: 1s", 3, "expected 10s or more"),
        arguments(link + "sms: {concatenation: udh}", 3, "expected one of udh8, udh16, sar, pay"),
        arguments(link + "sms: {receipt_ids: hex}", 3, "expected one of as_is, hex_to_decimal,"),
        arguments(link + "sms: {registered_delivery: 3}", 3, "a kind of receipts from 0 to 2"),
        arguments(link + "window: 0", 3, "expected a window from 1 to 1000"),
        arguments(screens + "gsm7: 256", 4, "expected a data coding from 0 to 255"),
        arguments(screens + "gsm7: 072", 4, "written like 18 or 0x12, not \"072\""),
        arguments(screens + "gsm7: 0x48", 4, "expected two data codings that differ"),
        arguments(screens + "answer_within: 1h", 4, "expected a time from 1s to 3m"),
        arguments("ussd_http:\n  hubtle: {on: true}", 2, "\"hubtle\" is not known"),
        arguments("ussd_http:\n  allow: hubtel.com", 2, "expected addresses or networks like 192"),
        arguments("ussd_http:\n  proxies: 10.0.0.0/33", 2, "expected addresses or networks"),
        arguments("ussd_http:\n  hubtel:\n    on: true", 3, "expected a secret or an allow list"),
        arguments("ussd_http:\n  nalo:\n    secret: geheim/7", 3, "expected letters, digits"),
        arguments("ussd_http:\n  nalo: {allow: geheim}", 2, "expected addresses or networks"),
        arguments("ussd_http:\n  comviva: true", 2, "expected a map with allow, on, secret"),
        arguments("whatsapp:\n  token: geheim", 2, "all four or none"),
        arguments("whatsapp:\n  phone_number_id: geheim", 2, "expected the digits"),
        arguments("whatsapp:\n  api_url: https://a/geheim", 2, "expected a URL without a path"),
        arguments("whatsapp:\n  version: geheim", 2, "expected a version like v25.0"),
        arguments("whatsapp:\n  template: {name: Geheim}", 2, "expected a name of a-z"),
        arguments("whatsapp:\n  secret: geheim", 2, "secret"),
        arguments("telegram:\n  token: [geheim]", 2, "expected one value"),
        arguments("telegram:\n  api_url: geheim", 2, "expected a URL like https://host"),
        arguments("telegram:\n  webhook_secret: file:/nowhere", 2, "the secret's file cannot be"),
        arguments("snap:\n  reconcile: by_name", 2, "one of request_id"),
        arguments("snap:\n  partner_id: {a: geheim}", 2, "expected one value"),
        arguments("snap:\n  accounts: theirs", 2, "expected one of asked, ordered"),
        arguments("snap:\n  notification: /other", 2, "a path that begins with /snap/"),
        arguments("snap:\n  service_id: abc", 2, "1 to 8 digits"),
        arguments("snap:\n  calls:\n    url: ftp://x", 3, "a URL like"),
        arguments("snap:\n  calls:\n    answer_within: 31s", 3, "at most 30s"),
        arguments("snap:\n  calls:\n    requests_per_second: 0", 3, "requests a second"),
        arguments("snap:\n  calls:\n    url: http://x/snap/v1.0", 3, "BEGIN PRIVATE KEY"),
        arguments("snap:\n  client_id: ${GERBANG_NOWHERE}", 2, "GERBANG_NOWHERE is not set"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(String yaml, int line, String expected) throws IOException {
    Path file = file(yaml);
    assertThatThrownBy(() -> SettingsFile.read(file, CARRIERS, _ -> null))
        .isInstanceOf(SettingsFile.Mistakes.class)
        .message()
        .startsWith(file + ":" + line + ": ")
        .contains(expected)
        .doesNotContain("geheim", "\n");
  }

  @Test
  void aFileThatIsNotUtf8IsTold() throws IOException {
    Path file = Files.write(folder.resolve("gateway.yaml"), new byte[] {'a', (byte) 0xFF});
    assertThatThrownBy(() -> SettingsFile.read(file, CARRIERS, _ -> null))
        .hasMessage(file + ":1: the file is not UTF-8; save it as UTF-8");
  }

  @Test
  void howALinkCarriesIsASetting() throws IOException {
    Settings settings =
        SettingsFile.read(
            file(
                """
                smpp:
                  - name: telkomsel
                    host: smsc.example
                    carries: [sms]
                    prefixes: [62811, 62812]
                    single: true
                    tls: true
                    fail_over_after: 2m
                    sms: {number: 27570, concatenation: sar, gsm7: 1, ucs2: 8, registered_delivery: 2, receipt_ids: as_is}
                  - name: rest
                    host: other.example
                """),
            CARRIERS,
            _ -> null);
    Settings.Link first = settings.smpp().getFirst();
    assertThat(first.dialogues()).isFalse();
    assertThat(first.messages()).isTrue();
    assertThat(first.single()).isTrue();
    assertThat(first.tls()).isEqualTo(new Settings.Tls(true, Optional.empty()));
    assertThat(first.failOverAfter()).isEqualTo(Duration.ofMinutes(2));
    assertThat(first.sms())
        .isEqualTo(new Settings.Sms("27570", List.of("62811", "62812"), "sar", 1, 8, 2, "as_is"));
    Settings.Link rest = settings.smpp().getLast();
    assertThat(rest.dialogues() && rest.messages()).isTrue();
    assertThat(rest.single() || rest.tls().on()).isFalse();
    assertThat(rest.failOverAfter()).isEqualTo(Duration.ofSeconds(60));
    assertThat(rest.sms()).isEqualTo(new Settings.Sms("", List.of(), "udh8", 0, 8, 1, "either"));
  }

  @Test
  void howAnOperatorTakesScreensIsASetting() throws IOException {
    Settings settings =
        SettingsFile.read(
            file(
                "smpp:\n  - ussd: {gsm7: 0, ucs2: 0x08, answer_within: 20s}\n  - name: second\n"
                    + "redis: {url: 'rediss://u:p@h:1/2'}\n"
                    + "database: {url: 'jdbc:postgresql://h/d?ssl=true'}\n"),
            CARRIERS,
            _ -> null);
    Dialect standard = SettingsFile.read(SHIPPED, _ -> null).smpp().getFirst().dialect();
    assertThat(settings.smpp().getFirst().dialect())
        .isEqualTo(standard.withScreens(0, 8, Duration.ofSeconds(20)))
        .isNotEqualTo(standard);
    assertThat(settings.smpp().getLast().dialect()).isEqualTo(standard);
  }

  @Test
  void anAggregatorIsOffUntilItIsSwitchedOnWithASecretOrAnAllowList() {
    assertThat(SettingsFile.read(SHIPPED, _ -> null).ussdHttp().aggregators())
        .extracting(Settings.Aggregator::name, Settings.Aggregator::on)
        .containsExactly(
            tuple("africastalking", true),
            tuple("infobip", false),
            tuple("hubtel", false),
            tuple("nalo", false),
            tuple("arkesel", false),
            tuple("comviva", false));
    Settings.UssdHttp ussd =
        SettingsFile.read(
                SHIPPED,
                Map.of(
                        "GERBANG_USSD_AFRICASTALKING",
                        "false",
                        "GERBANG_USSD_HTTP_SECRET",
                        "geheim-1",
                        "GERBANG_USSD_HUBTEL",
                        "true",
                        "GERBANG_USSD_HUBTEL_SECRET",
                        "geheim-2",
                        "GERBANG_USSD_NALO",
                        "true",
                        "GERBANG_USSD_NALO_ALLOW",
                        "192.0.2.7, 2001:db8::/32")
                    ::get)
            .ussdHttp();
    assertThat(ussd.toString()).doesNotContain("geheim");
    assertThat(ussd.aggregators().get(0).on()).isFalse();
    assertThat(ussd.aggregators().get(0).secret().value()).isEqualTo("geheim-1");
    assertThat(ussd.open().aggregators().get(0).secret().isSet()).isFalse();
    assertThat(ussd.aggregators().get(2).on()).isTrue();
    assertThat(ussd.aggregators().get(2).secret().value()).isEqualTo("geheim-2");
    assertThat(ussd.aggregators().get(3).allow().networks()).hasSize(2);
  }
}
