package id.gerbang.server.api;

import static id.gerbang.server.api.Schema.map;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.agent.AgentDesk;
import id.gerbang.server.agent.AgentDesks;
import id.gerbang.server.billing.QrisOffers;
import id.gerbang.server.claim.Risk;
import id.gerbang.server.claim.Stage;
import id.gerbang.server.consent.RequestDesk;
import id.gerbang.server.enrolment.BranchDesk;
import id.gerbang.server.payment.Payment;
import id.gerbang.server.payment.PaymentOrder;
import id.gerbang.server.payment.Taken;
import id.gerbang.server.signal.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code openapi.yaml} says what is served, all of it, and strictly. */
class DescriptionTest {
  private final Description description = new Description();
  private final List<Operation> served =
      new BranchApi(
              new Desks(
                  new FakeBranch(),
                  new AgentDesks(new FakeAgents(), new FakeWork(), new FakeInstitutions()),
                  new FakeReports(),
                  new FakeRequests(),
                  new FakeBills(),
                  QrisOffers.NONE,
                  new FakeMemberships(),
                  new FakePayments(),
                  new FakeDeposits(),
                  new FakeSignals(),
                  new FakeCommissions(),
                  _ -> List.of()),
              "",
              Runnable::run,
              Instant::now)
          .operations();

  @Test
  void describesWhatIsServedAndNothingElse() {
    TreeSet<String> operations =
        served.stream()
            .map(operation -> operation.method().name() + " " + operation.path())
            .collect(Collectors.toCollection(TreeSet::new));
    operations.add("GET /openapi.yaml");
    assertThat(description.operations()).isEqualTo(operations);
  }

  @Test
  void describesTheParametersThatAreRead() {
    for (Operation operation : served) {
      assertThat(description.parameters(operation.method().name(), operation.path()).keySet())
          .as(operation.path())
          .isEqualTo(operation.parameters());
    }
  }

  @Test
  void describesEveryRefusalWhereItCanOccur() {
    for (Operation operation : served) {
      List<String> expected = new ArrayList<>(List.of("400", "401", "405", "503"));
      if (operation.path().contains("{")) {
        expected.add("404");
      }
      if (operation.method().name().equals("POST")) {
        expected.addAll(List.of("409", "413", "415"));
      }
      TreeSet<String> described =
          new TreeSet<>(description.statuses(operation.method().name(), operation.path()));
      described.removeIf(status -> status.startsWith("2"));
      assertThat(described)
          .as("%s %s", operation.method(), operation.path())
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void describesEveryProblemAndNothingElse() {
    Map<String, Object> problem = map(description.schema.resolved("#/components/schemas/Problem"));
    Map<String, Object> properties = map(problem.get("properties"));
    assertThat(values(properties.get("type")))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ProblemType.values()).map(ProblemType::uri).distinct().toList());
    assertThat(values(properties.get("status")))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ProblemType.values()).map(ProblemType::status).distinct().toList());
  }

  @Test
  void namesTheStatesThatThereAre() {
    assertThat(values(description.schema.resolved("#/components/schemas/Status")))
        .isEqualTo(
            Arrays.stream(BranchDesk.Status.values()).map(BranchDesk.Status::label).toList());
    assertThat(values(description.schema.resolved("#/components/schemas/RequestStatus")))
        .isEqualTo(
            Arrays.stream(RequestDesk.State.values()).map(RequestDesk.State::label).toList());
    assertThat(values(description.schema.resolved("#/components/schemas/RequestKind")))
        .isEqualTo(Arrays.stream(RequestDesk.Kind.values()).map(RequestDesk.Kind::label).toList());
    assertThat(values(description.schema.resolved("#/components/schemas/PaymentStatus")))
        .isEqualTo(Arrays.stream(Payment.Status.values()).map(Payment.Status::label).toList());
    Object payment = description.schema.resolved("#/components/schemas/Payment");
    assertThat(values(map(map(payment).get("properties")).get("reason")))
        .isEqualTo(Arrays.stream(Taken.Reason.values()).map(Taken.Reason::label).toList());
    assertThat(values(map(map(payment).get("properties")).get("source")))
        .isEqualTo(
            Arrays.stream(PaymentOrder.Source.values()).map(PaymentOrder.Source::label).toList());
    Object agent = description.schema.resolved("#/components/schemas/Agent");
    assertThat(values(map(map(agent).get("properties")).get("status")))
        .isEqualTo(Arrays.stream(AgentDesk.Status.values()).map(AgentDesk.Status::label).toList());
  }

  @Test
  void namesTheRisksAndTheStagesThatThereAre() {
    List<String> stages = Arrays.stream(Stage.values()).map(Stage::label).toList();
    assertThat(values(description.schema.resolved("#/components/schemas/Stage"))).isEqualTo(stages);
    Object next = description.schema.resolved("#/components/schemas/NewStage");
    assertThat(values(map(map(next).get("properties")).get("stage")))
        .isEqualTo(stages.subList(1, stages.size()));
    Object report = description.schema.resolved("#/components/schemas/Report");
    assertThat(values(map(map(report).get("properties")).get("risk")))
        .isEqualTo(Arrays.stream(Risk.values()).map(Risk::label).toList());
  }

  @Test
  void namesTheRulesThatThereAre() {
    assertThat(values(description.schema.resolved("#/components/schemas/SignalRule")))
        .isEqualTo(Arrays.stream(Rule.values()).map(Rule::label).toList());
  }

  private static List<Object> values(Object schema) {
    return List.copyOf((List<?>) map(schema).get("enum"));
  }

  @Test
  void everyObjectIsClosedAndEveryTextOfARequestIsBounded() {
    map(map(description.document().get("components")).get("schemas"))
        .values()
        .forEach(schema -> description.schema.walk(schema, DescriptionTest::isClosed));
    for (Operation operation : served) {
      if (operation.method().name().equals("POST")) {
        Object body = description.body(operation.method().name(), operation.path());
        assertThat(map(body)).as(operation.path()).isNotEmpty();
        description.schema.walk(body, DescriptionTest::isBounded);
      }
      description
          .parameters(operation.method().name(), operation.path())
          .values()
          .forEach(parameter -> description.schema.walk(parameter, DescriptionTest::isBounded));
    }
  }

  private static void isClosed(Map<String, Object> schema) {
    Schema.mustKnow(schema);
    if ("object".equals(schema.get("type")) || schema.containsKey("properties")) {
      assertThat(schema).containsEntry("additionalProperties", false);
      assertThat(map(schema.get("properties")).keySet())
          .containsAll(((List<?>) schema.get("required")).stream().map(String::valueOf).toList());
    }
  }

  private static void isBounded(Map<String, Object> schema) {
    if ("string".equals(schema.get("type"))) {
      assertThat(schema).containsKey("pattern");
      assertThat(
              schema.containsKey("maxLength")
                  || !schema.get("pattern").toString().matches(".*[*+]\\$$"))
          .as("%s has an end", schema)
          .isTrue();
    }
    if ("integer".equals(schema.get("type"))) {
      assertThat(schema).containsKeys("minimum", "maximum");
    }
  }
}
