package id.gerbang.server.turn;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.Walk;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepMetersTest {
  @Test
  void stepsAreCountedByNameAndOthersAreTold() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    List<String> told = new ArrayList<>();
    StepMeters meters =
        new StepMeters(
            registry,
            new Walk() {
              @Override
              public void entered(String step) {
                told.add(step);
              }

              @Override
              public void answered(String step, String outcome) {
                told.add(step + " " + outcome);
              }
            });
    meters.entered("register.nik");
    meters.entered("register.nik");
    meters.entered("register.known");
    meters.answered("register.known", "new");
    assertThat(registry.counter("gerbang_step_entered", "flow", "register", "step", "nik").count())
        .isEqualTo(2);
    assertThat(told)
        .containsExactly("register.nik", "register.nik", "register.known", "register.known new");
  }
}
