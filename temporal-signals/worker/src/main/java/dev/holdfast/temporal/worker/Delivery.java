package dev.holdfast.temporal.worker;

import com.uber.m3.tally.Scope;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor.SignalInput;
import io.temporal.worker.MetricsType;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Starts one signal: drops repeats, holds what has no handler, decodes, and calls the handler. */
final class Delivery {

  private static final Logger LOG = Workflow.getLogger(Delivery.class);

  /** True in the threads that run handlers. */
  private static final ThreadLocal<Boolean> HANDLING = ThreadLocal.withInitial(() -> false);

  private final WorkflowInboundCallsInterceptor next;
  private final Handlers handlers;
  private final Watermarks watermarks;
  private final List<Held> held = new ArrayList<>();
  private long undecodable;

  Delivery(WorkflowInboundCallsInterceptor next, Handlers handlers, Watermarks watermarks) {
    this.next = next;
    this.handlers = handlers;
    this.watermarks = watermarks;
  }

  /** A signal without a handler and what it arrived in. */
  record Held(RawSignal signal, Arrival arrival) {}

  /** Returns when the handler has; what the handler throws goes to the caller. */
  void start(PendingSignal signal, Arrival arrival) {
    if (signal instanceof PendingSignal.Decoded plain) {
      handle(plain.input());
    } else if (signal instanceof PendingSignal.Released released) {
      decodeAndStart(released.signal());
    } else if (signal instanceof RawSignal raw && isNew(raw)) {
      startOrHold(raw, arrival);
    }
  }

  /** Whether the calling thread runs a handler. */
  static boolean isHandling() {
    return HANDLING.get();
  }

  /** What was held and has a handler now, in the order of arrival. */
  List<Held> release() {
    List<Held> released = held.stream().filter(h -> handlers.take(h.signal().name())).toList();
    held.removeAll(released);
    return released;
  }

  long undecodable() {
    return undecodable;
  }

  long unhandledEntries() {
    return held.stream().filter(h -> h.signal().isEntry()).count();
  }

  private boolean isNew(RawSignal signal) {
    var place = signal.place();
    return place == null || watermarks.raise(place.source(), place.sequence());
  }

  private void startOrHold(RawSignal signal, Arrival arrival) {
    if (handlers.take(signal.name())) {
      decodeAndStart(signal);
    } else {
      held.add(new Held(signal, arrival));
    }
  }

  private void decodeAndStart(RawSignal signal) {
    SignalInput input = decode(signal);
    if (input != null) {
      handle(input);
    }
  }

  private void handle(SignalInput input) {
    boolean before = HANDLING.get();
    HANDLING.set(true);
    try {
      next.handleSignal(input);
    } finally {
      HANDLING.set(before);
    }
  }

  /** As the SDK does with a signal that does not fit its handler: log, count, go on. */
  private @Nullable SignalInput decode(RawSignal signal) {
    try {
      return handlers.decode(signal);
    } catch (DataConverterException e) {
      var place = signal.place();
      undecodable += place == null ? 0 : 1;
      LOG.error(
          "signal {} (id {}, event {}) is dropped: its arguments do not fit the handler",
          signal.name(),
          place == null ? "none" : place.id(),
          signal.eventId());
      Scope metrics = Workflow.getMetricsScope();
      metrics.counter(MetricsType.CORRUPTED_SIGNALS_COUNTER).inc(1);
      return null;
    }
  }
}
