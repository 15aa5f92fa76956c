package dev.holdfast.core.groupcommit;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Writes a group in one transaction.
 *
 * @param <O> operation
 * @param <R> what it did
 */
public interface GroupWriter<O, R> {

  /**
   * Everything in {@code group} that is not refused is committed when the stage completes.
   *
   * <p>Operations take effect in list order; all become visible together.
   *
   * @param group one operation or more
   * @return one outcome for each, in order. The stage fails as a whole with a {@link
   *     dev.holdfast.core.failure.Failure} whose code says what to do: {@code WRITE_CONFLICT}
   *     (nothing happened, repeat), {@code REJECTED} (nothing happened, a row of some operation is
   *     to blame), {@code OUTCOME_UNKNOWN}, or another (nothing happened)
   */
  CompletionStage<List<Outcome<R>>> write(List<O> group);
}
