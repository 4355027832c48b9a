package id.gerbang.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.api.ApiOnPort.Answered;
import id.gerbang.server.billing.MembershipDesk;
import id.gerbang.server.enrolment.BranchDesk.Decision;
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.outbox.SentMessages.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the API does with requests, good and bad. */
class BranchApiIT {
  private static final String DECISION = "/applications/WAYAN2/decision";
  private static final String APPROVE = "{\"decision\":\"approve\",\"cardNumber\":\"BPU-0000601\"}";

  /** Fields and values, as JSON, that are mixed into good bodies. */
  private static final List<String> FIELDS =
      List.of("decision cardNumber reason code name phone village status x".split(" "));

  private static final List<String> HOSTILE =
      List.of(
          """
          null;1;true;[];{};"";" ";"x";"approve";"reject";"BPU-0000601";"PRS101";"candidate";"Pecatu";"6281200000101";\
          "+62 812 0000 0101";"\\u0000";"\\uFFFD";"5171991708900004";"a text that is longer than a name, and a village"\
          """
              .split(";"));
  private static final Map<String, String> REJECTION =
      Map.of("decision", "\"reject\"", "reason", "\"x\"");
  private static final Map<String, String> NEW_AGENT =
      Map.of(
          "code", "\"PRS101\"",
          "name", "\"Ketut Rai\"",
          "phone", "\"6281200000101\"",
          "village", "\"Pecatu\"");

  private final ApiOnPort api = new ApiOnPort();

  BranchApiIT() {
    api.branch.holds("WAYAN2", Status.AWAITING_BRANCH, ApiOnPort.NOW);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void aMembersDuesAndBillsAreShown() {
    assertThat(api.get("/bills").json()).containsEntry("items", List.of());
    assertThat(api.get("/bills?phone=6281200010001").text())
        .contains(
            "\"paymentCode\":\"123456789018\"",
            "\"virtualAccountNo\":\"   77777123456789018\"",
            "\"amount\":8400",
            "\"months\":1",
            "\"status\":\"issued\"");
    api.post(DECISION, APPROVE);
    assertThat(api.get("/members/WAYAN2").text())
        .contains("\"coveredUntil\":null", "\"standing\":\"due\"", "\"amount\":8400");
    api.bills.ended = true;
    assertThat(api.get("/members/WAYAN2").text())
        .contains("\"coveredUntil\":\"2026-02-07\"", "\"standing\":\"ended\"");
  }

  @Test
  void aMembershipThatEndedIsOpenedAnewWithAReason() {
    String path = "/members/WAYAN2/reopening";
    api.post(DECISION, APPROVE);
    assertThat(api.post(path, "{\"reason\": \" datang ke cabang \"}").field("reference"))
        .isEqualTo("WAYAN2");
    assertThat(api.memberships.reasons).containsExactly("WAYAN2 api:branch: datang ke cabang");
    assertThat(api.post(path, "{}").problem()).isEqualTo("invalid-field");
    assertThat(api.post(path, "{\"reason\": \"" + "x".repeat(161) + "\"}").status()).isEqualTo(400);
    api.memberships.answer = new MembershipDesk.Reopened.NotEnded();
    assertThat(api.post(path, "{\"reason\": \"x\"}").problem()).isEqualTo("membership-not-ended");
    api.memberships.answer = new MembershipDesk.Reopened.TooOld();
    assertThat(api.post(path, "{\"reason\": \"x\"}").problem()).isEqualTo("too-old-to-join");
    api.memberships.answer = new MembershipDesk.Reopened.Unknown();
    assertThat(api.post(path, "{\"reason\": \"x\"}").status()).isEqualTo(404);
  }

  @Test
  void readsAndDecides() {
    assertThat(api.get("/applications?status=awaiting_branch").text()).contains("WAYAN2");
    assertThat(api.get("/applications?status=&village=&phone=&limit=&after=").status())
        .isEqualTo(200);
    assertThat(api.get("/applications/wayan2").field("status")).isEqualTo("awaiting_branch");
    assertThat(api.get("/members/WAYAN2").status()).isEqualTo(404);
    assertThat(api.post(DECISION, APPROVE).field("cardNumber")).isEqualTo("BPU-0000601");
    assertThat(api.get("/members/WAYAN2").field("cardNumber")).isEqualTo("BPU-0000601");
    Answered again = api.post(DECISION, APPROVE);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.problem()).isEqualTo("not-awaiting-branch");
    assertThat(again.field("detail")).contains("approved");
    assertThat(api.branch.decisions).hasSize(1);
  }

  @Test
  void rejectsWithTheReasonAsItWasWritten() {
    String reason = "Données ≠ KTP 😀";
    api.post(DECISION, "{\"decision\":\"reject\",\"reason\":\" " + reason + " \"}");
    assertThat(api.branch.decisions).containsExactly(new Decision.Reject(reason));
  }

  @Test
  void noNikLeavesWholeAndNoPhoneUnmasked() {
    String reason = "NIK 5171991708900004 milik orang lain, telepon 0812-0001-0001";
    Answered rejected =
        api.post(DECISION, "{\"decision\":\"reject\",\"reason\":\"" + reason + "\"}");
    String masked = "NIK ..0004 milik orang lain, telepon 62812*****001";
    assertThat(rejected.field("reason")).isEqualTo(masked);
    assertThat(api.get("/applications/WAYAN2").field("reason")).isEqualTo(masked);
    assertThat(api.get("/applications").text()).contains(masked);

    api.sent.add(
        new Message(
            7,
            "application:WAYAN2",
            "sent",
            ApiOnPort.NOW,
            Optional.of(ApiOnPort.NOW),
            "PERISAI: calon HP 081200010001, NIK ..0004, Pecatu. Balas: YA ******"));
    api.sent.add(
        new Message(8, "notice", "due", ApiOnPort.NOW, Optional.empty(), "*500*25# 16.800"));
    assertThat(api.get("/outbox?phone=6281200000001").text())
        .contains("HP 62812*****001, NIK ..0004", "*500*25# 16.800")
        .doesNotContain("081200010001");
  }

  @Test
  void readsReportsAndSaysHowFarTheyHaveCome() {
    api.reports.holds("LAPOR2", ApiOnPort.NOW);
    api.reports.holds("LAPOR3", ApiOnPort.NOW.plusSeconds(1));
    Answered page = api.get("/reports?stage=reported&limit=1");
    assertThat(page.text()).contains("LAPOR2").doesNotContain("LAPOR3");
    assertThat(api.get("/reports?limit=1&after=" + page.field("next")).text()).contains("LAPOR3");
    assertThat(api.get("/reports?stage=&village=&phone=&limit=&after=").status()).isEqualTo(200);
    assertThat(api.get("/reports/lapor2").field("stage")).isEqualTo("reported");
    // words that people wrote leave masked
    assertThat(api.get("/reports/LAPOR2").field("place"))
        .isEqualTo("rumah Pak Made, 62812*****007");

    Answered first =
        api.post(
            "/reports/LAPOR2/stage", "{\"stage\":\"stage_1\",\"note\":\" Lengkapi KTP saksi \"}");
    assertThat(first.field("stage")).isEqualTo("stage_1");
    assertThat(first.field("note")).isEqualTo("Lengkapi KTP saksi");
    Answered decided = api.post("/reports/LAPOR2/stage", "{\"stage\":\"decided\"}");
    assertThat(decided.json()).doesNotContainKey("note");
    Answered back = api.post("/reports/LAPOR2/stage", "{\"stage\":\"stage_2\"}");
    assertThat(back.status()).isEqualTo(409);
    assertThat(back.problem()).isEqualTo("stage-passed");
    assertThat(back.field("detail")).contains("decided");
    assertThat(api.reports.moves).containsExactly("api:branch stage_1", "api:branch decided");
  }

  private static String agent(String code, String phone, String rest) {
    return ("{'code':'" + code + "','name':'Ketut Rai','phone':'" + phone + "'," + rest + "}")
        .replace('\'', '"');
  }

  @Test
  void agentsComeByPages() {
    api.post("/agents", agent("PRS103", "6281200000103", "'village':'Pecatu'"));
    api.post("/agents", agent("PRS101", "6281200000101", "'village':'Pecatu'"));
    Answered first = api.get("/agents?limit=1");
    assertThat(first.text()).contains("PRS101").doesNotContain("PRS103");
    Answered second = api.get("/agents?limit=1&after=" + first.field("next"));
    assertThat(second.text()).contains("PRS103").doesNotContain("PRS101", "next");
  }

  @Test
  void addsAnAgentWhoseCodeAndPhoneAreTheirOwn() {
    Answered added = api.post("/agents", agent("PRS101", "6281200000101", "'village':'Pecatu'"));
    assertThat(added.status()).isEqualTo(201);
    assertThat(added.field("status")).isEqualTo("candidate");
    assertThat(added.text()).doesNotContain("6281200000101");
    assertThat(api.get("/agents").text()).contains("PRS101").doesNotContain("6281200000101");
    assertThat(api.get("/agents?status=candidate").text()).contains("PRS101");
    assertThat(api.get("/agents?status=active").text()).doesNotContain("PRS101");
    assertThat(api.get("/agents?status=retired").status()).isEqualTo(400);

    Answered code = api.post("/agents", agent("PRS101", "6281200000102", "'village':'Pecatu'"));
    assertThat(code.status()).isEqualTo(409);
    assertThat(code.problem()).isEqualTo("agent-code-taken");
    Answered phone = api.post("/agents", agent("PRS102", "081200000101", "'village':'Pecatu'"));
    assertThat(phone.status()).isEqualTo(409);
    assertThat(phone.problem()).isEqualTo("agent-phone-taken");
    assertThat(phone.text()).doesNotContain("PRS101", "81200000101");
    assertThat(api.agents.added).hasSize(1);
  }

  @Test
  void anotherMethodHearsWhichThereAre() {
    for (String method : new String[] {"PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"}) {
      assertAllowed(method, "/agents", "GET, POST");
    }
    assertAllowed("POST", "/applications", "GET");
    assertAllowed("GET", DECISION, "POST");
    assertAllowed("POST", "/openapi.yaml", "GET");
  }

  private void assertAllowed(String method, String path, String allowed) {
    Answered refused = api.call(method, path, null, new byte[0], "Bearer " + ApiOnPort.TOKEN);
    assertThat(refused.status()).isEqualTo(405);
    assertThat(refused.headers()).containsEntry("Allow", allowed);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(api.get("/nothing").status()).isEqualTo(404);
    assertThat(api.get("").status()).isEqualTo(404);
    assertThat(api.get("/applications/WAYAN2/x").status()).isEqualTo(404);
  }

  @Test
  void recordsThatAreAwayAreSaidSo() {
    api.branch.away = true;
    for (Answered answered :
        new Answered[] {
          api.get("/applications"), api.get("/applications/WAYAN2"), api.post(DECISION, APPROVE)
        }) {
      assertThat(answered.status()).isEqualTo(503);
      assertThat(answered.text()).doesNotContain("the database is away");
    }
  }

  @Test
  void aBugIsAnsweredTooAndSaysNothingOfItself() {
    api.branch.broken = true;
    Answered answered = api.get("/applications");
    assertThat(answered.status()).isEqualTo(503);
    assertThat(answered.text()).doesNotContain("bug", "StackOverflow");
  }

  @Test
  void everyOperationThatIsDescribedIsServed() {
    for (String operation : api.description.operations()) {
      String[] parts = operation.split(" ");
      Answered answered =
          api.call(
              parts[0],
              parts[1]
                      .replace("{reference}", "WAYAN2")
                      .replace("{code}", "PRS001")
                      .replace("{paymentCode}", "266293158152")
                      .replaceAll("\\{(id|mou)}", "1")
                  + "?unknown=1",
              "application/json",
              new byte[0],
              "Bearer " + ApiOnPort.TOKEN);
      assertThat(answered.problem()).isEqualTo("invalid-parameter");
    }
  }

  /** Bodies changed at random, from a fixed seed: whatever is taken must be as described. */
  @Test
  void nothingIsTakenThatIsNotDescribed() {
    Random random = new Random(20261121);
    for (int i = 0; i < 400; i++) {
      boolean decision = i % 2 == 0;
      api.branch.holds("WAYAN2", Status.AWAITING_BRANCH, ApiOnPort.NOW);
      api.agents.added.clear();
      Map<String, String> body = new TreeMap<>(decision ? REJECTION : NEW_AGENT);
      for (int changes = random.nextInt(3); changes > 0; changes--) {
        String name = FIELDS.get(random.nextInt(FIELDS.size()));
        if (random.nextInt(4) == 0) {
          body.remove(name);
        } else {
          body.put(name, HOSTILE.get(random.nextInt(HOSTILE.size())));
        }
      }
      String json =
          body.entrySet().stream()
              .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
              .collect(Collectors.joining(",", "{", "}"));
      String path = decision ? DECISION : "/agents";
      Answered answered = api.post(path, json);
      assertThat(answered.status()).as(json).isIn(200, 201, 400);
      if (!api.description.flaws("POST", path, Map.of(), ApiOnPort.parsed(json)).isEmpty()) {
        assertThat(answered.status()).as(json).isEqualTo(400);
      }
    }
  }

  @Test
  void pagesLoseAndRepeatNothingWhileOthersAreAdded() {
    List<String> expected = new ArrayList<>(List.of("WAYAN2"));
    for (int i = 2; i < 8; i++) {
      // three at the same moment: the reference tells them apart
      api.branch.holds("AAAAA" + i, Status.AWAITING_BRANCH, ApiOnPort.NOW.plusMillis(i / 3));
      expected.add("AAAAA" + i);
    }
    List<String> listed = new ArrayList<>();
    String after = "";
    for (int page = 0; after != null; page++) {
      Answered answered = api.get("/applications?status=awaiting_branch&limit=2&after=" + after);
      List<?> items = (List<?>) answered.json().get("items");
      items.forEach(item -> listed.add((String) Schema.map(item).get("reference")));
      after = (String) answered.json().get("next");
      api.branch.holds(
          listed.getFirst(), Status.APPROVED, ApiOnPort.NOW); // leaves the list behind us
      if (page < 2) {
        String added = "BBBBB" + (page + 2);
        api.branch.holds(added, Status.AWAITING_BRANCH, ApiOnPort.NOW.plusSeconds(1));
        expected.add(added);
      }
    }
    assertThat(listed).containsExactlyInAnyOrderElementsOf(expected).doesNotHaveDuplicates();
  }

  @Test
  void onlyTheTokenOpensIt() {
    for (String authorization :
        new String[] {
          null,
          "",
          "Bearer",
          "Bearer ",
          "Bearer wrong",
          ApiOnPort.TOKEN,
          "Basic " + ApiOnPort.TOKEN,
          "Bearer " + ApiOnPort.TOKEN + "x",
          "Bearer " + ApiOnPort.TOKEN.substring(1),
          "Bearer " + ApiOnPort.TOKEN.toUpperCase(Locale.ROOT)
        }) {
      for (String path : new String[] {"/applications", "/members/WAYAN2", "/nothing"}) {
        Answered refused = api.call("GET", path, null, new byte[0], authorization);
        assertThat(refused.status()).as("%s with %s", path, authorization).isEqualTo(401);
        assertThat(refused.headers()).containsEntry("WWW-Authenticate", "Bearer");
        assertThat(refused.text()).doesNotContain(ApiOnPort.TOKEN);
      }
    }
    assertThat(api.branch.filters).isEmpty();
    assertThat(
            api.call("GET", "/applications", null, new byte[0], "bearer " + ApiOnPort.TOKEN)
                .status())
        .isEqualTo(200);
    assertThat(api.call("GET", "/openapi.yaml", null, new byte[0], null).status()).isEqualTo(200);
  }

  @Test
  void withoutATokenNothingOpensIt() {
    try (ApiOnPort closed = new ApiOnPort("")) {
      for (String authorization : new String[] {null, "Bearer ", "Bearer " + ApiOnPort.TOKEN}) {
        assertThat(closed.call("GET", "/agents", null, new byte[0], authorization).status())
            .isEqualTo(401);
      }
    }
  }
}
