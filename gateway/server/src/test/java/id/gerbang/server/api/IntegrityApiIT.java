package id.gerbang.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.api.ApiOnPort.Answered;
import id.gerbang.server.enrolment.BranchDesk;
import id.gerbang.server.signal.Rule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals, agents' figures and their pay, as the branch reads them. */
class IntegrityApiIT {
  private final ApiOnPort api = new ApiOnPort();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void listsSignalsAndWritesDownWhatWasFound() {
    Answered listed = api.get("/signals?status=open&rule=burst_agent&agent=prs001&limit=5");
    assertThat(listed.text()).contains("\"subject\":\"agent:PRS001\"", "\"count\":41");
    assertThat(api.signals.asked.rule()).contains(Rule.BURST_AGENT);
    assertThat(api.signals.asked.agent()).contains("PRS001");
    Answered found =
        api.post(
            "/signals/7/review", "{\"finding\":\"fraud\",\"note\":\"HP 6281200010001 dipakai\"}");
    assertThat(found.field("status")).isEqualTo("reviewed");
    assertThat(found.field("reviewedBy")).isEqualTo("api:branch");
    assertThat(found.field("reviewedAt")).isEqualTo(ApiOnPort.NOW.toString());
    assertThat(found.field("note")).doesNotContain("6281200010001");
    assertThat(api.post("/signals/7/review", "{\"finding\":\"ok\"}").json())
        .doesNotContainKey("note");
    assertThat(api.post("/signals/8/review", "{\"finding\":\"ok\"}").status()).isEqualTo(404);
    assertThat(api.post("/signals/x/review", "{\"finding\":\"ok\"}").status()).isEqualTo(404);
    assertThat(api.post("/signals/7/review", "{\"finding\":\"guilty\"}").status()).isEqualTo(400);
  }

  @Test
  void anApplicationShowsTheSignalsThatItHasAPartInAndIsDecidedAllTheSame() {
    api.branch.holds("WAYAN2", BranchDesk.Status.AWAITING_BRANCH, ApiOnPort.NOW);
    api.branch.holds("MADE22", BranchDesk.Status.AWAITING_BRANCH, ApiOnPort.NOW);
    assertThat(api.get("/applications/WAYAN2").text())
        .contains("\"signals\":[{\"id\":7,\"rule\":\"burst_agent\"");
    assertThat(api.get("/applications/MADE22").text()).contains("\"signals\":[]");
    assertThat(api.get("/applications").text()).doesNotContain("signals");
    Answered decided =
        api.post(
            "/applications/WAYAN2/decision",
            "{\"decision\":\"approve\",\"cardNumber\":\"BPU-0000601\"}");
    assertThat(decided.status()).isEqualTo(200);
  }

  @Test
  void saysWhatCameOfAnAgentsWork() {
    Answered month = api.get("/agents/prs001/statistics");
    assertThat(month.field("from")).isEqualTo("2026-11-01");
    assertThat(month.field("medianSeconds")).isEqualTo("60");
    assertThat(month.json().get("quickestSeconds")).isNull();
    assertThat(api.get("/agents/PRS001/statistics?from=2026-01-01&to=2026-10-31").field("to"))
        .isEqualTo("2026-10-31");
    assertThat(api.get("/agents/PRS777/statistics").status()).isEqualTo(404);
    assertThat(api.get("/agents/nobody/statistics").status()).isEqualTo(404);
  }

  @Test
  void addsUpWhatAgentsArePaid() {
    Answered book = api.get("/commissions?period=2026-10&institution=1");
    assertThat(book.text())
        .contains("\"kind\":\"correction\"", "\"institutionName\":\"Bumdes Sesetan\"")
        .contains("\"total\":{\"acquisition\":250000,\"early\":63000")
        .contains("\"net\":304200");
    assertThat(api.get("/commissions?period=2026-11").json().get("closedAt")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/signals?status=closed",
        "/signals?rule=guilt",
        "/signals?agent=Wayan",
        "/agents/PRS001/statistics?from=2026-13-01",
        "/agents/PRS001/statistics?from=20261101",
        "/agents/PRS001/statistics?from=2026-11-20&to=2026-11-19",
        "/agents/PRS001/statistics?from=2024-11-20&to=2026-11-19",
        "/commissions",
        "/commissions?period=2026-13",
        "/commissions?period=2026-10&institution=2",
        "/commissions?period=2026-10&institution=Bumdes",
      })
  void refusesWhatIsNotDescribed(String path) {
    Answered refused = api.get(path);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.problem()).isEqualTo("invalid-parameter");
  }

  @Test
  void issuesABillThatTheBranchCollects() {
    assertThat(api.post("/bills", "{\"member\":\"wayan2\",\"months\":1}").status()).isEqualTo(201);
    assertThat(api.post("/bills", "{\"member\":\"MADE22\",\"months\":1}").status()).isEqualTo(400);
    assertThat(api.post("/bills", "{\"member\":\"WAYAN2\",\"months\":5}").field("detail"))
        .contains("[1, 3, 6, 12]");
    assertThat(api.post("/bills", "{\"member\":\"WAYAN2\",\"months\":\"1\"}").status())
        .isEqualTo(400);
    api.bills.ended = true;
    assertThat(api.post("/bills", "{\"member\":\"WAYAN2\",\"months\":1}").problem())
        .isEqualTo("membership-ended");
  }
}
