package dev.holdfast.core.usecase;

/** Is told how each operation ended; metrics listen here. Calls must not block. */
public interface OperationObserver {

  /** Listens to nothing. */
  OperationObserver SILENT = (kind, reply, nanos) -> {};

  /**
   * An operation is answered.
   *
   * @param kind its name, e.g. {@code put_writes}
   * @param reply the answer
   * @param nanos since its batch was taken in
   */
  void operationEnded(String kind, Reply reply, long nanos);
}
