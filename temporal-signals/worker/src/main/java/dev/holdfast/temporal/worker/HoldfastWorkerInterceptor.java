package dev.holdfast.temporal.worker;

import io.temporal.common.converter.DataConverter;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import java.util.Objects;

/**
 * Turns a batch of signals into ordinary calls of signal handlers; workflow code does not change.
 *
 * <p>The entries of a batch start in its order. When a handler blocks, the rest starts all the
 * same. Plain signals that arrive after a batch start after its entries. An entry whose sequence is
 * not over the watermark of its source is a repeat and is dropped; continue-as-new carries the
 * watermarks, and waits until every entry of the old run has started. A batch of an unknown version
 * fails the workflow task, which Temporal repeats.
 *
 * <p>Every workflow of the worker answers the query {@code holdfast_signals}. The format of
 * batches, header and query is in {@code docs/signals-envelope.md}.
 *
 * <p>Give it to {@code WorkerFactoryOptions} as the last interceptor: those before it then see
 * signals, those after it see batches. One object serves any number of workers.
 */
public final class HoldfastWorkerInterceptor extends WorkerInterceptorBase {

  private final DataConverter converter;

  /**
   * An interceptor for workers of one client.
   *
   * @param converter the client's own, codecs included: {@code
   *     client.getOptions().getDataConverter()}. It decodes the arguments of entries.
   */
  public HoldfastWorkerInterceptor(DataConverter converter) {
    this.converter = Objects.requireNonNull(converter);
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new UnwrappingInbound(next, converter);
  }
}
