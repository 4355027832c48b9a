package id.gerbang.server.action;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.action.ActionSignature;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What menus can rely on of the actions that are not tried through a menu. */
class SubscriberActionsTest {
  private static final ActionCatalog CATALOG =
      ShippedActions.catalog(Path.of("..", "..", "config", "programme.yaml"));

  @Test
  void everyCallerIsAnOutcomeAndAMemberOfTheSet() {
    ActionSignature who = CATALOG.actions().get("subscriber.who");
    assertThat(who.outcomes().keySet())
        .containsExactlyInAnyOrderElementsOf(CATALOG.choiceSets().get("callers"))
        .containsExactlyInAnyOrder("new", "applicant", "member", "agent", "suspended");
    assertThat(who.consequence()).isFalse();
  }

  @Test
  void whatMenusOfferIsWhatTheTablesTake() {
    assertThat(CATALOG.choiceSets().get("relations"))
        .containsExactly("spouse", "child", "parent", "sibling", "other");
    assertThat(CATALOG.choiceSets().get("phone_holders")).isEqualTo(List.of("own", "borrowed"));
    assertThat(CATALOG.choiceSets().get("languages")).contains("id", "en", "jv", "ban");
  }
}
