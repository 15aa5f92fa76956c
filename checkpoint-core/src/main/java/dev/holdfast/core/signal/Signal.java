package dev.holdfast.core.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message for a workflow.
 *
 * @param workflow whom it is for
 * @param runId one run of it; null: the present one
 * @param name of the signal, 1 to 1000 characters
 * @param arguments of the handler
 * @param headers each may be read by the worker's interceptors
 * @param priority how soon
 * @param idempotencyKey names it among repeats, for 24 hours, 1 to 255 characters; null: each
 *     request is another signal
 * @param notBefore not delivered before; null: at once
 * @param expireAt after it, it becomes a dead letter; null: never
 * @param start starts the workflow if it does not run; null: it must run
 * @param fence of a critical one: waits for everything accepted before it on that workflow
 * @param holds whether those behind it wait if it becomes a dead letter
 * @param grace how long a workflow that does not exist yet is tried
 */
public record Signal(
    WorkflowKey workflow,
    @Nullable String runId,
    String name,
    List<SignalPayload> arguments,
    Map<String, SignalPayload> headers,
    SignalPriority priority,
    @Nullable String idempotencyKey,
    @Nullable Instant notBefore,
    @Nullable Instant expireAt,
    @Nullable StartSpec start,
    boolean fence,
    boolean holds,
    Duration grace) {

  /** Copies the collections. */
  public Signal {
    arguments = List.copyOf(arguments);
    headers = Map.copyOf(headers);
  }

  /** Bytes of its arguments, its headers and what it starts a workflow with. */
  public long length() {
    long length = length(arguments) + (start == null ? 0 : length(start.input()));
    for (Map.Entry<String, SignalPayload> header : headers.entrySet()) {
      length += header.getKey().length() + header.getValue().length();
    }
    return length;
  }

  private static long length(List<SignalPayload> payloads) {
    return payloads.stream().mapToLong(SignalPayload::length).sum();
  }
}
