package dev.holdfast.load;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.temporal.workflow.unsafe.WorkflowUnsafe;

/** A workflow that counts what it is told, for ever. */
@WorkflowInterface
public interface Notes {

  @WorkflowMethod
  void run();

  /** Takes a text of {@link Texts}. */
  @SignalMethod
  void note(String text);

  @QueryMethod
  long count();

  /** An ordinary workflow but for the clock: when a handler ran is for the benchmark alone. */
  final class Flow implements Notes {

    private long count;

    @Override
    public void run() {
      Workflow.await(() -> false);
    }

    @Override
    public void note(String text) {
      count++;
      if (!WorkflowUnsafe.isReplaying()) {
        Handled.note(Texts.number(text));
      }
    }

    @Override
    public long count() {
      return count;
    }
  }
}
