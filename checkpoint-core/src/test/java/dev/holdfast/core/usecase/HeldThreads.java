package dev.holdfast.core.usecase;

import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.OperationId;
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.RunId;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.model.ThreadSummary;
import dev.holdfast.core.spi.ThreadStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A thread store that holds every call until the test lets it go. */
final class HeldThreads implements ThreadStore {
  private final HeldPorts ports;

  HeldThreads(HeldPorts ports) {
    this.ports = ports;
  }

  @Override
  public CompletionStage<List<ThreadSummary>> threads(
      TenantId tenant, String prefix, @Nullable ThreadId after, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Optional<ThreadSummary>> thread(ThreadKey thread) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Boolean> delete(ThreadKey thread, @Nullable OperationId operation) {
    return ports.hold("delete " + thread.thread(), true);
  }

  @Override
  public CompletionStage<Long> deleteForRuns(
      TenantId tenant, List<RunId> runs, @Nullable OperationId operation) {
    return ports.hold("runs", 2L);
  }

  @Override
  public CompletionStage<Long> copy(
      ThreadKey source, ThreadId target, @Nullable OperationId operation) {
    return ports.hold("copy " + source.thread() + " " + target, 3L);
  }

  @Override
  public CompletionStage<Long> prune(
      TenantId tenant,
      List<ThreadId> threads,
      PruneStrategy strategy,
      @Nullable OperationId operation) {
    return ports.hold("prune", 4L);
  }

  @Override
  public CompletionStage<Incarnation> setHistory(
      ThreadKey thread, HistoryPolicy history, @Nullable Incarnation known) {
    return ports.hold("history " + thread.thread() + " " + history, new Incarnation(5));
  }

  @Override
  public CompletionStage<Long> conflate(ThreadKey thread) {
    return ports.hold("conflate " + thread.thread(), 6L);
  }
}
