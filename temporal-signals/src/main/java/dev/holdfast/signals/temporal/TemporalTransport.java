package dev.holdfast.signals.temporal;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.Message;
import dev.holdfast.core.signal.StartSpec;
import dev.holdfast.signals.transport.CallOutcome;
import dev.holdfast.signals.transport.SignalCall;
import dev.holdfast.signals.transport.SignalTransport;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceFutureStub;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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
    var outcome = new CompletableFuture<CallOutcome>();
    try {
      Futures.addCallback(
          started(call, deadline),
          new FutureCallback<Message>() {
            @Override
            public void onSuccess(@Nullable Message answer) {
              outcome.complete(CallOutcome.DELIVERED);
            }

            @Override
            public void onFailure(Throwable error) {
              outcome.complete(Outcomes.of(error));
            }
          },
          MoreExecutors.directExecutor());
    } catch (RuntimeException e) {
      outcome.complete(CallOutcome.UNCERTAIN);
    }
    return outcome;
  }

  private ListenableFuture<? extends Message> started(SignalCall call, Duration deadline) {
    WorkflowServiceFutureStub stub =
        channels
            .stub(call.workflow().namespace(), call.critical())
            .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
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
