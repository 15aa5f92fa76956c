package dev.holdfast.signals.transport;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Calls Temporal. Nothing blocks; nothing is repeated here. */
public interface SignalTransport {

  /**
   * Makes one call.
   *
   * @param deadline after it the call is given up, and it is uncertain whether it arrived
   * @return what came of it; never fails
   */
  CompletionStage<CallOutcome> send(SignalCall call, Duration deadline);
}
