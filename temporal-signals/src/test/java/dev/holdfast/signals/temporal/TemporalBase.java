package dev.holdfast.signals.temporal;

import dev.holdfast.core.signal.WorkflowKey;
import dev.holdfast.temporal.worker.HoldfastWorkerInterceptor;
import dev.holdfast.testkit.gen.Fixtures;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;

/** A Temporal for a test class, with a client and workers. */
abstract class TemporalBase implements BeforeAllCallback, AfterAllCallback {
  private static final int LIMIT_SECONDS = 60;

  private final List<WorkerFactory> factories = new ArrayList<>();

  /** What is to be stopped before the connections are closed. */
  final List<Runnable> beforeTheEnd = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  TemporalChannels channels;

  @SuppressWarnings("NullAway.Init")
  WorkflowClient client;

  /** Host and port. */
  abstract String target();

  final void connect() {
    channels = new TemporalChannels(address());
    client =
        WorkflowClient.newInstance(
            WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target()).build()));
  }

  final void disconnect() {
    beforeTheEnd.forEach(Runnable::run);
    factories.forEach(WorkerFactory::shutdownNow);
    channels.close();
    client.getWorkflowServiceStubs().shutdownNow();
    client.getWorkflowServiceStubs().awaitTermination(5, TimeUnit.SECONDS);
  }

  TemporalAddress address() {
    return new TemporalAddress(target(), false, null, null, null, null);
  }

  TemporalTransport transport() {
    return new TemporalTransport(channels, "holdfast-test");
  }

  /** A worker of recorders on a task queue. */
  WorkerFactory work(String taskQueue, boolean unwrapping) {
    var converter = client.getOptions().getDataConverter();
    WorkerInterceptor[] chain =
        unwrapping
            ? new WorkerInterceptor[] {new HoldfastWorkerInterceptor(converter)}
            : new WorkerInterceptor[0];
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client, WorkerFactoryOptions.newBuilder().setWorkerInterceptors(chain).build());
    factory.newWorker(taskQueue).registerWorkflowImplementationTypes(Recorder.Flow.class);
    factory.start();
    factories.add(factory);
    return factory;
  }

  /** Starts a recorder; nobody works on it unless {@link #work} is called for its queue. */
  WorkflowStub started(String taskQueue) {
    return started(taskQueue, "w-" + UUID.randomUUID());
  }

  /** Starts a recorder under an id. */
  WorkflowStub started(String taskQueue, String workflowId) {
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            "Recorder",
            WorkflowOptions.newBuilder().setTaskQueue(taskQueue).setWorkflowId(workflowId).build());
    stub.start();
    return stub;
  }

  /** A recorder with a worker of its own, which answers. */
  WorkflowKey recorder(String taskQueue, boolean unwrapping) throws InterruptedException {
    work(taskQueue, unwrapping);
    return answering(taskQueue);
  }

  /** A recorder whose worker answers: who asks it next waits for no worker that begins. */
  WorkflowKey answering(String taskQueue) throws InterruptedException {
    WorkflowKey workflow = key(started(taskQueue));
    awaitAnswer(workflow);
    return workflow;
  }

  /** Waits until a worker answers for the newest run. */
  void awaitAnswer(WorkflowKey workflow) throws InterruptedException {
    WorkflowStub newest = client.newUntypedWorkflowStub(workflow.workflowId());
    RealOutbox.until(() -> answers(newest));
  }

  private static boolean answers(WorkflowStub recorder) {
    try {
      return recorder.query("count", Integer.class) == 0;
    } catch (WorkflowException | StatusRuntimeException notYet) {
      return false;
    }
  }

  static WorkflowKey key(WorkflowStub stub) {
    return new WorkflowKey(Fixtures.TENANT, "default", stub.getExecution().getWorkflowId());
  }

  /** The signals in the history of the newest run. */
  List<HistoryEvent> signals(WorkflowKey workflow) {
    return client.fetchHistory(workflow.workflowId()).getEvents().stream()
        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
        .toList();
  }

  /** What a recorder wrote down, after it was told to finish. */
  @SuppressWarnings("unchecked")
  List<String> notes(WorkflowKey workflow) throws Exception {
    WorkflowStub stub = client.newUntypedWorkflowStub(workflow.workflowId());
    return (List<String>) stub.getResult(LIMIT_SECONDS, TimeUnit.SECONDS, List.class);
  }
}
