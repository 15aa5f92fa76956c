package dev.holdfast.postgres.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a record says beside its content.
 *
 * @param state the checkpoint it was made for, null for none
 * @param calls of pending writes, in the order in which they came
 */
public record Head(@Nullable StoredState state, List<StoredCall> calls) {

  /** Copies the list. */
  public Head {
    calls = List.copyOf(calls);
  }

  /**
   * The checkpoint.
   *
   * @throws IllegalStateException there is none
   */
  public StoredState checkpoint() {
    if (state == null) {
      throw new IllegalStateException("a record does not hold the checkpoint that it should");
    }
    return state;
  }
}
