package id.gerbang.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may import whom (ARCHITECTURE.md). */
class HouseRulesTest {
  private static final String ROOT = "id.gerbang.server.";
  private static final String[] DOMAIN = {
    ROOT + "enrolment..",
    ROOT + "claim..",
    ROOT + "agent..",
    ROOT + "area..",
    ROOT + "consent..",
    ROOT + "contribution..",
    ROOT + "billing..",
    ROOT + "signal..",
    ROOT + "commission..",
    ROOT + "record.."
  };

  private static JavaClasses server;

  @BeforeAll
  static void read() {
    server =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("id.gerbang.server");
  }

  @Test
  void aChannelKnowsItsWireAndNothingElse() {
    slices().matching(ROOT + "channel.(*)..").should().notDependOnEachOther().check(server);
    noClasses()
        .that()
        .resideInAPackage(ROOT + "channel..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "turn..",
            ROOT + "enrolment..",
            ROOT + "claim..",
            ROOT + "agent..",
            ROOT + "area..",
            ROOT + "consent..",
            ROOT + "contribution..",
            ROOT + "billing..",
            ROOT + "signal..",
            ROOT + "commission..",
            ROOT + "record..",
            ROOT + "action..",
            ROOT + "session..",
            ROOT + "cli..")
        .check(server);
  }

  @Test
  void theDomainKnowsNoWire() {
    noClasses()
        .that()
        .resideInAnyPackage(DOMAIN)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "channel.smpp..",
            ROOT + "channel.ussdhttp..",
            ROOT + "channel.phone..",
            ROOT + "turn..",
            ROOT + "session..",
            ROOT + "cli..",
            "io.vertx..",
            "redis.clients..",
            "org.jsmpp..")
        .check(server);
  }

  /** Nobody is stopped by a signal: only the branch is shown one. */
  @Test
  void noActReadsASignal() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "signal..", ROOT + "api..", ROOT + "cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "signal..")
        .check(server);
  }

  @Test
  void eachLibraryStaysInItsRoom() {
    onlyIn("org.jsmpp..", ROOT + "channel.smpp..", ROOT + "carrier..");
    onlyIn("org.telegram..", ROOT + "channel.telegram..");
    onlyIn("redis.clients..", ROOT + "session..");
    onlyIn("com.google.crypto.tink..", ROOT + "crypt..");
    onlyIn("org.eclipse..", ROOT + "drawing..");
    onlyIn("io.zonky..", ROOT + "ops.embedded..");
    onlyIn("info.picocli..", ROOT + "cli..", "id.gerbang.server");
  }

  private static void onlyIn(String library, String... rooms) {
    noClasses()
        .that()
        .resideOutsideOfPackages(rooms)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(server);
  }

  @Test
  void onlyTheCommandsBuildTheHouse() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "cli..", "id.gerbang.server")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "cli..")
        .check(server);
  }

  @Test
  void roomsDoNotGoRoundInCircles() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(server);
  }

  @Test
  void namesSayWhatAThingIs() {
    classes()
        .should()
        .haveNameNotMatching(Pattern.compile(".*(Manager|Helper|Utils?|Impl)(\\$.*)?$").pattern())
        .check(server);
  }
}
