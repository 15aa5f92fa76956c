package dev.holdfast.temporal.worker.flow;

import io.temporal.common.converter.EncodedValues;
import io.temporal.workflow.DynamicSignalHandler;
import io.temporal.workflow.DynamicWorkflow;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/** A workflow of any type that handles signals of any name; "finish" ends it. */
public final class DynamicFlow implements DynamicWorkflow {

  private final List<String> log = new ArrayList<>();
  private boolean finished;

  @Override
  public Object execute(EncodedValues arguments) {
    DynamicSignalHandler handler =
        (name, values) -> {
          log.add(values.getSize() == 0 ? name : name + " " + values.get(0, String.class));
          finished |= name.equals("finish");
        };
    Workflow.registerListener(handler);
    Workflow.await(() -> finished);
    return log;
  }
}
