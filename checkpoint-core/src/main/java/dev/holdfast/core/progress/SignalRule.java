package dev.holdfast.core.progress;

import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.StartSpec;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which workflow is told when a thread comes to a state.
 *
 * @param name 1 to 100 characters; what was told of under a name is not told again
 * @param when the state
 * @param after how long the thread has not moved; only with {@code STRANDED}
 * @param threadPrefix how the ids of the threads begin; empty for all
 * @param namespace of Temporal
 * @param workflowId with {@value #THREAD} for the thread's id
 * @param signal name of the signal
 * @param priority of it
 * @param start starts the workflow if it does not run; null: it must run
 */
public record SignalRule(
    String name,
    When when,
    Duration after,
    String threadPrefix,
    String namespace,
    String workflowId,
    String signal,
    SignalPriority priority,
    @Nullable StartSpec start) {

  /** Stands for the thread's id. */
  public static final String THREAD = "{thread_id}";

  /** What a thread comes to. */
  public enum When {
    /** A task of the root namespace asks for an answer. */
    INTERRUPTED,
    /** Nothing is left to do. */
    FINISHED,
    /** Work is pending, and nothing was stored for some time. */
    STRANDED;

    /** The name in configuration and JSON, e.g. {@code stranded}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether it is about this thread. */
  public boolean concerns(ThreadId thread) {
    return thread.value().startsWith(threadPrefix);
  }
}
