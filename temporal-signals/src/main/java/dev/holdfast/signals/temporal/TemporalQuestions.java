package dev.holdfast.signals.temporal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.ByteString;
import dev.holdfast.core.signal.WorkflowKey;
import io.grpc.Deadline;
import io.grpc.Status;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.query.v1.WorkflowQuery;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.QueryWorkflowRequest;
import io.temporal.api.workflowservice.v1.QueryWorkflowResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceFutureStub;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What delivery asks about workflows, on the channel of the bulk. */
final class TemporalQuestions {

  private static final String QUERY = "holdfast_signals";
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /**
   * A query that comes while its workflow changes hands may wait for ever, and the next one not.
   */
  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(1);

  /**
   * Of nobody who would know: time ran out, no worker looks for tasks, the server is busy or away.
   */
  private static final Set<Status.Code> SILENCE =
      Set.of(
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.UNAVAILABLE);

  private static final JsonFactory JSON = new JsonFactory();

  private final TemporalChannels channels;

  TemporalQuestions(TemporalChannels channels) {
    this.channels = channels;
  }

  /** What runs now, and who works on it. */
  CompletionStage<WorkflowRun> run(WorkflowKey workflow) {
    var request =
        DescribeWorkflowExecutionRequest.newBuilder()
            .setNamespace(workflow.namespace())
            .setExecution(execution(workflow))
            .build();
    return ask(workflow, stub -> stub.describeWorkflowExecution(request), PATIENCE)
        .thenApply(
            described ->
                new WorkflowRun(
                    new WorkerKind(
                        workflow.namespace(),
                        described.getExecutionConfig().getTaskQueue().getName(),
                        described.getWorkflowExecutionInfo().getType().getName()),
                    described.getWorkflowExecutionInfo().getExecution().getRunId(),
                    described.getWorkflowExecutionInfo().getStatus()
                        == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING));
  }

  /** Watermarks of a workflow, by source; fails if no worker with the interceptor answers. */
  CompletionStage<Map<String, Long>> watermarks(WorkflowKey workflow) {
    var request =
        QueryWorkflowRequest.newBuilder()
            .setNamespace(workflow.namespace())
            .setExecution(execution(workflow))
            .setQuery(WorkflowQuery.newBuilder().setQueryType(QUERY))
            .build();
    Function<WorkflowServiceFutureStub, ListenableFuture<QueryWorkflowResponse>> query =
        stub -> stub.queryWorkflow(request);
    return ask(workflow, query, FIRST_PATIENCE)
        .exceptionallyCompose(
            lost ->
                Status.fromThrowable(lost).getCode() == Status.Code.DEADLINE_EXCEEDED
                    ? ask(workflow, query, PATIENCE)
                    : CompletableFuture.failedFuture(lost))
        .thenApply(TemporalQuestions::read);
  }

  /** Whether nobody answered a question, rather than somebody that it is not known. */
  static boolean isSilence(Throwable failure) {
    return SILENCE.contains(Status.fromThrowable(failure).getCode());
  }

  /**
   * Whether a worker said that it does not know the question: it has no interceptor. Every SDK
   * names the question then, and not if it cannot replay the workflow.
   */
  static boolean isRefusal(Throwable failure) {
    Status status = Status.fromThrowable(failure);
    String told = status.getDescription();
    return status.getCode() == Status.Code.INVALID_ARGUMENT && told != null && told.contains(QUERY);
  }

  private <T> CompletionStage<T> ask(
      WorkflowKey workflow,
      Function<WorkflowServiceFutureStub, ListenableFuture<T>> question,
      Duration patience) {
    Deadline until = Deadline.after(patience.toMillis(), TimeUnit.MILLISECONDS);
    return channels
        .ready(false, until)
        .thenCompose(
            ready ->
                of(question.apply(channels.stub(workflow.namespace(), false).withDeadline(until))));
  }

  private static WorkflowExecution execution(WorkflowKey workflow) {
    return WorkflowExecution.newBuilder().setWorkflowId(workflow.workflowId()).build();
  }

  private static Map<String, Long> read(QueryWorkflowResponse answer) {
    if (answer.getQueryResult().getPayloadsCount() != 1) {
      throw new IllegalStateException("no answer to the query");
    }
    Payload payload = answer.getQueryResult().getPayloads(0);
    String encoding = payload.getMetadataOrDefault("encoding", ByteString.EMPTY).toStringUtf8();
    @Nullable Map<String, Long> watermarks = null;
    try (JsonParser in = JSON.createParser(payload.getData().toByteArray())) {
      while (in.nextToken() != null) {
        if (in.currentToken() == JsonToken.START_OBJECT && "watermarks".equals(in.currentName())) {
          watermarks = new HashMap<>();
          while (in.nextToken() == JsonToken.FIELD_NAME) {
            String source = in.currentName();
            in.nextToken();
            watermarks.put(source, in.getLongValue());
          }
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("an answer that is not one of the interceptor", e);
    }
    if (watermarks == null || !encoding.equals("json/plain")) {
      throw new IllegalStateException("an answer that cannot be read: a codec may be on it");
    }
    return watermarks;
  }

  /** The answer to a call. */
  static <T> CompletionStage<T> of(ListenableFuture<T> future) {
    var stage = new CompletableFuture<T>();
    Futures.addCallback(
        future,
        new FutureCallback<T>() {
          @Override
          public void onSuccess(@Nullable T answer) {
            stage.complete(answer);
          }

          @Override
          public void onFailure(Throwable error) {
            stage.completeExceptionally(error);
          }
        },
        MoreExecutors.directExecutor());
    return stage;
  }
}
