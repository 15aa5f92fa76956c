package dev.holdfast.temporal.worker;

import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor.SignalInput;

/** A signal that has arrived and whose handler has not started. */
sealed interface PendingSignal permits PendingSignal.Decoded, PendingSignal.Released, RawSignal {

  /** Whether it came in a batch. */
  boolean isEntry();

  /** A plain signal, with the arguments that the SDK has decoded for its handler. */
  record Decoded(SignalInput input) implements PendingSignal {
    @Override
    public boolean isEntry() {
      return false;
    }
  }

  /** One that was held, and so was no repeat, and has a handler now. */
  record Released(RawSignal signal) implements PendingSignal {
    @Override
    public boolean isEntry() {
      return signal.isEntry();
    }
  }
}
