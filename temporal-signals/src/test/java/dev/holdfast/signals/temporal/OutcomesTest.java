package dev.holdfast.signals.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.Status;
import dev.holdfast.signals.transport.CallOutcome;
import io.grpc.Status.Code;
import io.grpc.protobuf.StatusProto;
import io.temporal.api.enums.v1.ResourceExhaustedCause;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.errordetails.v1.ResourceExhaustedFailure;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** What each error of a call means. */
class OutcomesTest {

  private static CallOutcome of(Code code, String text) {
    return Outcomes.of(code.toStatus().withDescription(text).asRuntimeException());
  }

  private static CallOutcome of(Code code, String text, Message detail) {
    return Outcomes.of(
        StatusProto.toStatusRuntimeException(
            Status.newBuilder()
                .setCode(code.value())
                .setMessage(text)
                .addDetails(Any.pack(detail))
                .build()));
  }

  private static ResourceExhaustedFailure exhausted(ResourceExhaustedCause cause) {
    return ResourceExhaustedFailure.newBuilder().setCause(cause).build();
  }

  @Test
  void whatSaysNothingIsUncertain() {
    for (Code code :
        EnumSet.of(
            Code.UNAVAILABLE,
            Code.DEADLINE_EXCEEDED,
            Code.ABORTED,
            Code.INTERNAL,
            Code.UNKNOWN,
            Code.CANCELLED)) {
      assertThat(of(code, "x")).as(code.name()).isEqualTo(CallOutcome.UNCERTAIN);
    }
    assertThat(Outcomes.of(new IllegalStateException())).isEqualTo(CallOutcome.UNCERTAIN);
  }

  @Test
  void anExhaustedWorkflowIsBusyAndAnythingElseExhaustedIsThrottled() {
    for (ResourceExhaustedCause cause : ResourceExhaustedCause.values()) {
      if (cause == ResourceExhaustedCause.UNRECOGNIZED) {
        continue;
      }
      boolean busy = cause == ResourceExhaustedCause.RESOURCE_EXHAUSTED_CAUSE_BUSY_WORKFLOW;
      assertThat(of(Code.RESOURCE_EXHAUSTED, "limit", exhausted(cause)))
          .as(cause.name())
          .isEqualTo(busy ? CallOutcome.BUSY : CallOutcome.THROTTLED);
    }
    assertThat(of(Code.RESOURCE_EXHAUSTED, "Workflow is busy.")).isEqualTo(CallOutcome.BUSY);
    assertThat(of(Code.RESOURCE_EXHAUSTED, "workflow is closing")).isEqualTo(CallOutcome.BUSY);
    assertThat(of(Code.RESOURCE_EXHAUSTED, "x")).isEqualTo(CallOutcome.THROTTLED);
  }

  @Test
  void eitherFormOfTooLargeIsTooLarge() {
    assertThat(
            of(
                Code.RESOURCE_EXHAUSTED,
                "grpc: received message larger than max (4195000 vs. 4194304)"))
        .isEqualTo(CallOutcome.TOO_LARGE);
    assertThat(of(Code.INVALID_ARGUMENT, "Blob data size exceeds limit."))
        .isEqualTo(CallOutcome.TOO_LARGE);
  }

  @Test
  void theLimitOfSignalsIsTold() {
    assertThat(of(Code.INVALID_ARGUMENT, "exceeded workflow execution limit for signal events"))
        .isEqualTo(CallOutcome.SIGNAL_LIMIT);
    assertThat(of(Code.INVALID_ARGUMENT, "RunId is not valid UUID."))
        .isEqualTo(CallOutcome.REFUSED);
  }

  @Test
  void aMissingNamespaceIsNoMissingWorkflow() {
    assertThat(of(Code.NOT_FOUND, "workflow not found for ID: w"))
        .isEqualTo(CallOutcome.WORKFLOW_NOT_FOUND);
    assertThat(of(Code.NOT_FOUND, "workflow execution already completed"))
        .isEqualTo(CallOutcome.WORKFLOW_NOT_FOUND);
    assertThat(of(Code.NOT_FOUND, "Namespace nope is not found."))
        .isEqualTo(CallOutcome.NAMESPACE_NOT_FOUND);
    assertThat(of(Code.NOT_FOUND, "x", NamespaceNotFoundFailure.getDefaultInstance()))
        .isEqualTo(CallOutcome.NAMESPACE_NOT_FOUND);
  }

  @Test
  void whoMayNotCallIsDenied() {
    assertThat(of(Code.PERMISSION_DENIED, "x")).isEqualTo(CallOutcome.DENIED);
    assertThat(of(Code.UNAUTHENTICATED, "x")).isEqualTo(CallOutcome.DENIED);
  }

  @Test
  void whatNeverSucceedsIsRefused() {
    for (Code code :
        EnumSet.of(
            Code.ALREADY_EXISTS,
            Code.FAILED_PRECONDITION,
            Code.UNIMPLEMENTED,
            Code.OUT_OF_RANGE,
            Code.DATA_LOSS)) {
      assertThat(of(code, "x")).as(code.name()).isEqualTo(CallOutcome.REFUSED);
    }
  }
}
