package dev.holdfast.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * Rules 1 to 12 of the style guide over the classes of all modules; BitingTest shows that they
 * bite.
 */
class RulesTest {

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.holdfast");
  private static final Rules RULES = new Rules("dev.holdfast");
  private static final ShapeRules SHAPES = new ShapeRules("dev.holdfast");

  private static void holds(ArchRule rule) {
    assertThat(rule.evaluate(MAIN).getFailureReport().getDetails()).isEmpty();
  }

  @Test
  void theClassesOfAllModulesAreLookedAt() {
    assertThat(
            List.of(
                MAIN.containPackage("dev.holdfast.core.model"),
                MAIN.containPackage("dev.holdfast.postgres.write"),
                MAIN.containPackage("dev.holdfast.migrations"),
                MAIN.containPackage("dev.holdfast.signals.temporal"),
                MAIN.containPackage("dev.holdfast.testkit"),
                MAIN.containPackage("dev.holdfast.server.http")))
        .containsOnly(true);
  }

  @Test
  void coreDependsOnTheJdkOnly() {
    holds(RULES.coreStandsAlone());
    holds(RULES.sharingUsesItsTwoLibraries());
  }

  @Test
  void packagesOfCoreUseThoseBelowThem() {
    RULES.layersOfCore().values().forEach(RulesTest::holds);
  }

  @Test
  void noPackagesUseEachOther() {
    holds(RULES.noCycles());
  }

  @Test
  void vertxStaysAtTheRim() {
    holds(RULES.vertxStaysAtTheRim());
    holds(RULES.onlyResourcesTakeTheRequest());
    holds(RULES.mutinyStaysInAdapters());
  }

  /**
   * Statements stand in postgres.statement; the compiler copies its constants to who uses them. The
   * embedded database sets its own password, over JDBC, before there is a pool.
   */
  @Test
  void sqlStandsInOnePackage() {
    Set<String> statements = sql(name -> name.startsWith("dev.holdfast.postgres.statement"));
    Set<String> elsewhere =
        sql(
            name ->
                !name.startsWith("dev.holdfast.testkit")
                    && !name.equals("dev.holdfast.server.embedded"));

    assertThat(statements).isNotEmpty();
    assertThat(elsewhere).isEqualTo(statements);
  }

  private static Set<String> sql(Predicate<String> packages) {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : MAIN) {
      if (packages.test(type.getPackageName())) {
        found.addAll(Sql.in(type.getSource().orElseThrow().getUri()));
      }
    }
    return found;
  }

  @Test
  void temporalStaysInItsAdapter() {
    holds(RULES.temporalStaysInItsAdapter());
    holds(RULES.signalsKnowCoreAlone());
    holds(RULES.onlyTheServerKnowsSignals());
  }

  @Test
  void restStaysInTheHttpPackagesAndTheyReachPortsThroughUseCases() {
    holds(RULES.restStaysInTheHttpPackages());
    holds(RULES.theHttpPackagesReachPortsThroughUseCasesOnly());
  }

  @Test
  void configurationIsReadInFewPlaces() {
    holds(SHAPES.configurationIsInterfacesInOnePackage());
    holds(SHAPES.configurationReachesFewPackages());
  }

  @Test
  void nobodyReadsClocksDrawsIdsOrBlocks() {
    holds(SHAPES.nobodyReadsClocksDrawsIdsOrBlocks());
    holds(SHAPES.nobodySleepsOrDrawsUuids());
  }

  @Test
  void theModelIsValuesAndFailuresAreFinal() {
    holds(SHAPES.modelIsValues());
    holds(SHAPES.failuresAreFinal());
  }

  @Test
  void nobodyMentionsTheTestkit() {
    holds(RULES.nobodyMentionsTheTestkit());
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(unmarked(MAIN)).isEmpty();
  }

  static Set<String> unmarked(JavaClasses classes) {
    Set<String> unmarked = new TreeSet<>();
    for (JavaClass type : classes) {
      if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
        unmarked.add(type.getPackageName());
      }
    }
    return unmarked;
  }

  @Test
  void onlyAdaptersLog() {
    holds(RULES.onlyAdaptersLog());
  }
}
