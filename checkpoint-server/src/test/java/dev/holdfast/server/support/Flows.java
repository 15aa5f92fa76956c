package dev.holdfast.server.support;

import static dev.holdfast.server.support.Client.fresh;

import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionSignaledEventAttributes;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Workflows on a Temporal server, looked at without Holdfast. */
public final class Flows implements AutoCloseable {

  /** The task queue of the worker. */
  public static final String QUEUE = "recorders";

  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final WorkerFactory workers;

  /** Workflows on the server at {@code target}; nobody works on them yet. */
  public Flows(String target) {
    this(target, converter -> new WorkerInterceptorBase());
  }

  /** The same, with an interceptor in the worker, for the converter of its client. */
  public Flows(String target, Function<DataConverter, WorkerInterceptor> interceptor) {
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    client = WorkflowClient.newInstance(stubs);
    var unwrapping = interceptor.apply(client.getOptions().getDataConverter());
    workers =
        WorkerFactory.newInstance(
            client, WorkerFactoryOptions.newBuilder().setWorkerInterceptors(unwrapping).build());
    workers.newWorker(QUEUE).registerWorkflowImplementationTypes(RecorderFlow.Recorder.class);
  }

  /** Begins to work on them. */
  public void work() {
    workers.start();
  }

  /** Starts one; its id. */
  public String start() {
    return start(fresh("flow"));
  }

  /** Starts one with an id. */
  public String start(String id) {
    client
        .newUntypedWorkflowStub(
            "Recorder", WorkflowOptions.newBuilder().setTaskQueue(QUEUE).setWorkflowId(id).build())
        .start();
    return id;
  }

  /** Ends one. */
  public void terminate(String id) {
    client.newUntypedWorkflowStub(id).terminate("enough");
  }

  /** What the handler of a workflow has written down. */
  @SuppressWarnings("unchecked")
  public List<String> notes(String id) {
    return (List<String>) client.newUntypedWorkflowStub(id).query("notes", List.class);
  }

  /** Waits until a worker answers for a workflow that has not been told anything. */
  public void awaitWorker(String id) {
    Await.until(true, () -> answers(id));
  }

  private boolean answers(String id) {
    try {
      return notes(id).isEmpty();
    } catch (WorkflowException | StatusRuntimeException notYet) {
      return false;
    }
  }

  /** Signals in the history of a workflow, in order. */
  public List<WorkflowExecutionSignaledEventAttributes> signals(String id) {
    return history(id).stream()
        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
        .map(HistoryEvent::getWorkflowExecutionSignaledEventAttributes)
        .toList();
  }

  /** First arguments of the signals in the history of a workflow, as JSON, in order. */
  public List<String> firstArguments(String id) {
    return signals(id).stream()
        .map(signal -> signal.getInput().getPayloads(0))
        .map(Flows::text)
        .toList();
  }

  /** The data of a payload. */
  public static String text(Payload payload) {
    return payload.getData().toStringUtf8();
  }

  /** What a workflow was started with. */
  public List<Payload> input(String id) {
    return history(id)
        .get(0)
        .getWorkflowExecutionStartedEventAttributes()
        .getInput()
        .getPayloadsList();
  }

  private List<HistoryEvent> history(String id) {
    return stubs
        .blockingStub()
        .getWorkflowExecutionHistory(
            GetWorkflowExecutionHistoryRequest.newBuilder()
                .setNamespace("default")
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(id))
                .build())
        .getHistory()
        .getEventsList();
  }

  @Override
  public void close() {
    workers.shutdownNow();
    workers.awaitTermination(5, TimeUnit.SECONDS);
    stubs.shutdownNow();
    stubs.awaitTermination(5, TimeUnit.SECONDS);
  }
}
