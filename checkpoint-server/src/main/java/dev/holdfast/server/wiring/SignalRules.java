package dev.holdfast.server.wiring;

import dev.holdfast.core.progress.SignalRule;
import dev.holdfast.core.progress.SignalRule.When;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.StartSpec;
import dev.holdfast.server.config.RulesConfig;
import dev.holdfast.server.config.TemporalConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the rules of a configuration; what is wrong is told with the key that it is set by. */
final class SignalRules {

  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final int MOST_NAME = 100;
  private static final int MOST_CHARACTERS = 1000;

  private final String name;
  private final RulesConfig.Rule rule;

  private SignalRules(String name, RulesConfig.Rule rule) {
    this.name = name;
    this.rule = rule;
  }

  /** All rules; throws {@link IllegalArgumentException} for people if one cannot be followed. */
  static List<SignalRule> of(RulesConfig config, TemporalConfig temporal) {
    List<SignalRule> rules = new ArrayList<>();
    config.all().forEach((name, rule) -> rules.add(new SignalRules(name, rule).read(temporal)));
    return List.copyOf(rules);
  }

  private SignalRule read(TemporalConfig temporal) {
    if (name.isEmpty() || name.length() > MOST_NAME) {
      throw new IllegalArgumentException(
          "holdfast.signals.rules: a name has 1 to " + MOST_NAME + " characters");
    }
    if (temporal.target().isEmpty()) {
      throw wrong("when", "there is nobody to signal: set holdfast.temporal.target");
    }
    if (!temporal.namespaces().contains(rule.namespace())) {
      throw wrong("namespace", "is not in holdfast.temporal.namespaces");
    }
    When when = oneOf("when", text("when", rule.when()), When.values(), When::text);
    return new SignalRule(
        name,
        when,
        after(when),
        rule.threadPrefix().orElse(""),
        rule.namespace(),
        text("workflow-id", rule.workflowId()),
        text("signal", rule.signal()),
        oneOf("priority", rule.priority(), SignalPriority.values(), SignalPriority::text),
        start());
  }

  private Duration after(When when) {
    if (when != When.STRANDED) {
      if (rule.after().isPresent()) {
        throw wrong("after", "is for stranded threads");
      }
      return Duration.ZERO;
    }
    Duration after = rule.after().orElseThrow(() -> wrong("after", "is missing"));
    if (after.compareTo(SHORTEST) < 0) {
      throw wrong("after", "must be at least 10 s");
    }
    return after;
  }

  private @Nullable StartSpec start() {
    Optional<String> type = rule.start().workflowType();
    Optional<String> queue = rule.start().taskQueue();
    if (type.isEmpty() && queue.isEmpty()) {
      return null;
    }
    return new StartSpec(
        text("start.workflow-type", type),
        text("start.task-queue", queue),
        StartSpec.IdReuse.ALLOW_DUPLICATE,
        List.of());
  }

  private String text(String key, Optional<String> value) {
    String text = value.orElseThrow(() -> wrong(key, "is missing"));
    if (text.isBlank() || text.length() > MOST_CHARACTERS) {
      throw wrong(key, "must have 1 to " + MOST_CHARACTERS + " characters");
    }
    return text;
  }

  private <T> T oneOf(String key, String value, T[] all, Function<T, String> name) {
    return Arrays.stream(all)
        .filter(one -> name.apply(one).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    key,
                    "must be one of "
                        + Arrays.stream(all).map(name).collect(Collectors.joining(", "))));
  }

  private IllegalArgumentException wrong(String key, String what) {
    return new IllegalArgumentException(
        "holdfast.signals.rules.\"" + name + "\"." + key + " " + what);
  }
}
