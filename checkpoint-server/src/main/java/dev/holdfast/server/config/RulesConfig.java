package dev.holdfast.server.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Which workflows are told when threads come to a state (ADR 9). All replicas have the same rules.
 */
@ConfigMapping(prefix = "holdfast.signals.rules")
public interface RulesConfig {

  /**
   * Each under its name, of 1 to 100 characters; what was told of under a name is not told again
   * while its key is known.
   */
  @WithParentName
  Map<String, Rule> all();

  /** One rule. */
  interface Rule {

    /** {@code interrupted}, {@code finished} or {@code stranded}; required. */
    Optional<String> when();

    /** How long a thread has not moved, at least 10 s: of {@code stranded}, which needs it. */
    Optional<Duration> after();

    /** How the ids of the threads begin; without it, all. */
    Optional<String> threadPrefix();

    /** Of Temporal; one of {@code holdfast.temporal.namespaces}. */
    @WithDefault("default")
    String namespace();

    /** The workflow; {@code {thread_id}} in it is the thread's id. Required. */
    Optional<String> workflowId();

    /** Name of the signal; required. */
    Optional<String> signal();

    /** {@code critical}, {@code high}, {@code normal}, {@code low} or {@code background}. */
    @WithDefault("normal")
    String priority();

    /** Starts the workflow if it does not run. */
    Start start();
  }

  /** How a workflow is started; both or neither. */
  interface Start {

    /** Its type. */
    Optional<String> workflowType();

    /** Where its workers listen. */
    Optional<String> taskQueue();
  }
}
