package dev.holdfast.temporal.worker.flow;

import io.temporal.workflow.SignalMethod;

/** Handlers that a workflow registers while it runs. */
public interface Late {

  @SignalMethod
  void late(String text);

  @SignalMethod
  void lateBlock(String gate);

  @SignalMethod
  void lateOpen(String gate);
}
