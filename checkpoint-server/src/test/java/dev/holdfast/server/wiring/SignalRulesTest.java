package dev.holdfast.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.progress.SignalRule;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.StartSpec;
import dev.holdfast.server.config.RulesConfig;
import dev.holdfast.server.config.TemporalConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalRulesTest {

  private static final String PREFIX = "HOLDFAST_SIGNALS_RULES_STUCK_";

  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "HOLDFAST_TEMPORAL_TARGET",
              "127.0.0.1:7233",
              "HOLDFAST_TEMPORAL_NAMESPACES",
              "default,other",
              PREFIX + "WHEN",
              "stranded",
              PREFIX + "AFTER",
              "PT10M",
              PREFIX + "WORKFLOW_ID",
              "watch-{thread_id}",
              PREFIX + "SIGNAL",
              "stuck"));

  private List<SignalRule> rules() {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(TemporalConfig.class)
            .withMapping(RulesConfig.class)
            .withSources(new EnvConfigSource(environment, 300))
            .build();
    return SignalRules.of(
        config.getConfigMapping(RulesConfig.class), config.getConfigMapping(TemporalConfig.class));
  }

  @Test
  void withoutSettingsThereAreNone() {
    environment.clear();

    assertThat(rules()).isEmpty();
  }

  @Test
  void aRuleHasDefaults() {
    assertThat(rules())
        .containsExactly(
            new SignalRule(
                "stuck",
                SignalRule.When.STRANDED,
                Duration.ofMinutes(10),
                "",
                "default",
                "watch-{thread_id}",
                "stuck",
                SignalPriority.NORMAL,
                null));
  }

  @Test
  void everythingIsSetInTheEnvironment() {
    environment.put(PREFIX + "THREAD_PREFIX", "order-");
    environment.put(PREFIX + "NAMESPACE", "other");
    environment.put(PREFIX + "PRIORITY", "critical");
    environment.put(PREFIX + "START_WORKFLOW_TYPE", "Watcher");
    environment.put(PREFIX + "START_TASK_QUEUE", "watchers");

    assertThat(rules())
        .containsExactly(
            new SignalRule(
                "stuck",
                SignalRule.When.STRANDED,
                Duration.ofMinutes(10),
                "order-",
                "other",
                "watch-{thread_id}",
                "stuck",
                SignalPriority.CRITICAL,
                new StartSpec(
                    "Watcher", "watchers", StartSpec.IdReuse.ALLOW_DUPLICATE, List.of())));
  }

  @Test
  void theOtherStatesNeedNoTime() {
    environment.remove(PREFIX + "AFTER");
    for (String when : List.of("interrupted", "finished")) {
      environment.put(PREFIX + "WHEN", when);

      assertThat(rules())
          .singleElement()
          .satisfies(rule -> assertThat(rule.when().text()).isEqualTo(when));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WHEN         |             | when is missing",
        "WHEN         | sometimes   | when must be one of interrupted, finished, stranded",
        "WHEN         | finished    | after is for stranded threads",
        "AFTER        |             | after is missing",
        "AFTER        | PT9.999S    | after must be at least 10 s",
        "AFTER        | PT-10M      | after must be at least 10 s",
        "WORKFLOW_ID  |             | workflow-id is missing",
        "SIGNAL       |             | signal is missing",
        "NAMESPACE    | else        | namespace is not in holdfast.temporal.namespaces",
        "PRIORITY     | urgent      | priority must be one of critical, high, normal, low, background",
        "START_WORKFLOW_TYPE | W    | start.task-queue is missing",
        "START_TASK_QUEUE    | Q    | start.workflow-type is missing"
      })
  void whatIsWrongIsToldWithItsKey(String key, @Nullable String value, String message) {
    if (value == null) {
      environment.remove(PREFIX + key);
    } else {
      environment.put(PREFIX + key, value);
    }

    assertThatThrownBy(this::rules)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("holdfast.signals.rules.\"stuck\"." + message);
  }

  @Test
  void textsHaveAtMostAThousandCharacters() {
    environment.put(PREFIX + "SIGNAL", "s".repeat(1000));
    assertThat(rules()).hasSize(1);
    environment.put(PREFIX + "SIGNAL", "s".repeat(1001));

    assertThatThrownBy(this::rules)
        .hasMessage("holdfast.signals.rules.\"stuck\".signal must have 1 to 1000 characters");
  }

  @Test
  void withoutTemporalThereIsNobodyToSignal() {
    environment.remove("HOLDFAST_TEMPORAL_TARGET");

    assertThatThrownBy(this::rules)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("set holdfast.temporal.target");
  }
}
