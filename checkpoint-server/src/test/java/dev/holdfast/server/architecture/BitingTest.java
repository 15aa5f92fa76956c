package dev.holdfast.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule finds the class in the fixture that breaks it. */
class BitingTest {

  private static final String ROOT = "dev.holdfast.server.architecture.fixture";
  private static final JavaClasses FIXTURE = new ClassFileImporter().importPackages(ROOT);

  static Stream<Arguments> rules() {
    var rules = new Rules(ROOT);
    var shapes = new ShapeRules(ROOT);
    return Stream.of(
        Arguments.of(rules.coreStandsAlone(), "Mutable"),
        Arguments.of(rules.sharingUsesItsTwoLibraries(), "Packed"),
        Arguments.of(rules.layersOfCore().get("model"), "Mutable"),
        Arguments.of(rules.noCycles(), "core.usecase"),
        Arguments.of(rules.vertxStaysAtTheRim(), "Logging"),
        Arguments.of(rules.onlyResourcesTakeTheRequest(), "Logging"),
        Arguments.of(rules.mutinyStaysInAdapters(), "Logging"),
        Arguments.of(rules.temporalStaysInItsAdapter(), "Logging"),
        Arguments.of(rules.signalsKnowCoreAlone(), "Reaching"),
        Arguments.of(rules.onlyTheServerKnowsSignals(), "Logging"),
        Arguments.of(rules.restStaysInTheHttpPackages(), "Curious"),
        Arguments.of(rules.theHttpPackagesReachPortsThroughUseCasesOnly(), "Straight"),
        Arguments.of(rules.nobodyMentionsTheTestkit(), "Logging"),
        Arguments.of(rules.onlyAdaptersLog(), "Logging"),
        Arguments.of(shapes.configurationIsInterfacesInOnePackage(), "Stray"),
        Arguments.of(shapes.configurationReachesFewPackages(), "Curious"),
        Arguments.of(shapes.nobodySleepsOrDrawsUuids(), "sleep"),
        Arguments.of(shapes.nobodySleepsOrDrawsUuids(), "randomUUID"),
        Arguments.of(shapes.nobodySleepsOrDrawsUuids(), "Instant.now"),
        Arguments.of(shapes.nobodyReadsClocksDrawsIdsOrBlocks(), "nanoTime"),
        Arguments.of(shapes.nobodyReadsClocksDrawsIdsOrBlocks(), "join"),
        Arguments.of(shapes.modelIsValues(), "Mutable"),
        Arguments.of(shapes.failuresAreFinal(), "Open"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aRuleFindsWhoBreaksIt(ArchRule rule, String culprit) {
    List<String> found = rule.evaluate(FIXTURE).getFailureReport().getDetails();

    assertThat(found).anyMatch(line -> line.contains(culprit));
  }

  @Test
  void sqlIsFoundInAClass() {
    JavaClass logging = FIXTURE.get(ROOT + ".core.usecase.Logging");

    assertThat(Sql.in(logging.getSource().orElseThrow().getUri()))
        .containsExactly("select a from b where c");
  }

  @Test
  void aPackageWithoutAMarkIsFound() {
    assertThat(RulesTest.unmarked(FIXTURE)).containsExactly(ROOT + ".unmarked");
  }
}
