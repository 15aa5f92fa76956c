package dev.holdfast.server.support;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.ArrayList;
import java.util.List;

/** A workflow that writes down what it is told, and ends when it is told to. */
@WorkflowInterface
public interface RecorderFlow {

  /** Waits. */
  @WorkflowMethod(name = "Recorder")
  List<String> run();

  /** Is written down. */
  @SignalMethod
  void note(String text);

  /** What was written down. */
  @QueryMethod
  List<String> notes();

  /** The recorder. */
  class Recorder implements RecorderFlow {

    private final List<String> notes = new ArrayList<>();

    @Override
    public List<String> run() {
      Workflow.await(() -> notes.contains("end"));
      return notes;
    }

    @Override
    public void note(String text) {
      notes.add(text);
    }

    @Override
    public List<String> notes() {
      return notes;
    }
  }
}
