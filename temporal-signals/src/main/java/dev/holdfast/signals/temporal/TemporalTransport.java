package dev.holdfast.signals.temporal;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.Message;
import dev.holdfast.core.signal.StartSpec;
import dev.holdfast.signals.transport.CallOutcome;
import dev.holdfast.signals.transport.SignalCall;
import dev.holdfast.signals.transport.SignalTransport;
import io.grpc.Deadline;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceFutureStub;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Calls through the raw future stub: request ids are ours, nothing is repeated, nothing blocks (the
 * high-level client blocks for five seconds when Temporal is down).
 */
public final class TemporalTransport implements SignalTransport {

  private final TemporalChannels channels;
  private final String identity;

  /**
   * A transport.
   *
   * @param identity names this server in the history of workflows
   */
  public TemporalTransport(TemporalChannels channels, String identity) {
    this.channels = channels;
    this.identity = identity;
  }

  @Override
  public CompletionStage<CallOutcome> send(SignalCall call, Duration deadline) {
    Deadline until = Deadline.after(deadline.toNanos(), TimeUnit.NANOSECONDS);
    return channels
        .ready(call.critical(), until)
        .thenCompose(ready -> TemporalQuestions.of(started(call, until)))
        .handle(
            (answer, failure) ->
                failure == null ? CallOutcome.DELIVERED : Outcomes.of(cause(failure)));
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  private ListenableFuture<? extends Message> started(SignalCall call, Deadline until) {
    WorkflowServiceFutureStub stub =
        channels.stub(call.workflow().namespace(), call.critical()).withDeadline(until);
    StartSpec start = call.start();
    return start == null
        ? stub.signalWorkflowExecution(signal(call))
        : stub.signalWithStartWorkflowExecution(signalWithStart(call, start));
  }

  private SignalWorkflowExecutionRequest signal(SignalCall call) {
    WorkflowExecution.Builder execution =
        WorkflowExecution.newBuilder().setWorkflowId(call.workflow().workflowId());
    if (call.runId() != null) {
      execution.setRunId(call.runId());
    }
    return SignalWorkflowExecutionRequest.newBuilder()
        .setNamespace(call.workflow().namespace())
        .setWorkflowExecution(execution)
        .setSignalName(call.name())
        .setInput(Protos.payloads(call.input()))
        .setHeader(Protos.header(call.headers()))
        .setRequestId(call.requestId())
        .setIdentity(identity)
        .build();
  }

  private SignalWithStartWorkflowExecutionRequest signalWithStart(
      SignalCall call, StartSpec start) {
    return SignalWithStartWorkflowExecutionRequest.newBuilder()
        .setNamespace(call.workflow().namespace())
        .setWorkflowId(call.workflow().workflowId())
        .setWorkflowType(WorkflowType.newBuilder().setName(start.workflowType()))
        .setTaskQueue(TaskQueue.newBuilder().setName(start.taskQueue()))
        .setWorkflowIdReusePolicy(Protos.reuse(start.reuse()))
        .setInput(Protos.payloads(start.input()))
        .setSignalName(call.name())
        .setSignalInput(Protos.payloads(call.input()))
        .setHeader(Protos.header(call.headers()))
        .setRequestId(call.requestId())
        .setIdentity(identity)
        .build();
  }
}
