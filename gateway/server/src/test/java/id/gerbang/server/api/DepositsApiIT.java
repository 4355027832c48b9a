package id.gerbang.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.api.ApiOnPort.Answered;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deposits, hand-overs and savings over HTTP; each answer is held against the description. */
class DepositsApiIT {
  private final ApiOnPort api = new ApiOnPort();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void depositsAreListedByAgentAndTime() {
    Answered answered =
        api.get("/deposits?agent=PRS001&member=&from=2026-11-01T00:00:00%2B08:00&to=");
    assertThat(answered.status()).isEqualTo(200);
    assertThat(answered.text()).contains("DEPOS2", "Bumdes Sesetan");
    assertThat(api.deposits.filter.agent()).contains("PRS001");
    assertThat(api.deposits.filter.from()).hasToString("Optional[2026-10-31T16:00:00Z]");
    assertThat(api.deposits.filter.to()).isEqualTo(Optional.empty());
  }

  @Test
  void aDepositIsTakenBackOnceWithAReason() {
    Answered done = api.post("/deposits/depos2/reversal", "{\"reason\":\"salah ketik\"}");
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.text()).contains("salah ketik");
    assertThat(api.post("/deposits/DEPOS2/reversal", "{\"reason\":\"x\"}").problem())
        .isEqualTo("deposit-reversed");
    api.deposits.settled = true;
    assertThat(api.post("/deposits/DEPOS2/reversal", "{\"reason\":\"x\"}").problem())
        .isEqualTo("deposit-settled");
    assertThat(api.post("/deposits/AAAAAA/reversal", "{\"reason\":\"x\"}").status()).isEqualTo(404);
  }

  private Answered handOver(String agent, long amount, String receiptNo, String more) {
    return api.post(
        "/handovers",
        "{\"agent\":\"%s\",\"amount\":%d,\"receiptNo\":\"%s\",\"who\":\"teller1\"%s}"
            .formatted(agent, amount, receiptNo, more));
  }

  @Test
  void aHandOverIsBookedOrSaysWhatIsInTheWay() {
    assertThat(handOver("PRS001", 5_000, "K-1", "").status()).isEqualTo(201);
    assertThat(handOver("PRS001", 5_000, "AGAIN", ",\"branch\":\"DPS\"").status()).isEqualTo(200);
    Answered more = handOver("PRS001", 9_000, "K-2", "");
    assertThat(more.problem()).isEqualTo("not-enough");
    assertThat(more.field("detail")).contains("Rp5000", "Rp9000");
    assertThat(handOver("PRS001", 1, "TAKEN", "").problem()).isEqualTo("receipt-of-another");
    assertThat(handOver("PRS404", 1, "K-3", "").field("field")).isEqualTo("agent");
    assertThat(handOver("PRS001", 1, "K-3", ",\"branch\":\"SBY\"").field("field"))
        .isEqualTo("branch");
    assertThat(api.get("/handovers?agent=PRS001").status()).isEqualTo(200);
  }

  @Test
  void cashIsShownAndLimited() {
    assertThat(api.get("/agents/prs001/cash").text()).contains("\"cash\":5000");
    Answered limited =
        api.post(
            "/agents/PRS001/cash/limits", "{\"mostADay\":0,\"mostCash\":7,\"reason\":\"audit\"}");
    assertThat(limited.text()).contains("\"mostADay\":0", "\"mostCash\":7");
    assertThat(api.get("/agents/PRS404/cash").status()).isEqualTo(404);
  }

  @Test
  void savingsAreShownAndPaidOut() {
    assertThat(api.get("/savings").text()).contains("MEMBR2", "\"ended\":true");
    String body =
        "{\"amount\":%d,\"branch\":\"DPS\",\"receiptNo\":\"P-1\",\"reason\":\"diminta\","
            + "\"who\":\"teller1\"}";
    assertThat(api.post("/savings/MEMBR2/payout", body.formatted(5_000)).status()).isEqualTo(201);
    assertThat(api.post("/savings/MEMBR2/payout", body.formatted(5_001)).problem())
        .isEqualTo("not-enough");
    assertThat(api.post("/savings/AAAAAA/payout", body.formatted(1)).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"amount\":0',amount",
    "'\"amount\":1.5',amount",
    "'\"amount\":\"5000\"',amount",
    "'\"amount\":99999999999',amount",
    "'\"amount\":-5',amount",
  })
  void anAmountIsWholeRupiah(String amount, String field) {
    Answered answered =
        api.post(
            "/handovers",
            "{\"agent\":\"PRS001\"," + amount + ",\"receiptNo\":\"K-1\",\"who\":\"teller1\"}");
    assertThat(answered.status()).isEqualTo(400);
    assertThat(answered.field("field")).isEqualTo(field);
  }
}
