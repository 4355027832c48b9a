package id.gerbang.server.action;

import static id.gerbang.engine.action.ActionSignature.lists;

import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionResult.Option;
import id.gerbang.engine.action.ActionResult.Options;
import id.gerbang.engine.action.ActionSignature.OptionShape;
import id.gerbang.engine.value.Type.Simple;
import id.gerbang.engine.value.Value;
import id.gerbang.server.agent.Institutions;
import java.util.List;
import java.util.Map;

/** What menus ask about markets and other bodies. */
public final class InstitutionActions {
  private final Institutions institutions;

  public InstitutionActions(Institutions institutions) {
    this.institutions = institutions;
  }

  public List<Action> all() {
    return List.of(
        Actions.blocking(
            lists(
                "institution.near",
                Map.of("village", Simple.VILLAGE),
                new OptionShape(Simple.INSTITUTION, Map.of())),
            this::near));
  }

  private ActionResult near(ActionRequest request, Caller caller) {
    String village = request.named("village");
    return new Options(
        institutions.near(village, Options.LIMIT, caller.at()).stream()
            .map(one -> new Option(new Value.Named(Long.toString(one.id()), one.name()), Map.of()))
            .toList());
  }
}
