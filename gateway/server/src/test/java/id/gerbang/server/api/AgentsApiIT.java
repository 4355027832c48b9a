package id.gerbang.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.agent.AgentDesk;
import id.gerbang.server.api.ApiOnPort.Answered;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agents' life, their work and the institutions' MoUs over HTTP, held against openapi.yaml. */
class AgentsApiIT {
  private final ApiOnPort api = new ApiOnPort();

  @BeforeEach
  void anAgent() {
    post(
        "/agents",
        "{'code':'PRS101','name':'Ketut"
            + " Rai','phone':'6281200000101','village':'Pecatu','status':'active',"
            + "'type':'market_manager','villages':['Sesetan'],"
            + "'certificate':{'number':'BNSP-77','expires':'2027-05-31'}}");
  }

  @AfterEach
  void close() {
    api.close();
  }

  private Answered post(String path, String json) {
    return api.post(path, json.replace('\'', '"'));
  }

  @Test
  void anAgentIsShownWithHistoryAndOpenWork() {
    Answered agent = api.get("/agents/prs101");
    assertThat(agent.status()).isEqualTo(200);
    assertThat(agent.field("type")).isEqualTo("market_manager");
    assertThat(agent.text())
        .contains("\"expires\":\"2027-05-31\"", "\"villages\":[\"Sesetan\"]", "\"asked\":1")
        .contains("\"takesWork\":true")
        .doesNotContain("6281200000101");
    assertThat(api.get("/agents/PRS999").status()).isEqualTo(404);
    assertThat(api.get("/agents/BOSS").status()).isEqualTo(404);
    assertThat(api.get("/agents?type=market_manager&village=Pecatu&institution=3").status())
        .isEqualTo(200);
  }

  @Test
  void aStepIsTakenAndOneThatThereIsNotSaysWhichThereAre() {
    assertThat(
            post("/agents/PRS101/status", "{'status':'suspended','reason':'Kas kurang'}").status())
        .isEqualTo(200);
    assertThat(api.agents.changes)
        .containsExactly(
            new AgentDesk.Change(
                AgentDesk.Status.SUSPENDED, "Kas kurang", Optional.empty(), Optional.empty()));
    Answered no = post("/agents/PRS101/status", "{'status':'certified','reason':'x'}");
    assertThat(no.status()).isEqualTo(409);
    assertThat(no.problem()).isEqualTo("agent-step-not-allowed");
    assertThat(no.field("detail")).contains("is active", "suspended, ended");
    assertThat(post("/agents/PRS101/status", "{'status':'ended'}").field("field"))
        .isEqualTo("reason");
    assertThat(post("/agents/PRS101/status", "{'status':'candidate','reason':'x'}").field("field"))
        .isEqualTo("status");
    assertThat(post("/agents/PRS999/status", "{'status':'ended','reason':'x'}").status())
        .isEqualTo(404);
    post("/agents", "{'code':'CLA007','name':'Made','phone':'6281200000102','village':'Pecatu'}");
    Answered bare = post("/agents/CLA007/status", "{'status':'certified','reason':'lulus'}");
    assertThat(bare.status()).isEqualTo(400);
    assertThat(bare.field("field")).isEqualTo("certificate");
    post(
        "/agents/CLA007/status",
        "{'status':'certified','reason':'lulus','certificate':{'number':'B','expires':'2029-01-01'},'code':'PRS102'}");
    assertThat(api.agents.changes.getLast().certificate())
        .contains(new AgentDesk.NewCertificate("B", LocalDate.of(2029, 1, 1)));
    assertThat(api.agents.changes.getLast().code()).contains("PRS102");
  }

  @Test
  void placesAreSetAndWhatIsNotGivenStays() {
    assertThat(post("/agents/PRS101/service", "{'villages':[],'markets':[3,4]}").status())
        .isEqualTo(200);
    assertThat(api.agents.services)
        .containsExactly(
            new AgentDesk.Service(
                Optional.empty(),
                Optional.empty(),
                Optional.of(List.of()),
                Optional.of(List.of(3L, 4L))));
    assertThat(post("/agents/PRS101/service", "{'markets':[3,null]}").field("field"))
        .isEqualTo("markets");
    assertThat(post("/agents/PRS999/service", "{}").status()).isEqualTo(404);
  }

  @Test
  void workIsGivenToOthers() {
    Answered moved = post("/agents/PRS009/reassignment", "{'to':'PRS001'}");
    assertThat(moved.status()).isEqualTo(200);
    assertThat(moved.text())
        .isEqualTo(
            "{\"asked\":1,\"entered\":2,\"reports\":3,\"members\":4,\"alone\":5,\"more\":true}");
    assertThat(post("/agents/PRS009/reassignment", "{'to':null}").status()).isEqualTo(200);
    assertThat(post("/agents/PRS009/reassignment", "{}").status()).isEqualTo(200);
    assertThat(api.work.asked)
        .containsExactly(Optional.of("PRS001"), Optional.empty(), Optional.empty());
    assertThat(post("/agents/PRS009/reassignment", "{'to':'PRS777'}").field("field"))
        .isEqualTo("to");
    assertThat(post("/agents/PRS001/reassignment", "{}").problem()).isEqualTo("agent-still-acts");
    assertThat(post("/agents/PRS777/reassignment", "{}").status()).isEqualTo(404);
  }

  @Test
  void institutionsAndTheirMousAreWrittenDown() {
    Answered added =
        post("/institutions", "{'name':'Pasar Pecatu','kind':'market','village':'Pecatu'}");
    assertThat(added.status()).isEqualTo(201);
    String id = added.field("id");
    assertThat(post("/institutions", "{'name':'Pasar Pecatu','kind':'market'}").problem())
        .isEqualTo("institution-name-taken");
    assertThat(post("/institutions", "{'name':'X','kind':'club'}").field("field"))
        .isEqualTo("kind");
    assertThat(
            post("/institutions", "{'name':'X','kind':'bank','village':'Nowhere'}").field("field"))
        .isEqualTo("village");
    assertThat(api.get("/institutions?kind=market&limit=1").text()).contains("Pasar Pecatu");

    String mous = "/institutions/" + id + "/mous";
    Answered made =
        post(
            mous,
            "{'party':'Perumda"
                + " Pasar','works':['collection'],'from':'2026-01-01','until':'2026-12-31'}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.field("works")).isEqualTo("[collection]");
    for (String[] wrong :
        new String[][] {
          {"'works':[],'from':'2026-01-01','until':'2026-12-31'", "works"},
          {"'works':['all'],'from':'2026-01-01','until':'2026-12-31'", "works"},
          {"'works':['collection'],'from':'2026-01-02','until':'2026-01-01'", "until"},
          {"'works':['collection'],'from':'1/1/2026','until':'2026-01-01'", "from"},
        }) {
      assertThat(post(mous, "{'party':'P'," + wrong[0] + "}").field("field")).isEqualTo(wrong[1]);
    }
    assertThat(
            post(
                    "/institutions/99/mous",
                    "{'party':'P','works':['collection'],'from':'2026-01-01','until':'2026-12-31'}")
                .status())
        .isEqualTo(404);
    assertThat(api.get(mous).text()).contains("Perumda Pasar", "in_force");
    assertThat(api.get("/institutions/99/mous").status()).isEqualTo(404);
    assertThat(api.get("/institutions/x/mous").status()).isEqualTo(404);

    String end = mous + "/" + made.field("id") + "/end";
    assertThat(post(end, "{}").field("field")).isEqualTo("reason");
    Answered ended = post(end, "{'reason':'Pengurus berganti'}");
    assertThat(ended.status()).isEqualTo(200);
    assertThat(ended.field("status")).isEqualTo("terminated");
    assertThat(post(end, "{'reason':'lagi'}").problem()).isEqualTo("mou-over");
    assertThat(post(mous + "/99/end", "{'reason':'x'}").status()).isEqualTo(404);
  }
}
