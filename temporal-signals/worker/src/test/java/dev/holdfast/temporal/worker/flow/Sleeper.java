package dev.holdfast.temporal.worker.flow;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A workflow that ends with a timer, whatever its handlers do. */
@WorkflowInterface
public interface Sleeper {

  @WorkflowMethod
  List<String> sleep(long millis);

  @SignalMethod
  void append(String text);

  @SignalMethod
  void block();

  /** Returns what was appended before the timer fired, or in its workflow task. */
  final class Flow implements Sleeper {
    private final List<String> log = new ArrayList<>();

    @Override
    public List<String> sleep(long millis) {
      Workflow.sleep(Duration.ofMillis(millis));
      return List.copyOf(log);
    }

    @Override
    public void append(String text) {
      log.add(text);
    }

    @Override
    public void block() {
      Workflow.await(() -> false);
    }
  }
}
