package dev.holdfast.server.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rules that are about who may use what. They take the root package, so that fixtures can break
 * them elsewhere.
 */
final class Rules {

  private final String root;

  Rules(String root) {
    this.root = root;
  }

  private String in(String part) {
    return root + "." + part + "..";
  }

  /** 1. The blob codec and its checksums are libraries, for core.sharing alone. */
  ArchRule coreStandsAlone() {
    return classes()
        .that(resideInAPackage(in("core")).and(not(resideInAPackage(in("core.sharing")))))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", in("core"));
  }

  /** 1, for core.sharing. */
  ArchRule sharingUsesItsTwoLibraries() {
    return classes()
        .that()
        .resideInAPackage(in("core.sharing"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "org.jspecify..", in("core"), "com.github.luben..", "com.dynatrace.hash4j..");
  }

  /** 2. What each package of core may use of core. */
  Map<String, ArchRule> layersOfCore() {
    Map<String, String[]> allowed = new LinkedHashMap<>();
    allowed.put("bytes", new String[] {});
    allowed.put("model", new String[] {"bytes"});
    allowed.put("failure", new String[] {"model"});
    allowed.put("limits", new String[] {"failure", "model"});
    allowed.put("sharing", new String[] {"bytes", "model"});
    allowed.put("groupcommit", new String[] {"failure", "limits"});
    allowed.put("signal", new String[] {"bytes", "model", "failure", "groupcommit"});
    // The port of writers is the one that group commit fills
    allowed.put("spi", new String[] {"model", "failure", "limits", "groupcommit", "signal"});
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    allowed.forEach((name, others) -> rules.put(name, layer(name, others)));
    return rules;
  }

  private ArchRule layer(String name, String... others) {
    DescribedPredicate<JavaClass> permitted = resideInAPackage(in("core." + name));
    for (String other : others) {
      permitted = permitted.or(resideInAPackage(in("core." + other)));
    }
    return noClasses()
        .that()
        .resideInAPackage(in("core." + name))
        .should()
        .dependOnClassesThat(resideInAPackage(in("core")).and(not(permitted)))
        .allowEmptyShould(true);
  }

  /** 2, everywhere. */
  ArchRule noCycles() {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  /**
   * 3. Vert.x is the SQL client and the HTTP layer. Beside postgres and wiring: edge and security
   * stand before the resources, in the router, batch and bulk beside them; embedding calls models
   * elsewhere; readiness opens the pool and owns the timers.
   */
  ArchRule vertxStaysAtTheRim() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            in("postgres"),
            in("server.wiring"),
            in("server.readiness"),
            in("server.edge"),
            in("server.batch"),
            in("server.bulk"),
            in("server.embedding"),
            in("server.security"))
        .and()
        .resideInAPackage(root + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.vertx..").and(not(equivalentTo(RoutingContext.class))));
  }

  /** 3, the one exception: resources take the request as a parameter and hand it to Exchange. */
  ArchRule onlyResourcesTakeTheRequest() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            in("server.http"),
            in("server.batch"),
            in("server.bulk"),
            in("server.edge"),
            in("server.security"))
        .should()
        .dependOnClassesThat(equivalentTo(RoutingContext.class));
  }

  /** 3, for Mutiny: adapters of the server. */
  ArchRule mutinyStaysInAdapters() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(in("server.http"), in("server.readiness"), in("postgres"))
        .should()
        .dependOnClassesThat(resideInAPackage("io.smallrye.mutiny.."));
  }

  /** 5. The worker is an artifact of its own, which Holdfast does not use. */
  ArchRule temporalStaysInItsAdapter() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(in("signals.temporal"), in("temporal.worker"))
        .and()
        .resideInAPackage(root + "..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.temporal..", "io.grpc.."));
  }

  /** 5, and what signals reach: the outbox is a port of core to them. */
  ArchRule signalsKnowCoreAlone() {
    return noClasses()
        .that()
        .resideInAPackage(in("signals"))
        .should()
        .dependOnClassesThat(
            resideInAPackage(root + "..").and(not(resideInAnyPackage(in("signals"), in("core")))));
  }

  /** 5, and who reaches them. */
  ArchRule onlyTheServerKnowsSignals() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(in("signals"), in("server"))
        .should()
        .dependOnClassesThat(resideInAPackage(in("signals")));
  }

  /** 6. */
  ArchRule restStaysInTheHttpPackages() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(in("server.http"), in("server.problem"), in("server.wire"))
        .should()
        .dependOnClassesThat(resideInAPackage("jakarta.ws.rs.."));
  }

  /** 6, and what they reach. */
  ArchRule theHttpPackagesReachPortsThroughUseCasesOnly() {
    return noClasses()
        .that()
        .resideInAnyPackage(
            in("server.http"), in("server.problem"), in("server.wire"), in("server.edge"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(in("core.spi"), in("core.groupcommit"), in("postgres")));
  }

  /** 10. */
  ArchRule nobodyMentionsTheTestkit() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(in("testkit"))
        .should()
        .dependOnClassesThat(resideInAPackage(in("testkit")));
  }

  /** 12. The artifact for workers logs where they do. */
  ArchRule onlyAdaptersLog() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(in("server"), in("postgres"), in("signals"), in("temporal.worker"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("org.slf4j..", "org.jboss.logging..", "java.util.logging..")
                .or(equivalentTo(System.Logger.class)));
  }
}
