package dev.holdfast.core.groupcommit;

import dev.holdfast.core.failure.Failure;
import java.util.function.Function;

/**
 * What became of one operation of a group.
 *
 * @param <R> what it did
 */
public sealed interface Outcome<R> {

  /** The same with what {@code function} makes of the result. */
  default <T> Outcome<T> map(Function<R, T> function) {
    return this instanceof Done<R> done
        ? new Done<>(function.apply(done.result()))
        : new Refused<>(((Refused<R>) this).failure());
  }

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
