package id.gerbang.server.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.security.MessageDigest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BearerTokenTest {
  private final BearerToken token = new BearerToken("demo-token");

  @Test
  void isInTheHeaderWholeOrNotAtAll() {
    assertThat(token.isIn("Bearer demo-token")).isTrue();
    assertThat(token.isIn("BEARER demo-token")).isTrue();
    for (String header :
        new String[] {
          null,
          "",
          "Bearer",
          "Bearer ",
          "Bearer demo-toke",
          "Bearer demo-tokenx",
          "Bearer  demo-token",
          "Bearerdemo-token",
          "demo-token",
          "Basic demo-token"
        }) {
      assertThat(token.isIn(header)).as(header).isFalse();
    }
    assertThat(new BearerToken("").isIn("Bearer ")).isFalse();
  }

  /** Time cannot be measured in a test that must not fail by chance; what compares can be seen. */
  @Test
  void isComparedInConstantTime() {
    JavaClasses compared = new ClassFileImporter().importClasses(BearerToken.class);
    classes()
        .should(
            new ArchCondition<JavaClass>("compare by MessageDigest.isEqual") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                boolean found =
                    type.getMethodCallsFromSelf().stream()
                        .anyMatch(
                            call ->
                                call.getTargetOwner().isEquivalentTo(MessageDigest.class)
                                    && call.getTarget().getName().equals("isEqual"));
                events.add(new SimpleConditionEvent(type, found, type.getName()));
              }
            })
        .check(compared);
    noClasses().should().callMethod(String.class, "equals", Object.class).check(compared);
    noClasses()
        .should()
        .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
        .check(compared);
  }
}
