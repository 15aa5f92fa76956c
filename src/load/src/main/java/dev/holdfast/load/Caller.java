package dev.holdfast.load;

import java.util.List;

/** Sends signals and waits for the answer. Used by one thread. */
interface Caller extends AutoCloseable {

  /**
   * Sends each of {@code numbers} to a workflow, all of them in one request if there are several.
   *
   * @param workflow its id
   * @return {@code delivered}, {@code queued}, or in one word why not
   */
  String send(String workflow, List<Integer> numbers, String priority);

  @Override
  default void close() {}
}
