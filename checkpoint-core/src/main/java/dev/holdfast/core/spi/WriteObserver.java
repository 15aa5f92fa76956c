package dev.holdfast.core.spi;

import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.signal.AttachedSignal;
import java.util.List;

/** Hears what a writer did; called on its threads, so it must not wait. */
@FunctionalInterface
public interface WriteObserver {

  /** Hears nothing. */
  WriteObserver SILENT = volume -> {};

  /** A group is committed. */
  void written(WriteVolume volume);

  /** Checkpoints are committed to a thread that keeps only the latest of its history. */
  default void grown(ThreadKey thread, int checkpoints) {}

  /** Signals are committed with what they came with; some may be repeats. */
  default void signalled(List<AttachedSignal> signals) {}
}
