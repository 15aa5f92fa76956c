package dev.holdfast.temporal.worker;

import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * Arrivals with signals that have not started. The first starts all of its own before the second
 * may.
 *
 * <p>An arrival starts its signals in its own callback thread, one after the other, so that
 * handlers that do not block run at once and before the main method. Before it starts a signal with
 * others behind, there is a helper: a coroutine that goes on if the handler blocks. In the first
 * task of a run helpers do all of it, and the main method waits. Nothing here depends on time, so a
 * replay does the same.
 */
final class SignalQueue {

  /**
   * A thread that does not yield within a second is taken for a deadlock; helpers share the work.
   */
  private static final int SLICE = 100;

  private final WorkflowOutboundCallsInterceptor outbound;
  private final Delivery delivery;
  private final Deque<Arrival> arrivals = new ArrayDeque<>();
  private boolean open;
  private int announced;

  SignalQueue(WorkflowOutboundCallsInterceptor outbound, Delivery delivery) {
    this.outbound = outbound;
    this.delivery = delivery;
  }

  /** Lets entries start: the watermarks of the run before are known. */
  void open() {
    open = true;
    awaitStarted("holdfast: signals before the main method");
  }

  /**
   * Waits until every signal that has arrived is started. That takes no event from outside: once
   * blocked, the threads of a task start all of them.
   */
  void awaitStarted(String reason) {
    await(reason, this::isStarted);
  }

  /** Starts signals, behind what waits. Returns when all of their handlers have. */
  void take(Arrival arrival) {
    if (!arrival.isStarted()) {
      arrivals.addLast(arrival);
      if (arrival.isGuarded()) {
        addHelper(arrival);
      } else {
        serve(arrival);
      }
    }
    awaitEnd(arrival);
  }

  /** Goes on with {@code arrival} if its other threads are blocked, and waits with them. */
  void help(Arrival arrival) {
    arrival.helperBegan();
    serve(arrival);
    awaitEnd(arrival);
  }

  /**
   * Starts what was held, before everything that waits; returns when all are started. Without an
   * entry among them the signals run one behind the other in this thread, as the SDK has it.
   */
  void release(List<Delivery.Held> held) {
    var signals = held.stream().map(h -> new PendingSignal.Released(h.signal())).toList();
    var entry = held.stream().filter(h -> h.signal().isEntry()).findFirst();
    if (entry.isEmpty()) {
      held.forEach(h -> delivery.start(new PendingSignal.Released(h.signal()), h.arrival()));
      return;
    }
    Arrival arrival = Arrival.released(signals, entry.get().arrival());
    arrivals.addFirst(arrival);
    serve(arrival);
    await("holdfast: signals that were held", arrival::isStarted);
  }

  /** Whether the code of the workflow may go on: see {@link #awaitStarted}. */
  boolean isStarted() {
    return arrivals.isEmpty() && announced == 0;
  }

  /** A batch is in the history of this task, but its turn has not come. */
  void announce() {
    announced++;
  }

  /** Its turn has come. */
  void arrive() {
    announced--;
  }

  long waitingEntries() {
    return arrivals.stream().mapToLong(Arrival::waitingEntries).sum();
  }

  private void serve(Arrival arrival) {
    awaitTurn(arrival);
    for (int started = 0; started < SLICE && !arrival.isStarted(); started++) {
      PendingSignal signal = arrival.next();
      if (arrival.isStarted()) {
        arrivals.remove(arrival);
      } else {
        addHelper(arrival);
      }
      try {
        delivery.start(signal, arrival);
      } finally {
        arrival.finishedOne();
      }
      awaitTurn(arrival);
    }
  }

  private void awaitTurn(Arrival arrival) {
    await(
        "holdfast: earlier signals",
        () -> arrival.isStarted() || (arrivals.peekFirst() == arrival && mayStart(arrival)));
  }

  private boolean mayStart(Arrival arrival) {
    return open || !arrival.hasEntries;
  }

  private void awaitEnd(Arrival arrival) {
    await("holdfast: handlers of a batch", arrival::isEnded);
    arrival.throwFailure();
  }

  /** One at a time: it makes the next when it begins. */
  private void addHelper(Arrival arrival) {
    if (arrival.needsHelper()) {
      Runnable code = arrival.code;
      newThread(
          "holdfast: signals behind a blocked one",
          code == null ? () -> helpInPlainThread(arrival) : new Callback(code, arrival));
    }
  }

  /**
   * An exception that leaves this thread fails the task, also one that should fail the workflow.
   * The callback thread of guarded entries throws it instead. For entries of a first task that were
   * held and block a later one nobody is left to.
   */
  private void helpInPlainThread(Arrival arrival) {
    arrival.helperBegan();
    try {
      serve(arrival);
    } catch (RuntimeException e) {
      if (!arrival.isGuarded()) {
        throw e;
      }
      arrival.fail(e);
    }
  }

  /** Interceptors that count awaits see those alone that block. */
  private void await(String reason, Supplier<Boolean> condition) {
    if (!condition.get()) {
      outbound.await(reason, condition);
    }
  }

  /** The SDK starts it when the threads that run now are blocked. */
  private void newThread(String name, Runnable code) {
    outbound.newChildThread(code, false, name);
  }
}
