package dev.holdfast.signals.temporal;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.ArrayList;
import java.util.List;

/** A workflow that writes down what it is told, until it is told to finish. */
@WorkflowInterface
public interface Recorder {

  @WorkflowMethod
  List<String> run();

  @SignalMethod
  void note(String text);

  @SignalMethod
  void finish();

  @QueryMethod
  int count();

  /** Signals may come before the main method begins. */
  final class Flow implements Recorder {
    private final List<String> notes = new ArrayList<>();
    private boolean finished;

    @Override
    public List<String> run() {
      Workflow.await(() -> finished);
      return notes;
    }

    @Override
    public void note(String text) {
      notes.add(text);
    }

    @Override
    public void finish() {
      finished = true;
    }

    @Override
    public int count() {
      return notes.size();
    }
  }
}
