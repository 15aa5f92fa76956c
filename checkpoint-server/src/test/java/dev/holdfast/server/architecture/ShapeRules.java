package dev.holdfast.server.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.smallrye.config.ConfigMapping;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The rules about what types are, and about what nobody calls. */
final class ShapeRules {

  /** Time, chance and waiting, which make code untestable or block an event loop. */
  private static final Map<String, Set<String>> FORBIDDEN =
      Map.of(
          "java.time.Instant", Set.of("now"),
          "java.time.LocalDateTime", Set.of("now"),
          "java.lang.System", Set.of("nanoTime", "currentTimeMillis"),
          "java.util.UUID", Set.of("randomUUID"),
          "java.lang.Thread", Set.of("sleep"),
          "java.util.concurrent.CompletableFuture", Set.of("join", "get"),
          "java.util.concurrent.Future", Set.of("get"));

  private final String root;

  ShapeRules(String root) {
    this.root = root;
  }

  private String in(String part) {
    return root + "." + part + "..";
  }

  /** 7. Nested groups of keys are interfaces of the same package. */
  ArchRule configurationIsInterfacesInOnePackage() {
    return classes()
        .that()
        .areAnnotatedWith(ConfigMapping.class)
        .should()
        .resideInAPackage(in("server.config"))
        .andShould()
        .beInterfaces();
  }

  /**
   * 7, and who reads it. The key filter and the embedded database are built by the container or by
   * readiness from the same keys.
   */
  ArchRule configurationReachesFewPackages() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            in("server.config"), in("server.wiring"), in("server.readiness"), in("server.security"))
        .should()
        .dependOnClassesThat(resideInAPackage(in("server.config")));
  }

  /**
   * 8. Beside wiring, which hands the ticker out: start and stop in readiness wait on the main
   * thread on purpose, and so does the embedded database for one that still runs.
   */
  ArchRule nobodyReadsClocksDrawsIdsOrBlocks() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            in("server.wiring"), in("server.readiness"), in("server.embedded"), in("testkit"))
        .should(callWhatIsForbidden());
  }

  /** 8, the exceptions are for waiting only: nothing there sleeps or draws a UUID. */
  ArchRule nobodySleepsOrDrawsUuids() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(in("testkit"))
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(Instant.class, "now");
  }

  private static ArchCondition<JavaClass> callWhatIsForbidden() {
    return new ArchCondition<>("call a clock, draw an id or block") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
          Set<String> names = FORBIDDEN.getOrDefault(access.getTargetOwner().getName(), Set.of());
          if (names.contains(access.getTarget().getName())) {
            events.add(SimpleConditionEvent.satisfied(access, access.getDescription()));
          }
        }
      }
    };
  }

  /** 9. Alternatives are sealed interfaces of records. */
  ArchRule modelIsValues() {
    return classes()
        .that()
        .resideInAPackage(in("core.model"))
        .and(isNot("package-info"))
        .should(
            new ArchCondition<>("be records, enums or interfaces") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                boolean value = type.isRecord() || type.isEnum() || type.isInterface();
                // A switch over an enum compiles to a class of its own
                boolean generated = type.isAnonymousClass() || type.getName().contains("$");
                events.add(
                    new SimpleConditionEvent(type, value || generated, type.getDescription()));
              }
            });
  }

  private static DescribedPredicate<JavaClass> isNot(String simpleName) {
    return DescribedPredicate.describe(
        "is not " + simpleName, type -> !type.getSimpleName().equals(simpleName));
  }

  /** 9, for failures. */
  ArchRule failuresAreFinal() {
    return classes()
        .that(
            resideInAPackage(root + "..")
                .and(
                    DescribedPredicate.describe(
                        "are failures",
                        (JavaClass type) ->
                            type.getRawSuperclass()
                                .map(parent -> parent.getSimpleName().equals("Failure"))
                                .orElse(false))))
        .should(
            new ArchCondition<>("be final") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                boolean isFinal = type.getModifiers().contains(JavaModifier.FINAL);
                events.add(new SimpleConditionEvent(type, isFinal, type.getDescription()));
              }
            });
  }
}
