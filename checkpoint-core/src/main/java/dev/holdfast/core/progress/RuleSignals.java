package dev.holdfast.core.progress;

import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalPayload;
import dev.holdfast.core.signal.WorkflowKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes the signals of rules. */
public final class RuleSignals {

  private static final int MOST_CHARACTERS = 1000;

  private final Function<Reference, SignalPayload> encode;

  /** {@code encode} makes the only argument of a signal. */
  public RuleSignals(Function<Reference, SignalPayload> encode) {
    this.encode = encode;
  }

  /**
   * The signal of a rule; empty if the workflow's id would be longer than Temporal takes, which is
   * no reason to refuse what the thread stores.
   *
   * @param event tells this event of the thread from others, at most 150 characters
   */
  public Optional<Signal> of(Reference reference, String event) {
    SignalRule rule = reference.rule();
    var thread = reference.key().thread();
    String workflow = rule.workflowId().replace(SignalRule.THREAD, thread.thread().value());
    if (workflow.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    return Optional.of(
        new Signal(
            new WorkflowKey(thread.tenant(), rule.namespace(), workflow),
            null,
            rule.signal(),
            List.of(encode.apply(reference)),
            Map.of(),
            rule.priority(),
            "rule:" + rule.name() + ":" + event,
            null,
            null,
            rule.start(),
            false,
            false,
            Duration.ZERO));
  }
}
