package id.gerbang.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.api.ApiOnPort.Answered;
import id.gerbang.server.consent.RequestDesk.Answer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People's requests about their data, as the branch reads and answers them. */
class RequestsIT {
  private static final String ANSWER = "/requests/MADE22/answer";

  private final ApiOnPort api = new ApiOnPort();

  RequestsIT() {
    api.requests.holds("MADE22", "Wayan Sudarma", ApiOnPort.NOW);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void listsAndAnswersOnce() {
    Answered open = api.get("/requests?status=open");
    assertThat(open.text())
        .contains("MADE22", "\"field\":\"name\"", "\"wanted\":\"Wayan Sudarma\"", "dueAt")
        .contains("2026-11-24T02:00:00Z");
    assertThat(api.get("/requests?status=&kind=&limit=&after=").text()).contains("MADE22");
    assertThat(api.get("/requests?kind=erasure").text()).doesNotContain("MADE22");
    assertThat(api.get("/requests?status=done").text()).doesNotContain("MADE22");

    Answered done = api.post(ANSWER, "{\"answer\":\"done\"}");
    assertThat(done.field("status")).isEqualTo("done");
    assertThat(done.field("answeredAt")).isEqualTo(ApiOnPort.NOW.toString());
    Answered again = api.post(ANSWER, "{\"answer\":\"refuse\",\"reason\":\"x\"}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.problem()).isEqualTo("request-not-open");
    assertThat(again.field("detail")).contains("done");
    assertThat(api.requests.answers).containsExactly(new Answer.Done());
  }

  @Test
  void refusesWithAReasonInWhichNobodyIsWhole() {
    Answered refused =
        api.post(
            "/requests/made22/answer",
            "{\"answer\":\"refuse\",\"reason\":\" NIK 5171991708900004 lain \"}");
    assertThat(refused.field("reason")).isEqualTo("NIK ..0004 lain");
    assertThat(api.requests.answers)
        .containsExactly(new Answer.Refuse("NIK 5171991708900004 lain"));
  }

  @Test
  void aCorrectionOfWhatHasEndedCanOnlyBeRefused() {
    api.requests.applicationsEnded = true;
    Answered conflict = api.post(ANSWER, "{\"answer\":\"done\"}");
    assertThat(conflict.status()).isEqualTo(409);
    assertThat(conflict.problem()).isEqualTo("application-ended");
    assertThat(api.post(ANSWER, "{\"answer\":\"refuse\",\"reason\":\"x\"}").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|answer",
        "{'answer':'Done'}|answer",
        "{'answer':true}|answer",
        "{'answer':'done','reason':'x'}|reason",
        "{'answer':'done','note':'x'}|note",
        "{'answer':'refuse'}|reason",
        "{'answer':'refuse','reason':'  '}|reason",
        "{'answer':'refuse','reason':'a\\u0000b'}|reason",
        "{'answer':'refuse','reason':'0123456789012345678901234567890123456789012345678901234567890'}|reason",
      })
  void anAnswerThatIsNotAsDescribedIsRefusedByTheNameOfItsField(String json, String field) {
    Answered refused = api.post(ANSWER, json.replace('\'', '"'));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.field("field")).isEqualTo(field);
    assertThat(api.requests.answers).isEmpty();
    byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    assertThat(api.post(ANSWER, "text/plain", body).status()).isEqualTo(415);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/requests?status=OPEN|status",
        "/requests?status=lost|status",
        "/requests?kind=wish|kind",
        "/requests?limit=0|limit",
        "/requests?after=x|after",
        "/requests?phone=6281200010001|phone",
      })
  void aParameterThatIsNotAsDescribedIsRefusedByItsName(String path, String parameter) {
    Answered refused = api.get(path);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.field("parameter")).isEqualTo(parameter);
    assertThat(api.requests.filters).isEmpty();
  }

  @Test
  void pagesGoOnWhereTheyEnded() {
    api.requests.holds("MADE33", "Ketut Rai", ApiOnPort.NOW.plusSeconds(1));
    Answered first = api.get("/requests?limit=1");
    assertThat(first.text()).contains("MADE22").doesNotContain("MADE33");
    Answered second = api.get("/requests?limit=1&after=" + first.field("next"));
    assertThat(second.text()).contains("MADE33").doesNotContain("MADE22", "next");
  }

  @Test
  void nothingHasAnotherReference() {
    assertThat(api.post("/requests/AAAAAA/answer", "{\"answer\":\"done\"}").status())
        .isEqualTo(404);
    assertThat(api.post("/requests/AAAAA1/answer", "{\"answer\":\"done\"}").status())
        .isEqualTo(404);
  }
}
