package dev.holdfast.core.usecase;

/** Is told what the policies of threads removed; metrics listen here. Calls must not block. */
@FunctionalInterface
public interface HistoryObserver {

  /** Listens to nothing. */
  HistoryObserver SILENT = checkpoints -> {};

  /** So many checkpoints went. */
  void conflated(long checkpoints);
}
