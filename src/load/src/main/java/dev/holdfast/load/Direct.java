package dev.holdfast.load;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The peer: {@link WorkflowStub#signal}, as the SDK's documentation has it. */
final class Direct implements Caller {

  private final WorkflowClient client;
  private final Map<String, WorkflowStub> stubs = new HashMap<>();

  Direct(WorkflowClient client) {
    this.client = client;
  }

  @Override
  public String send(String workflow, List<Integer> numbers, String priority) {
    WorkflowStub stub = stubs.computeIfAbsent(workflow, client::newUntypedWorkflowStub);
    try {
      for (int number : numbers) {
        stub.signal("note", Texts.of(number));
      }
      return "delivered";
    } catch (RuntimeException e) {
      return e.getClass().getSimpleName();
    }
  }
}
