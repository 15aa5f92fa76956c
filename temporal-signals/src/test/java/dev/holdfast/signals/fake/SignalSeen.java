package dev.holdfast.signals.fake;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.UncheckedIOException;

/**
 * A signal that somebody sent.
 *
 * @param method of the service
 * @param runId empty: the present one
 * @param payloads its input, as bytes
 */
public record SignalSeen(
    String method,
    String namespace,
    String workflowId,
    String runId,
    String name,
    String requestId,
    ByteString payloads) {

  private static final String PLAIN =
      WorkflowServiceGrpc.getSignalWorkflowExecutionMethod().getFullMethodName();
  private static final String STARTING =
      WorkflowServiceGrpc.getSignalWithStartWorkflowExecutionMethod().getFullMethodName();

  /** Whether a method signals. */
  static boolean signals(String method) {
    return method.equals(PLAIN) || method.equals(STARTING);
  }

  static SignalSeen of(String method, ByteString request) {
    try {
      return method.equals(PLAIN)
          ? of(method, SignalWorkflowExecutionRequest.parseFrom(request))
          : of(method, SignalWithStartWorkflowExecutionRequest.parseFrom(request));
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SignalSeen of(String method, SignalWorkflowExecutionRequest sent) {
    return new SignalSeen(
        method,
        sent.getNamespace(),
        sent.getWorkflowExecution().getWorkflowId(),
        sent.getWorkflowExecution().getRunId(),
        sent.getSignalName(),
        sent.getRequestId(),
        sent.getInput().toByteString());
  }

  private static SignalSeen of(String method, SignalWithStartWorkflowExecutionRequest sent) {
    return new SignalSeen(
        method,
        sent.getNamespace(),
        sent.getWorkflowId(),
        "",
        sent.getSignalName(),
        sent.getRequestId(),
        sent.getSignalInput().toByteString());
  }
}
