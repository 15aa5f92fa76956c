package dev.holdfast.signals.temporal;

import dev.holdfast.core.signal.WorkflowKey;
import dev.holdfast.temporal.worker.HoldfastWorkerInterceptor;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.temporal.TemporalCli;
import dev.holdfast.testkit.temporal.TemporalDevServer;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Temporal dev server for a test class, with a client and workers. */
final class RealTemporal implements BeforeAllCallback, AfterAllCallback {
  private final List<WorkerFactory> factories = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  TemporalDevServer server;

  @SuppressWarnings("NullAway.Init")
  TemporalChannels channels;

  @SuppressWarnings("NullAway.Init")
  WorkflowClient client;

  @Override
  public void beforeAll(ExtensionContext context) {
    var cli = TemporalCli.find();
    Assumptions.assumeTrue(cli.isPresent());
    server = TemporalDevServer.inMemory(cli.orElseThrow());
    channels = new TemporalChannels(address());
    client =
        WorkflowClient.newInstance(
            WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(server.target()).build()));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    factories.forEach(WorkerFactory::shutdownNow);
    if (server != null) {
      channels.close();
      client.getWorkflowServiceStubs().shutdownNow();
      client.getWorkflowServiceStubs().awaitTermination(5, TimeUnit.SECONDS);
      server.close();
    }
  }

  TemporalAddress address() {
    return new TemporalAddress(server.target(), false, null, null, null, null);
  }

  TemporalTransport transport() {
    return new TemporalTransport(channels, "holdfast-test");
  }

  /** A worker of recorders on a task queue. */
  void work(String taskQueue, boolean unwrapping) {
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
  }

  /** Starts a recorder; nobody works on it unless {@link #work} is called for its queue. */
  WorkflowStub started(String taskQueue) {
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            "Recorder",
            WorkflowOptions.newBuilder()
                .setTaskQueue(taskQueue)
                .setWorkflowId("w-" + UUID.randomUUID())
                .build());
    stub.start();
    return stub;
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
  List<String> notes(WorkflowKey workflow, Duration within) throws Exception {
    WorkflowStub stub = client.newUntypedWorkflowStub(workflow.workflowId());
    return (List<String>) stub.getResult(within.toSeconds(), TimeUnit.SECONDS, List.class);
  }
}
