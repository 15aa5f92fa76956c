package dev.holdfast.testkit.reference;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.CheckpointId;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Does to whole threads what is asked, once for each operation id. */
final class ReferenceThreads implements ThreadStore {
  private final State state;

  ReferenceThreads(State state) {
    this.state = state;
  }

  @Override
  public CompletionStage<List<ThreadSummary>> threads(
      TenantId tenant, String prefix, @Nullable ThreadId after, int limit) {
    return state.step(
        () ->
            state.threads.entrySet().stream()
                .filter(entry -> entry.getKey().tenant().equals(tenant))
                .filter(entry -> entry.getKey().thread().value().startsWith(prefix))
                .filter(
                    entry ->
                        after == null
                            || Utf8Order.UTF8.compare(
                                    entry.getKey().thread().value(), after.value())
                                > 0)
                .limit(limit)
                .map(entry -> entry.getValue().summary(entry.getKey().thread()))
                .toList());
  }

  @Override
  public CompletionStage<Optional<ThreadSummary>> thread(ThreadKey thread) {
    return state.step(
        () ->
            Optional.ofNullable(state.threads.get(thread))
                .map(life -> life.summary(thread.thread())));
  }

  @Override
  public CompletionStage<Boolean> delete(ThreadKey thread, @Nullable OperationId operation) {
    return once(
        thread.tenant(),
        operation,
        List.of("delete", thread),
        () -> state.threads.remove(thread) != null);
  }

  @Override
  public CompletionStage<Long> deleteForRuns(
      TenantId tenant, List<RunId> runs, @Nullable OperationId operation) {
    return once(
        tenant, operation, List.of("deleteForRuns", runs), () -> deleteForRuns(tenant, runs));
  }

  private long deleteForRuns(TenantId tenant, List<RunId> runs) {
    Set<RunId> wanted = new HashSet<>(runs);
    return state.threads.entrySet().stream()
        .filter(entry -> entry.getKey().tenant().equals(tenant))
        .mapToLong(entry -> deleteForRuns(entry.getValue(), wanted))
        .sum();
  }

  private static long deleteForRuns(ThreadLife life, Set<RunId> runs) {
    return life.shelves.values().stream().mapToLong(shelf -> deleteForRuns(shelf, runs)).sum();
  }

  private static long deleteForRuns(Shelf shelf, Set<RunId> runs) {
    List<CheckpointId> gone = new ArrayList<>();
    shelf.checkpoints.forEach(
        (id, row) -> {
          if (row.metadata().get("run_id") instanceof String run
              && runs.contains(new RunId(Containment.clean(run)))) {
            gone.add(id);
          }
        });
    shelf.remove(gone);
    return gone.size();
  }

  @Override
  public CompletionStage<Long> copy(
      ThreadKey source, ThreadId target, @Nullable OperationId operation) {
    return once(
        source.tenant(),
        operation,
        List.of("copy", source, target),
        () -> copy(source, new ThreadKey(source.tenant(), target)));
  }

  private long copy(ThreadKey source, ThreadKey target) {
    ThreadLife from = state.threads.get(source);
    if (from == null) {
      return 0;
    }
    if (state.threads.containsKey(target) && state.threads.get(target).inUse()) {
      throw new Failure.Plain(Code.THREAD_EXISTS, "the target of the copy is in use");
    }
    ThreadLife to = state.begin(target);
    from.shelves.forEach(
        (namespace, shelf) -> to.shelves.put(namespace, shelf.copyTo(target, namespace)));
    return from.checkpoints();
  }

  @Override
  public CompletionStage<Long> prune(
      TenantId tenant,
      List<ThreadId> threads,
      PruneStrategy strategy,
      @Nullable OperationId operation) {
    return once(
        tenant,
        operation,
        List.of("prune", threads, strategy),
        () ->
            threads.stream()
                .distinct()
                .mapToLong(thread -> prune(new ThreadKey(tenant, thread), strategy))
                .sum());
  }

  private long prune(ThreadKey thread, PruneStrategy strategy) {
    ThreadLife life = state.threads.get(thread);
    if (life == null) {
      return 0;
    }
    if (strategy == PruneStrategy.DELETE) {
      state.threads.remove(thread);
      return life.checkpoints();
    }
    return life.shelves.values().stream().mapToLong(Pruning::keepLatest).sum();
  }

  @Override
  public CompletionStage<Incarnation> setHistory(
      ThreadKey thread, HistoryPolicy history, @Nullable Incarnation known) {
    return state.step(
        () -> {
          ThreadLife now = state.threads.get(thread);
          if (known != null && (now == null || !now.incarnation.equals(known))) {
            throw Failure.threadDeleted();
          }
          ThreadLife life = state.begin(thread);
          life.history = history;
          return life.incarnation;
        });
  }

  @Override
  public CompletionStage<Long> conflate(ThreadKey thread) {
    return state.step(
        () -> {
          ThreadLife life = state.threads.get(thread);
          return life == null || life.history == HistoryPolicy.FULL
              ? 0L
              : life.shelves.values().stream().mapToLong(Pruning::conflate).sum();
        });
  }

  @SuppressWarnings("unchecked")
  private <T> CompletionStage<T> once(
      TenantId tenant, @Nullable OperationId operation, List<Object> request, Supplier<T> work) {
    return state.step(
        () -> {
          if (operation == null) {
            return work.get();
          }
          var key = new State.OperationKey(tenant, operation);
          State.Answered first = state.answered.get(key);
          if (first == null) {
            T answer = work.get();
            state.answered.put(key, new State.Answered(request, answer));
            return answer;
          }
          if (!first.request().equals(request)) {
            throw new Failure.Plain(
                Code.OPERATION_ID_REUSED, "the operation id came with another request");
          }
          return (T) first.answer();
        });
  }
}
