package dev.holdfast.signals;

import dev.holdfast.signals.transport.CallOutcome;
import dev.holdfast.signals.transport.SignalCall;
import dev.holdfast.signals.transport.SignalTransport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A Temporal that answers what it is told to; without that it takes everything. */
public final class FakeTemporal implements SignalTransport {
  public final List<SignalCall> calls = new ArrayList<>();
  public final List<Duration> deadlines = new ArrayList<>();
  public final List<CompletableFuture<CallOutcome>> open = new ArrayList<>();
  private final Deque<CallOutcome> script = new ArrayDeque<>();
  private Function<SignalCall, CallOutcome> rule = call -> CallOutcome.DELIVERED;
  private boolean silent;

  /** Answers the next calls so. */
  public void answer(CallOutcome... outcomes) {
    script.addAll(List.of(outcomes));
  }

  /** Answers all calls that no script is for. */
  public void rule(Function<SignalCall, CallOutcome> answers) {
    rule = answers;
  }

  /** Answers nothing any more: the calls stay {@link #open}. */
  public void silence() {
    silent = true;
  }

  /** Answers what is open, and what comes. */
  public void speak() {
    silent = false;
    List.copyOf(open).forEach(call -> call.complete(CallOutcome.DELIVERED));
    open.clear();
  }

  public List<String> names() {
    return calls.stream().map(SignalCall::name).toList();
  }

  public List<String> requestIds() {
    return calls.stream().map(SignalCall::requestId).toList();
  }

  @Override
  public CompletionStage<CallOutcome> send(SignalCall call, Duration deadline) {
    calls.add(call);
    deadlines.add(deadline);
    if (silent) {
      open.add(new CompletableFuture<>());
      return open.get(open.size() - 1);
    }
    CallOutcome next = script.poll();
    return CompletableFuture.completedFuture(next == null ? rule.apply(call) : next);
  }
}
