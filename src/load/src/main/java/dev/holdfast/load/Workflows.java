package dev.holdfast.load;

import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.util.stream.IntStream;

/**
 * Workflows that are signalled in turn.
 *
 * @param prefix of their ids
 */
record Workflows(String prefix, int count) {

  String id(int turn) {
    return prefix + "-" + turn % count;
  }

  void start(WorkflowClient client, String queue) {
    ids()
        .forEach(
            id ->
                client
                    .newUntypedWorkflowStub(
                        "Notes",
                        WorkflowOptions.newBuilder().setTaskQueue(queue).setWorkflowId(id).build())
                    .start());
  }

  void end(WorkflowClient client) {
    ids().forEach(id -> client.newUntypedWorkflowStub(id).terminate("measured"));
  }

  /** How many handlers have run, as the workflows themselves count. */
  long handled(WorkflowClient client) {
    return ids()
        .mapToLong(id -> client.newUntypedWorkflowStub(id).query("count", Long.class))
        .sum();
  }

  /** How many events of their histories are signals. */
  long events(WorkflowClient client) {
    return ids()
        .flatMap(id -> client.fetchHistory(id).getEvents().stream())
        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
        .count();
  }

  private java.util.stream.Stream<String> ids() {
    return IntStream.range(0, count).mapToObj(this::id);
  }
}
