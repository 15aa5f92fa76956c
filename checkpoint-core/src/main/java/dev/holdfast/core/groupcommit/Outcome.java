package dev.holdfast.core.groupcommit;

import dev.holdfast.core.failure.Failure;

/**
 * What became of one operation of a group.
 *
 * @param <R> what it did
 */
public sealed interface Outcome<R> {

  /**
   * It is committed.
   *
   * @param result what it did
   * @param <R> its type
   */
  record Done<R>(R result) implements Outcome<R> {}

  /**
   * It had no effect; its neighbours are not touched.
   *
   * @param failure why
   * @param <R> the type of what it would have done
   */
  record Refused<R>(Failure failure) implements Outcome<R> {}
}
