package dev.holdfast.signals.fake;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ResourceExhaustedCause;
import io.temporal.api.errordetails.v1.ResourceExhaustedFailure;
import io.temporal.serviceclient.StatusUtils;

/** What goes wrong with a signal on its way. */
public sealed interface Fault {

  /** Nothing. */
  Fault NONE = Lost.NOTHING;

  /** What is lost. */
  enum Lost implements Fault {
    /** Nothing. */
    NOTHING,
    /** The signal is applied, and the caller is told that the server is not available. */
    ACKNOWLEDGEMENT,
    /** The signal is applied, and nobody answers. */
    ANSWER,
    /** The signal is not applied, and the caller is told that the server is not available. */
    CALL,
    /** The signal is acknowledged and not applied: as a worker without the interceptor does. */
    SIGNAL
  }

  /** The signal is not applied, and this is told. */
  record Refusal(StatusRuntimeException told) implements Fault {}

  /** {@code RESOURCE_EXHAUSTED} as a server tells its cause. */
  static Fault exhausted(ResourceExhaustedCause cause) {
    return new Refusal(
        StatusUtils.newException(
            Status.RESOURCE_EXHAUSTED.withDescription("a limit was reached"),
            ResourceExhaustedFailure.newBuilder().setCause(cause).build(),
            ResourceExhaustedFailure.getDescriptor()));
  }

  /** {@code PERMISSION_DENIED}. */
  static Fault denied() {
    return new Refusal(
        Status.PERMISSION_DENIED.withDescription("request unauthorized").asRuntimeException());
  }
}
