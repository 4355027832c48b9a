package id.gerbang.server.agent;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.T0;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.agent.AgentDesk.Added;
import id.gerbang.server.agent.AgentDesk.Filter;
import id.gerbang.server.agent.AgentDesk.NewAgent;
import id.gerbang.server.agent.AgentDesk.Status;
import id.gerbang.server.enrolment.ShippedLetters;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.record.Page;
import id.gerbang.server.subscriber.Msisdn;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PostgresAgentDeskIT {
  private static final Msisdn FREE = new Msisdn("6281200000101");

  private static final AgentLetters LETTERS =
      new AgentLetters(new LetterWriter(ShippedLetters::book, ZoneId.of("Asia/Makassar")));

  private final World world = new World();
  private final AgentDesk desk =
      new PostgresAgentDesk(
          world.jdbi, world.vault, world.outbox, world.villages, world.agents, LETTERS);

  private Added add(String code, Msisdn phone, String village) {
    return desk.add(
        new NewAgent(code, "Ketut Rai", phone, village, Status.ACTIVE), "branch:desk", T0);
  }

  private List<AgentDesk.Agent> list() {
    return desk.list(new Filter(Optional.empty(), 200, Optional.empty()), T0).items();
  }

  @Test
  void pagesGoOnWhereTheyEnded() {
    add("AAA001", FREE, "Pecatu");
    List<String> listed = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page<AgentDesk.Agent> page = desk.list(new Filter(Optional.empty(), 1, after), T0);
      assertThat(page.items()).hasSize(1);
      listed.add(page.items().getFirst().code());
      after = page.next();
    } while (after.isPresent());
    assertThat(listed).startsWith("AAA001", "PRS001", "PRS002").doesNotHaveDuplicates();
    assertThat(listed).isEqualTo(list().stream().map(AgentDesk.Agent::code).toList());
    assertThat(desk.list(new Filter(Optional.of(Status.SUSPENDED), 1, Optional.of("PRS002")), T0))
        .extracting(page -> page.items().getFirst().status())
        .isEqualTo(Status.SUSPENDED);
    assertThat(desk.list(new Filter(Optional.empty(), 9, Optional.of("ZZZ999")), T0).items())
        .isEmpty();
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
    assertThat(add("PRS101", FREE, "Nowhere")).isEqualTo(new Added.Wrong(AgentDesk.Unfit.VILLAGE));
    assertThat(list()).isEqualTo(before);
    assertThat(world.audit()).hasSize(audited);
  }
}
