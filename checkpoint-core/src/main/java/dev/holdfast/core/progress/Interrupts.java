package dev.holdfast.core.progress;

import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.TaskId;
import java.util.List;

/**
 * Which interrupts of a head nobody has answered. LangGraph writes an answer under a task of its
 * own before the interrupted task runs again, and leaves the interrupt where it is.
 */
final class Interrupts {

  private static final int ERROR = -1;
  private static final int RESUME = -4;

  /** The task under which LangGraph writes the answer of a caller. */
  private static final TaskId CALLER = new TaskId("00000000-0000-0000-0000-000000000000");

  private Interrupts() {}

  static boolean open(List<HeadWrite> writes) {
    return writes.stream()
        .filter(write -> write.index() == PendingWrite.INTERRUPT)
        .anyMatch(interrupt -> writes.stream().noneMatch(write -> ends(write, interrupt)));
  }

  /** What a task writes with an interrupt are the answers to earlier ones. */
  private static boolean ends(HeadWrite write, HeadWrite interrupt) {
    boolean own = write.task().equals(interrupt.task());
    if (write.index() >= 0) {
      return own;
    }
    boolean answers =
        (write.index() == RESUME && (own || write.task().equals(CALLER)))
            || (write.index() == ERROR && own);
    return answers && write.call() > interrupt.call();
  }
}
