package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.server.action.ShippedActions;
import org.junit.jupiter.api.Test;

/** {@code gerbang actions}. */
class ActionsCommandTest {
  private static final ActionCatalog CATALOG =
      ShippedActions.catalog(RunningServer.home().programme());

  @Test
  void everyActionOfTheCatalogueIsToldWithAllOfIt() {
    String told = ActionsCommand.told(CATALOG, "");
    CATALOG
        .actions()
        .values()
        .forEach(
            action -> {
              assertThat(told).contains(action.name() + "   for ");
              action.inputs().keySet().forEach(input -> assertThat(told).contains(input + ": "));
              action.outcomes().keySet().forEach(outcome -> assertThat(told).contains(outcome));
            });
    CATALOG.choiceSets().forEach((set, members) -> assertThat(told).contains(members));
  }

  @Test
  void anActionAsAnOfficerReadsIt() {
    assertThat(ActionsCommand.told(CATALOG, "agent.check"))
        .isEqualTo(
            """
            agent.check   for do:, changes nothing
              takes          code: agent_code
              answers        active, gives agent: agent
              answers        suspended
              answers        unknown
              answers        unavailable: nothing was changed, try again later

            """);
    assertThat(ActionsCommand.told(CATALOG, "area.villages"))
        .contains("for list:", "offers         village", "{value}, {district} text");
    assertThat(ActionsCommand.told(CATALOG, "enrolment.register"))
        .contains("happens once", "heir: person_name (may be unset)");
    assertThat(ActionsCommand.told(CATALOG, "nothing like it")).isEmpty();
  }
}
