package dev.holdfast.signals.temporal;

/** Is told of workers that do not take envelopes as they should. Calls must not block. */
public interface EnvelopeObserver {

  /**
   * Took batches and did not take them apart: they get none for an hour.
   *
   * @param worker namespace, task queue and workflow type
   */
  void distrusted(String worker);

  /**
   * Nobody answered whether a worker takes envelopes: signals go one by one until somebody does.
   */
  void unanswered(String worker);
}
