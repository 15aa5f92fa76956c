package dev.holdfast.signals.transport;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.signal.SignalPayload;
import dev.holdfast.core.signal.StartSpec;
import dev.holdfast.core.signal.WorkflowKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call to Temporal. The same one again has the same request id and the same bytes.
 *
 * @param workflow whom it is for
 * @param runId one run; null: the present one
 * @param name of the signal
 * @param input its payloads
 * @param headers of the signal
 * @param requestId by which Temporal tells a repeat, within a run
 * @param start starts the workflow if it does not run; null: it must run
 * @param critical whether it goes on the channel that bulk never uses
 */
public record SignalCall(
    WorkflowKey workflow,
    @Nullable String runId,
    String name,
    Input input,
    Map<String, SignalPayload> headers,
    String requestId,
    @Nullable StartSpec start,
    boolean critical) {

  /** Copies the map. */
  public SignalCall {
    headers = Map.copyOf(headers);
  }

  /** What the handler gets. */
  public sealed interface Input {

    /** Arguments of an ordinary signal. */
    record Arguments(List<SignalPayload> payloads) implements Input {
      /** Copies the list. */
      public Arguments {
        payloads = List.copyOf(payloads);
      }
    }

    /** Payloads that were encoded when the batch was formed. */
    record Encoded(Bytes payloads) implements Input {}
  }
}
