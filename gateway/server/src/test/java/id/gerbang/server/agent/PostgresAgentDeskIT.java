package id.gerbang.server.agent;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.T0;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.agent.AgentDesk.Added;
import id.gerbang.server.agent.AgentDesk.Filter;
import id.gerbang.server.agent.AgentDesk.NewAgent;
import id.gerbang.server.agent.AgentDesk.Status;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.record.Page;
import id.gerbang.server.subscriber.Msisdn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PostgresAgentDeskIT {
  private static final Msisdn FREE = new Msisdn("6281200000101");

  private final World world = new World();
  private final AgentDesk desk =
      new PostgresAgentDesk(world.jdbi, world.vault, world.villages, world.agents);

  private Added add(String code, Msisdn phone, String village) {
    return desk.add(
        new NewAgent(code, "Ketut Rai", phone, village, Status.ACTIVE), "branch:desk", T0);
  }

  private List<AgentDesk.Agent> list() {
    return desk.list(new Filter(Optional.empty(), 200, Optional.empty())).items();
  }

  @Test
  void pagesGoOnWhereTheyEnded() {
    add("AAA001", FREE, "Pecatu");
    List<String> listed = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page<AgentDesk.Agent> page = desk.list(new Filter(Optional.empty(), 1, after));
      assertThat(page.items()).hasSize(1);
      listed.add(page.items().getFirst().code());
      after = page.next();
    } while (after.isPresent());
    assertThat(listed).startsWith("AAA001", "PRS001", "PRS002").doesNotHaveDuplicates();
    assertThat(listed).isEqualTo(list().stream().map(AgentDesk.Agent::code).toList());
    assertThat(desk.list(new Filter(Optional.of(Status.SUSPENDED), 1, Optional.of("PRS002"))))
        .extracting(page -> page.items().getFirst().status())
        .isEqualTo(Status.SUSPENDED);
    assertThat(desk.list(new Filter(Optional.empty(), 9, Optional.of("ZZZ999"))).items()).isEmpty();
  }

  @Test
  void anAgentIsAddedAndKnownAtOnce() {
    assertThat(add("PRS101", FREE, "pecatu")).isInstanceOf(Added.Done.class);
    assertThat(world.agents.byCode("PRS101").orElseThrow().phone()).isEqualTo(FREE);
    assertThat(world.audit()).last().isEqualTo("branch:desk agent.added");
  }

  @Test
  void saysWhetherTheCodeOrThePhoneBelongsToAnother() {
    List<AgentDesk.Agent> before = list();
    int audited = world.audit().size();
    assertThat(add("PRS001", FREE, "Pecatu")).isEqualTo(new Added.CodeTaken());
    assertThat(add("PRS001", AGENT, "Pecatu")).isEqualTo(new Added.CodeTaken());
    assertThat(add("PRS101", AGENT, "Pecatu")).isEqualTo(new Added.PhoneTaken());
    assertThat(add("PRS101", World.SUSPENDED, "Pecatu")).isEqualTo(new Added.PhoneTaken());
    assertThat(add("PRS101", FREE, "Nowhere")).isEqualTo(new Added.UnknownVillage());
    assertThat(list()).isEqualTo(before);
    assertThat(world.audit()).hasSize(audited);
  }
}
