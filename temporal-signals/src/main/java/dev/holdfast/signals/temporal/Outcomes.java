package dev.holdfast.signals.temporal;

import dev.holdfast.signals.transport.CallOutcome;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ResourceExhaustedCause;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.errordetails.v1.ResourceExhaustedFailure;
import io.temporal.serviceclient.StatusUtils;
import java.util.Locale;

/** What an error of a call means (the retry table of ADR 7). */
final class Outcomes {

  private Outcomes() {}

  static CallOutcome of(Throwable error) {
    if (!(error instanceof StatusRuntimeException failure)) {
      return CallOutcome.UNCERTAIN;
    }
    String text = text(failure.getStatus());
    return switch (failure.getStatus().getCode()) {
      case RESOURCE_EXHAUSTED -> exhausted(failure, text);
      case INVALID_ARGUMENT -> invalid(text);
      case NOT_FOUND ->
          StatusUtils.hasFailure(failure, NamespaceNotFoundFailure.class)
                  || text.startsWith("namespace ")
              ? CallOutcome.NAMESPACE_NOT_FOUND
              : CallOutcome.WORKFLOW_NOT_FOUND;
      case PERMISSION_DENIED, UNAUTHENTICATED -> CallOutcome.DENIED;
      case ALREADY_EXISTS, FAILED_PRECONDITION, UNIMPLEMENTED, OUT_OF_RANGE, DATA_LOSS, OK ->
          CallOutcome.REFUSED;
      case UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, INTERNAL, UNKNOWN, CANCELLED ->
          CallOutcome.UNCERTAIN;
    };
  }

  private static String text(Status status) {
    String description = status.getDescription();
    return description == null ? "" : description.toLowerCase(Locale.ROOT);
  }

  private static CallOutcome exhausted(StatusRuntimeException failure, String text) {
    if (text.contains("larger than max") || text.contains("message too large")) {
      return CallOutcome.TOO_LARGE;
    }
    ResourceExhaustedFailure detail =
        StatusUtils.getFailure(failure, ResourceExhaustedFailure.class);
    boolean named =
        detail != null
            && detail.getCause() == ResourceExhaustedCause.RESOURCE_EXHAUSTED_CAUSE_BUSY_WORKFLOW;
    boolean told = text.contains("workflow is busy") || text.contains("workflow is closing");
    return named || told ? CallOutcome.BUSY : CallOutcome.THROTTLED;
  }

  private static CallOutcome invalid(String text) {
    if (text.contains("blob data size exceeds")) {
      return CallOutcome.TOO_LARGE;
    }
    return text.contains("limit for signal") ? CallOutcome.SIGNAL_LIMIT : CallOutcome.REFUSED;
  }
}
