package dev.holdfast.core.groupcommit;

/** Is told what group commit does; metrics listen here. Calls must not block. */
public interface GroupObserver {

  /** Listens to nothing. */
  GroupObserver SILENT = new GroupObserver() {};

  /**
   * A group was handed to the writer.
   *
   * @param operations operations in it
   * @param rows rows in it at most
   * @param oldestWaitNanos how long its first operation had waited
   */
  default void groupStarted(int operations, int rows, long oldestWaitNanos) {}

  /**
   * After {@code nanos}, {@code committed} operations of a group took effect; the others, or all,
   * failed.
   */
  default void groupEnded(int committed, long nanos) {}

  /** A group met a deadlock or a serialization failure and is repeated. */
  default void groupRepeated() {}

  /** A group had a bad row and is written in two halves. */
  default void groupSplit() {}

  /** A caller was refused because the backlog is full. */
  default void shed() {}
}
