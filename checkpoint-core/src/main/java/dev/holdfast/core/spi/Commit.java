package dev.holdfast.core.spi;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.signal.AttachedSignal;
import java.util.List;

/**
 * What is committed as one, also where a group is split: an append and its signals.
 *
 * @param append of a checkpoint or of pending writes
 * @param signals to be accepted with it, in order
 */
public record Commit(Append append, List<AttachedSignal> signals) {

  /** Rows of a signal: its own, and its lane's. */
  private static final int SIGNAL_ROWS = 2;

  /** Copies the list. */
  public Commit {
    signals = List.copyOf(signals);
  }

  /** Rows it adds at most. */
  public int rows() {
    return append.rows() + SIGNAL_ROWS * signals.size();
  }

  /** Bytes of values, arguments and headers that it carries. */
  public long bytes() {
    long sum = append.bytes();
    for (AttachedSignal attached : signals) {
      sum += attached.signal().length();
    }
    return sum;
  }
}
