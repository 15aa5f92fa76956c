package dev.holdfast.temporal.worker.flow;

import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/** A workflow without any handler. */
@WorkflowInterface
public interface Deaf {

  @WorkflowMethod
  String doze(long millis);

  /** Sleeps, and tells that it did. */
  final class Flow implements Deaf {
    @Override
    public String doze(long millis) {
      Workflow.sleep(Duration.ofMillis(millis));
      return "slept";
    }
  }
}
