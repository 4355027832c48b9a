package id.gerbang.engine;

import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionResult.Option;
import id.gerbang.engine.action.ActionResult.Options;
import id.gerbang.engine.action.ActionResult.Outcome;
import id.gerbang.engine.value.Value;
import id.gerbang.engine.value.Value.Choice;
import id.gerbang.engine.value.Value.Money;
import id.gerbang.engine.value.Value.Named;
import id.gerbang.engine.value.Value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A world that always answers the ordinary thing. */
final class DemoWorld {
  private DemoWorld() {}

  static ActionResult answer(ActionRequest request) {
    return switch (request.action()) {
      case "consent.record" -> new Outcome("recorded", Map.of("consent", new Text("v1")));
      case "consent.send_details" -> Outcome.of("sent");
      case "enrolment.look_up" -> Outcome.of("new");
      case "area.nik" -> Outcome.of("known");
      case "area.villages" -> villages(((Text) request.inputs().get("search")).text());
      case "programme.occupations" -> choices(SampleBook.catalog().choiceSets().get("occupations"));
      case "programme.permanences" -> choices(SampleBook.catalog().choiceSets().get("permanences"));
      case "programme.bands" ->
          new Options(
              List.of(
                  new Option(new Choice("b1"), Map.of("upper", new Money(1_000_000))),
                  new Option(new Choice("b2"), Map.of("upper", new Money(1_500_000)))));
      case "contribution.plans" ->
          new Options(List.of(plan("jkk_jkm", 8_400, 16_800), plan("jkk_jkm_jht", 28_400, 36_800)));
      case "agent.check" ->
          new Outcome("active", Map.of("agent", new Named("PRS001", "Made Arta")));
      case "agent.propose" ->
          new Outcome("found", Map.of("agent", new Named("PRS001", "Made Arta")));
      case "agent.in_village" ->
          new Options(
              List.of(
                  new Option(
                      new Named("PRS001", "Made Arta"),
                      Map.of("phone", new Text("6281200000001")))));
      case "agent.details" ->
          new Outcome(
              "active", Map.of("name", new Text("Made Arta"), "phone", new Text("6281200000001")));
      case "enrolment.register" ->
          new Outcome(
              "registered",
              Map.of("reference", new Text("D7K2Q9"), "agent_name", new Text("Made Arta")));
      case "enrolment.mine" -> new Options(List.of());
      case "enrolment.status" -> Outcome.of("awaiting_branch");
      default -> throw new AssertionError(request.action());
    };
  }

  private static Option plan(String id, long price, long normal) {
    return new Option(
        new Choice(id),
        Map.of(
            "price", new Money(price), "normal", new Money(normal), "until", new Text("12/2026")));
  }

  private static Options choices(List<String> ids) {
    return new Options(
        ids.stream()
            .map(id -> new Option((Value) new Choice(id), Map.<String, Value>of()))
            .toList());
  }

  private static Options villages(String search) {
    List<Option> found = new ArrayList<>();
    int count = search.startsWith("zz") ? 0 : search.startsWith("aa") ? 30 : 1;
    for (int i = 0; i < count; i++) {
      found.add(
          new Option(
              new Named("v" + i, count == 1 ? "Sesetan" : "Desa Panjang Nomor " + i),
              Map.of("district", new Text("Kota Denpasar"))));
    }
    return new Options(found);
  }
}
