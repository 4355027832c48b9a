package id.gerbang.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.api.ApiOnPort.Answered;
import id.gerbang.server.enrolment.BranchDesk.Status;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are not as described: refused by name, and nothing is done. */
class HostileRequestsIT {
  private static final String DECISION = "/applications/WAYAN2/decision";
  private static final String APPROVE = "{\"decision\":\"approve\",\"cardNumber\":\"BPU-0000601\"}";

  private final ApiOnPort api = new ApiOnPort();

  HostileRequestsIT() {
    api.branch.holds("WAYAN2", Status.AWAITING_BRANCH, ApiOnPort.NOW);
  }

  @AfterEach
  void close() {
    api.close();
  }

  private static String agent(String code, String phone, String rest) {
    return ("{'code':'" + code + "','name':'Ketut Rai','phone':'" + phone + "'," + rest + "}")
        .replace('\'', '"');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'decision':'approve','cardNumber':'BPU-1','reason':'x'}|reason",
        "{'decision':'approve','cardNumber':'BPU-1','reason':null}|reason",
        "{'decision':'reject','reason':'x','cardNumber':'BPU-1'}|cardNumber",
        "{'decision':'reject','reason':'x','note':'y'}|note",
        "{'decision':'approve'}|cardNumber",
        "{'decision':'approve','cardNumber':12345}|cardNumber",
        "{'decision':'approve','cardNumber':' BPU-1 '}|cardNumber",
        "{'decision':'approve','cardNumber':'BPU-1\\u0000'}|cardNumber",
        "{'decision':'approve','cardNumber':'BPU-1\\n'}|cardNumber",
        "{'decision':'approve','cardNumber':'5171991708900004'}|cardNumber",
        "{'decision':'approve','cardNumber':'517199-170890-0004'}|cardNumber",
        "{'decision':'approve ','cardNumber':'BPU-1'}|decision",
        "{'decision':['approve'],'cardNumber':'BPU-1'}|decision",
        "{'decision':'reject','reason':'  '}|reason",
        "{'decision':'reject','reason':'a\\u0000b'}|reason",
        "{'decision':'reject','reason':'a\\u0085b'}|reason",
        "{'decision':'reject','reason':'\\ud800'}|reason",
        "{'decision':'reject','reason':{'a':{'b':{}}}}|reason",
        "{'reason':'x'}|decision",
        "{}|decision",
      })
  void aDecisionThatIsNotAsDescribedIsRefusedByTheNameOfItsField(String json, String field) {
    Answered refused = api.post(DECISION, json.replace('\'', '"'));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.type()).isEqualTo("application/problem+json");
    assertThat(refused.problem()).isEqualTo("invalid-field");
    assertThat(refused.field("field")).isEqualTo(field);
    assertThat(refused.field("detail")).contains(field);
    assertThat(api.branch.decisions).isEmpty();
  }

  @Test
  void aReasonHasItsLimitInCharacters() {
    String longest = "😀".repeat(160);
    assertThat(
            api.post(DECISION, "{\"decision\":\"reject\",\"reason\":\"" + longest + "x\"}")
                .field("field"))
        .isEqualTo("reason");
    assertThat(
            api.post(DECISION, "{\"decision\":\"reject\",\"reason\":\"" + longest + "\"}").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "PRS101|6281200000101|'village':'Nowhere'|village",
        "PRS101|6281200000101|'village':'Pecatu\\u0000'|village",
        "PRS101|6281200000101|'village':'Pecatu','status':'suspended'|status",
        "PRS101|6281200000101|'village':'Pecatu','status':null|status",
        "PRS101|6281200000101|'village':'Pecatu','institution':1|institution",
        "prs101|6281200000101|'village':'Pecatu'|code",
        "PRS1011|6281200000101|'village':'Pecatu'|code",
        "PRS101|BPJS|'village':'Pecatu'|phone",
        "PRS101|0000000000|'village':'Pecatu'|phone",
        "PRS101|62812000001011234567|'village':'Pecatu'|phone",
      })
  void anAgentThatIsNotAsDescribedIsRefusedByTheNameOfItsField(
      String code, String phone, String rest, String field) {
    Answered refused = api.post("/agents", agent(code, phone, rest));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.field("field")).isEqualTo(field);
    assertThat(api.agents.added).isEmpty();
  }

  @Test
  void aNameThatMayBePersonalIsNotRepeated() {
    Answered refused = api.post(DECISION, "{\"5171991708900004\":1}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).doesNotContain("5171991708900004");
    assertThat(api.get("/applications?5171991708900004=1").text())
        .doesNotContain("5171991708900004");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "[{}]",
        "\"approve\"",
        "1",
        "{",
        "{} {}",
        "{\"decision\":\"approve\",}",
        "{\"decision\":\"approve\",\"decision\":\"approve\",\"cardNumber\":\"BPU-1\"}",
        "{'decision':'approve'}",
        "\u0000",
        "\uFEFF{}",
        "{\"decision\":\"approve\u0000\",\"cardNumber\":\"BPU-1\"}",
        "{\"decision\":NaN}",
      })
  void aBodyThatIsNoObjectIsRefused(String body) {
    assertUnreadable(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aBodyThatIsDeepIsRefused() {
    for (int depth : new int[] {20, 900, 30_000}) {
      assertUnreadable("[".repeat(depth).getBytes(StandardCharsets.UTF_8));
      assertUnreadable("{\"reason\":".repeat(depth / 10).getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void aBodyThatIsNotUtf8IsRefused() {
    assertUnreadable(
        "{\"decision\":\"reject\",\"reason\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertUnreadable(APPROVE.getBytes(StandardCharsets.UTF_16));
    assertUnreadable(APPROVE.getBytes(StandardCharsets.UTF_16LE));
    assertUnreadable(APPROVE.getBytes(java.nio.charset.Charset.forName("UTF-32BE")));
    assertUnreadable(new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'});
  }

  private void assertUnreadable(byte[] body) {
    Answered refused = api.post(DECISION, "application/json", body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.problem()).isEqualTo("unreadable-body");
    assertThat(api.branch.decisions).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/json; charset=iso-8859-1",
        "application/jsonp",
        "application/xml",
        "*/*",
      })
  void anotherContentTypeIsRefused(String type) {
    Answered refused = api.post(DECISION, type, APPROVE.getBytes(StandardCharsets.UTF_8));
    assertThat(refused.status()).isEqualTo(415);
    assertThat(api.branch.decisions).isEmpty();
  }

  @Test
  void aContentTypeIsNeededAndMayNameUtf8() {
    byte[] body = APPROVE.getBytes(StandardCharsets.UTF_8);
    assertThat(api.post(DECISION, null, body).status()).isEqualTo(415);
    assertThat(api.post(DECISION, "Application/JSON; charset=UTF-8", body).status()).isEqualTo(200);
  }

  @Test
  void aBodyThatIsTooLargeHearsIt() {
    byte[] large = ("{\"reason\":\"" + "x".repeat(5_000_000)).getBytes(StandardCharsets.UTF_8);
    assertThat(api.post(DECISION, "application/json", large).status()).isEqualTo(413);
    assertThat(api.post(DECISION, "text/plain", large).status()).isEqualTo(415);
    assertThat(api.call("POST", DECISION, "application/json", large, null).status()).isEqualTo(401);
    assertThat(
            api.raw(
                "POST /api/v1"
                    + DECISION
                    + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                    + ApiOnPort.TOKEN
                    + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + ("4000\r\n" + " ".repeat(0x4000) + "\r\n").repeat(5)
                    + "0\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|stage",
        "{'note':'x'}|stage",
        "{'stage':'reported'}|stage",
        "{'stage':'STAGE_1'}|stage",
        "{'stage':null}|stage",
        "{'stage':'stage_1','note':null}|note",
        "{'stage':'stage_1','note':'  '}|note",
        "{'stage':'stage_1','note':'a\\u0000b'}|note",
        "{'stage':'stage_1','note':'0123456789012345678901234567890123456789012345678901234567890'}|note",
        "{'stage':'decided','amount':'42000000'}|amount",
      })
  void aStageThatIsNotAsDescribedIsRefusedByTheNameOfItsField(String json, String field) {
    api.reports.holds("LAPOR2", ApiOnPort.NOW);
    Answered refused = api.post("/reports/LAPOR2/stage", json.replace('\'', '"'));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.problem()).isEqualTo("invalid-field");
    assertThat(refused.field("field")).isEqualTo(field);
    assertThat(api.reports.moves).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/applications?state=approved|state",
        "/applications?status=approved&status=rejected|status",
        "/applications?status=APPROVED|status",
        "/applications?status=lost|status",
        "/applications?village=a%00b|village",
        "/applications?village=%FF|village",
        "/applications?village=%20|village",
        "/applications?village=0123456789012345678901234567890123456789012345678901234567890|village",
        "/applications?phone=62812%00|phone",
        "/applications?phone=BPJS|phone",
        "/applications?phone=123|phone",
        "/applications?limit=0|limit",
        "/applications?limit=201|limit",
        "/applications?limit=%2B5|limit",
        "/applications?limit=99999999999|limit",
        "/applications?limit=%D9%A5|limit",
        "/applications?after=x|after",
        "/applications?after=%00|after",
        "/applications/WAYAN2?status=approved|status",
        "/members/WAYAN2?x=1|x",
        "/reports?status=decided|status",
        "/reports?stage=done|stage",
        "/reports?stage=stage_1&stage=stage_2|stage",
        "/reports?phone=x|phone",
        "/reports?village=%20|village",
        "/reports?limit=0|limit",
        "/reports?after=x|after",
        "/reports/WAYAN2?stage=decided|stage",
        "/agents?village=Pecatu|village",
        "/agents?limit=0|limit",
        "/agents?after=x|after",
        "/agents?after=PRS0010|after",
        "/bills?month=1|month",
        "/bills?phone=x|phone",
        "/payments?after=x|after",
        "/payments?status=issued|status",
        "/payments?bank=bri|bank",
        "/outbox|phone",
        "/outbox?phone=|phone",
        "/outbox?phone=x|phone",
        "/outbox?phone=6281200010001&limit=1|limit",
      })
  void aParameterThatIsNotAsDescribedIsRefusedByItsName(String path, String parameter) {
    Answered refused = api.get(path);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.problem()).isEqualTo("invalid-parameter");
    assertThat(refused.field("parameter")).isEqualTo(parameter);
    assertThat(api.branch.filters).isEmpty();
    assertThat(api.reports.filters).isEmpty();
  }

  @Test
  void aParameterOfAPostIsRefused() {
    assertThat(api.post(DECISION + "?dryRun=true", APPROVE).field("parameter")).isEqualTo("dryRun");
    assertThat(api.branch.decisions).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AAAAAA",
        "WAYAN2%00",
        "%00",
        "%FF%FE",
        "WAYAN2x",
        "WAYAN1",
        "%C3%9FAYAN",
        "a%2Fb",
        "..."
      })
  void aReferenceThatIsNoneIsNotFound(String reference) {
    assertThat(api.get("/applications/" + reference).status()).isEqualTo(404);
    assertThat(api.get("/members/" + reference).status()).isEqualTo(404);
    assertThat(api.get("/reports/" + reference).status()).isEqualTo(404);
    assertThat(api.post("/reports/" + reference + "/stage", "{\"stage\":\"decided\"}").status())
        .isEqualTo(404);
    assertThat(api.post("/applications/" + reference + "/decision", APPROVE).status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/applications/%zz",
        "/api/v1/applications/%",
        "/api/v1/applications?village=%zz",
        "/api/v1/applications?village=%",
        "/api/v1/applications?%zz=1",
        "/api/v1/%zz"
      })
  void anEscapeThatIsNoneIsRefused(String target) {
    assertThat(
            api.raw(
                "GET "
                    + target
                    + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                    + ApiOnPort.TOKEN
                    + "\r\n\r\n"))
        .matches("(?s)HTTP/1.1 40[04] .*");
  }
}
