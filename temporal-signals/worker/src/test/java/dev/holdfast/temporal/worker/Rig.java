package dev.holdfast.temporal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.RawValue;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkflowImplementationOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A client and a worker of their own on one task queue. The worker begins when it is told to. */
final class Rig implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  final WorkflowClient client;
  final Worker worker;
  private final WorkflowServiceStubs stubs;
  private final WorkerFactory factory;
  final String queue;
  private boolean begun;

  /** How a rig differs from the usual one. */
  static final class Options {
    DataConverter converter = DefaultDataConverter.STANDARD_INSTANCE;
    boolean unwrapping = true;
    int cacheSize = 50;
    final List<WorkerInterceptor> behind = new ArrayList<>();
    final List<WorkerInterceptor> before = new ArrayList<>();
    WorkflowImplementationOptions implementation =
        WorkflowImplementationOptions.getDefaultInstance();
  }

  Rig(WorkflowServiceStubs stubs, String queue, Options options, Class<?>... types) {
    this.stubs = stubs;
    this.queue = queue;
    client =
        WorkflowClient.newInstance(
            stubs, WorkflowClientOptions.newBuilder().setDataConverter(options.converter).build());
    List<WorkerInterceptor> chain = new ArrayList<>(options.behind);
    if (options.unwrapping) {
      chain.add(new HoldfastWorkerInterceptor(client.getOptions().getDataConverter()));
    }
    chain.addAll(options.before);
    factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(chain.toArray(new WorkerInterceptor[0]))
                .setWorkflowCacheSize(options.cacheSize)
                .build());
    worker = factory.newWorker(queue);
    worker.registerWorkflowImplementationTypes(options.implementation, types);
  }

  void begin() {
    factory.start();
    begun = true;
  }

  WorkflowStub stub(String type) {
    return client.newUntypedWorkflowStub(
        type,
        WorkflowOptions.newBuilder()
            .setTaskQueue(queue)
            .setWorkflowId("w-" + UUID.randomUUID())
            .setWorkflowTaskTimeout(Duration.ofSeconds(5))
            .build());
  }

  WorkflowStub start(String type, Object... arguments) {
    WorkflowStub stub = stub(type);
    stub.start(arguments);
    return stub;
  }

  void signal(WorkflowStub workflow, Batch batch) {
    signal(workflow, Envelope.SIGNAL, batch.payloads());
  }

  /** Without a converter in between, as Holdfast does. */
  void signal(WorkflowStub workflow, String name, Payloads payloads) {
    stubs
        .blockingStub()
        .withWaitForReady()
        .withDeadlineAfter(LIMIT.toSeconds(), TimeUnit.SECONDS)
        .signalWorkflowExecution(
            SignalWorkflowExecutionRequest.newBuilder()
                .setNamespace("default")
                .setWorkflowExecution(latest(workflow))
                .setSignalName(name)
                .setInput(payloads)
                .setRequestId(UUID.randomUUID().toString())
                .build());
  }

  /** The answer to the interceptor's query. */
  Map<?, ?> report(WorkflowStub workflow) {
    Payload answer = any(workflow).query(Envelope.QUERY, RawValue.class).getPayload();
    return Envelope.read(answer);
  }

  List<String> log(WorkflowStub workflow) {
    return List.of(any(workflow).query("log", String[].class));
  }

  /** The log of a recorder that is told to finish; its history is replayed, too. */
  List<String> finish(WorkflowStub workflow) throws Exception {
    any(workflow).signal("finish");
    return result(workflow);
  }

  List<String> result(WorkflowStub workflow) throws Exception {
    String[] result = any(workflow).getResult(LIMIT.toSeconds(), TimeUnit.SECONDS, String[].class);
    assertThat(count(workflow, EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)).isZero();
    replay(workflow);
    return List.of(result);
  }

  /** Throws what a worker would fail the task with. */
  void replay(WorkflowStub workflow) throws Exception {
    worker.replayWorkflowExecution(fetch(workflow));
  }

  long count(WorkflowStub workflow, EventType type) {
    return history(workflow).stream().filter(event -> event.getEventType() == type).count();
  }

  /** Of the newest run. */
  WorkflowExecutionHistory fetch(WorkflowStub workflow) {
    return client.fetchHistory(workflow.getExecution().getWorkflowId());
  }

  List<HistoryEvent> history(WorkflowStub workflow) {
    return fetch(workflow).getEvents();
  }

  WorkflowExecutionStatus status(WorkflowStub workflow) {
    return describe(workflow).getStatus();
  }

  /** Of the newest run. */
  String runId(WorkflowStub workflow) {
    return describe(workflow).getExecution().getRunId();
  }

  private WorkflowExecutionInfo describe(WorkflowStub workflow) {
    return stubs
        .blockingStub()
        .describeWorkflowExecution(
            DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace("default")
                .setExecution(latest(workflow))
                .build())
        .getWorkflowExecutionInfo();
  }

  /** Waits until {@code condition} holds, but not for ever. */
  static void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within " + LIMIT).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Override
  public void close() {
    if (begun) {
      factory.shutdownNow();
      factory.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** Whichever run is the newest. */
  private WorkflowStub any(WorkflowStub workflow) {
    return client.newUntypedWorkflowStub(workflow.getExecution().getWorkflowId());
  }

  private static WorkflowExecution latest(WorkflowStub workflow) {
    return workflow.getExecution().toBuilder().clearRunId().build();
  }
}
