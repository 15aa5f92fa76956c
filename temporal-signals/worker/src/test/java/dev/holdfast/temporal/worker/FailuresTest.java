package dev.holdfast.temporal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.temporal.worker.flow.RecorderFlow;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.worker.WorkflowImplementationOptions;
import java.util.List;

/** What exceptions of handlers and unreadable batches do. */
class FailuresTest extends OnServers {

  @OnEachServer
  void anApplicationFailureFailsTheWorkflow(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);

    rig.signal(workflow, Batch.of("s", 1).append("1").add("fail", "application").append("2"));

    assertThatFailsAsFromAPlainSignal(rig, workflow);
  }

  @OnEachServer
  void anApplicationFailureBehindABlockedEntryFailsTheWorkflow(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);

    rig.signal(workflow, Batch.of("s", 1).add("block", "x").add("fail", "application"));

    assertThatFailsAsFromAPlainSignal(rig, workflow);
  }

  @OnEachServer
  void anApplicationFailureInTheFirstTaskFailsTheWorkflow(Server server) throws Exception {
    var rig = rig(server);
    var workflow = recorder(rig);
    rig.signal(workflow, Batch.of("s", 1).add("block", "x").add("fail", "application"));

    rig.begin();

    assertThatFailsAsFromAPlainSignal(rig, workflow);
  }

  @OnEachServer
  void anApplicationFailureOfAPlainSignalIsNoDifferent(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);

    workflow.signal("fail", "application");

    assertThatFailsAsFromAPlainSignal(rig, workflow);
  }

  @OnEachServer
  void anotherExceptionFailsTheTask(Server server) throws Exception {
    for (var batch :
        List.of(
            Batch.of("s", 1).add("fail", "otherwise"),
            Batch.of("s", 1).add("block", "x").add("fail", "otherwise"))) {
      var rig = rig(server);
      var workflow = running(rig);

      rig.signal(workflow, batch);

      assertThatTheTaskFails(rig, workflow, "broken");
    }
  }

  @OnEachServer
  void anotherExceptionInTheFirstTaskFailsTheTask(Server server) throws Exception {
    var rig = rig(server);
    var workflow = recorder(rig);
    rig.signal(workflow, Batch.of("s", 1).add("block", "x").add("fail", "otherwise"));

    rig.begin();

    assertThatTheTaskFails(rig, workflow, "broken");
  }

  @OnEachServer
  void exceptionsThatTheWorkflowNamesFailIt(Server server) throws Exception {
    var rig = failingOn(server, IllegalStateException.class);
    var workflow = running(rig);

    rig.signal(workflow, Batch.of("s", 1).add("block", "x").add("fail", "otherwise"));

    Rig.until(
        () -> rig.status(workflow) == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED);
  }

  @OnEachServer
  void anUnknownVersionFailsTheTask(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);

    rig.signal(workflow, Batch.of("s", 1).append("1").version(2));

    assertThatTheTaskFails(rig, workflow, "version is not 1");
  }

  @OnEachServer
  void aBatchThatCannotBeReadFailsTheTask(Server server) throws Exception {
    var argument = DefaultDataConverter.STANDARD_INSTANCE.toPayload("x").orElseThrow();
    var tooMany = Batch.of("s", 1).append("1").payloads().toBuilder().addPayloads(argument).build();
    for (var payloads : List.of(Payloads.getDefaultInstance(), of(argument), tooMany)) {
      var rig = rig(server);
      var workflow = running(rig);

      rig.signal(workflow, Envelope.SIGNAL, payloads);

      assertThatTheTaskFails(rig, workflow, "signal batch cannot be read");
    }
  }

  @OnEachServer
  void nothingOvertakesABatchThatCannotBeRead(Server server) throws Exception {
    var rig = rig(server);
    var workflow = recorder(rig);
    rig.signal(workflow, Batch.of("s", 1).append("1").version("one"));
    workflow.signal("leave");

    rig.begin();

    assertThatTheTaskFails(rig, workflow, "version is not an integer");
  }

  @OnEachServer
  void aReplayWithoutTheInterceptorIsNotDeterministic(Server server) throws Exception {
    var without = new Rig.Options();
    without.unwrapping = false;
    var rig = rig(server);
    var workflow = running(rig);
    rig.signal(workflow, Batch.of("s", 1).append("1").add("nap", "n").append("2"));
    rig.finish(workflow);

    // A replay without the interceptor sees a timer that its workflow never asks for.
    var other = rig(server, without, RecorderFlow.class);
    assertThatThrownBy(() -> other.worker.replayWorkflowExecution(rig.fetch(workflow)))
        .hasStackTraceContaining("NonDeterministicException");
  }

  private Rig failingOn(Server server, Class<? extends Throwable> type) {
    var options = new Rig.Options();
    options.implementation =
        WorkflowImplementationOptions.newBuilder().setFailWorkflowExceptionTypes(type).build();
    return rig(server, options, RecorderFlow.class);
  }

  private static Payloads of(Payload payload) {
    return Payloads.newBuilder().addPayloads(payload).build();
  }

  private static void assertThatFailsAsFromAPlainSignal(Rig rig, WorkflowStub workflow)
      throws Exception {
    Rig.until(
        () -> rig.status(workflow) == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED);
    var events = rig.history(workflow);
    var failure =
        events.get(events.size() - 1).getWorkflowExecutionFailedEventAttributes().getFailure();
    assertThat(failure.getMessage()).isEqualTo("refused");
    assertThat(failure.getApplicationFailureInfo().getType()).isEqualTo("Refused");
    assertThat(rig.count(workflow, EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)).isZero();
    rig.replay(workflow);
  }

  private static void assertThatTheTaskFails(Rig rig, WorkflowStub workflow, String message)
      throws Exception {
    Rig.until(() -> rig.count(workflow, EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED) > 0);
    assertThat(rig.status(workflow))
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
    var failure =
        rig.history(workflow).stream()
            .filter(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)
            .map(e -> e.getWorkflowTaskFailedEventAttributes().getFailure())
            .findFirst()
            .orElseThrow();
    assertThat(failure.toString()).contains(message);
  }
}
