package dev.holdfast.core.usecase;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.Ticker;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.progress.CommitRules;
import dev.holdfast.core.signal.AttachedSignal;
import dev.holdfast.core.spi.CheckpointReader;
import dev.holdfast.core.spi.Commit;
import dev.holdfast.core.spi.Committed;
import dev.holdfast.core.spi.ThreadStore;
import dev.holdfast.core.store.RunStore;
import dev.holdfast.core.store.StoreOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Runs a batch: operations of one thread in list order, different threads side by side, each
 * failing alone.
 */
public final class RunBatch {

  private final GroupCommit<Commit, Committed> commits;
  private final CheckpointReader reader;
  private final ThreadStore threads;
  private final RunStore store;
  private final Ticker ticker;
  private final OperationObserver observer;
  private final CommitRules rules;

  /** The same, where no rule makes signals. */
  public RunBatch(
      GroupCommit<Commit, Committed> commits,
      CheckpointReader reader,
      ThreadStore threads,
      RunStore store,
      Ticker ticker,
      OperationObserver observer) {
    this(commits, reader, threads, store, ticker, observer, CommitRules.NONE);
  }

  /**
   * Appends go through {@code commits}, batches of a store to {@code store}, everything else
   * straight to its port; {@code observer} hears of each answer. What {@code rules} say is
   * committed with an append, after its own signals.
   */
  public RunBatch(
      GroupCommit<Commit, Committed> commits,
      CheckpointReader reader,
      ThreadStore threads,
      RunStore store,
      Ticker ticker,
      OperationObserver observer,
      CommitRules rules) {
    this.rules = rules;
    this.commits = commits;
    this.reader = reader;
    this.threads = threads;
    this.store = store;
    this.ticker = ticker;
    this.observer = observer;
  }

  /**
   * Runs the operations.
   *
   * @param timeout how long the caller waits
   * @return one reply for each operation, in order; the stage itself does not fail
   */
  public CompletionStage<List<Reply>> run(List<Operation> operations, Duration timeout) {
    long startedNanos = ticker.nanos();
    var order = new ThreadOrder();
    var replies = new Replies(operations, observer, () -> ticker.nanos() - startedNanos);
    List<CompletableFuture<?>> under = new ArrayList<>(operations.size());
    together(
        operations,
        () -> {
          for (int i = 0; i < operations.size(); i++) {
            int place = i;
            Operation operation = operations.get(i);
            if (!(operation instanceof Operation.Signal)) {
              under.add(
                  start(operation, order, startedNanos + timeout.toNanos())
                      .exceptionally(RunBatch::failed)
                      .thenAccept(reply -> replies.add(place, reply)));
            }
          }
        });
    return CompletableFuture.allOf(under.toArray(CompletableFuture<?>[]::new))
        .thenApply(nothing -> replies.all());
  }

  private CompletableFuture<Reply> start(
      Operation operation, ThreadOrder order, long deadlineNanos) {
    if (operation instanceof Operation.Write write) {
      return order
          .append(write.append().key().thread(), () -> submit(write, deadlineNanos))
          .thenApply(done -> new Reply.Written(done.appended(), done.places()));
    }
    if (operation instanceof Operation.Store) {
      return within(operation, deadlineNanos).toCompletableFuture(); // of no thread: no order
    }
    if (operation instanceof Operation.Unreadable unreadable) {
      return CompletableFuture.failedFuture(unreadable.failure());
    }
    Supplier<CompletionStage<Reply>> call = () -> within(operation, deadlineNanos);
    Set<ThreadKey> touched = touched(operation);
    return touched.isEmpty() ? order.aloneOverAll(call) : order.alone(touched, call);
  }

  /** What is committed or read for several operations leaves together. */
  private void together(List<Operation> operations, Runnable starts) {
    boolean ofStore = operations.stream().anyMatch(Operation.Store.class::isInstance);
    commits.together(ofStore ? () -> store.together(starts) : starts);
  }

  private CompletionStage<Committed> submit(Operation.Write write, long deadlineNanos) {
    List<AttachedSignal> signals = new ArrayList<>(write.signals());
    signals.addAll(rules.of(write.append()));
    var commit = new Commit(write.append(), signals);
    return commits.submit(write.append().key().thread().hashCode(), commit, deadlineNanos);
  }

  private CompletionStage<Reply> call(Operation operation, long deadlineNanos) {
    if (operation instanceof Operation.Store batch) {
      return store.run(batch.tenant(), batch.parts(), deadlineNanos).thenApply(Reply.Store::new);
    }
    if (operation instanceof Operation.GetTuple get) {
      return reader
          .find(get.place(), get.id(), get.known(), get.splices())
          .thenApply(found -> new Reply.Tuple(found.orElse(null)));
    } else if (operation instanceof Operation.ListHistory list) {
      return reader.list(list.query()).thenApply(Reply.Page::new);
    } else if (operation instanceof Operation.DeltaHistory delta) {
      return reader
          .deltaHistory(delta.place(), delta.id(), delta.channels())
          .thenApply(Reply.Histories::new);
    }
    return change(operation);
  }

  private CompletionStage<Reply> change(Operation operation) {
    if (operation instanceof Operation.DeleteThread delete) {
      return threads.delete(delete.thread(), delete.operation()).thenApply(Reply.Deleted::new);
    } else if (operation instanceof Operation.DeleteForRuns delete) {
      return counted(
          "deleted", threads.deleteForRuns(delete.tenant(), delete.runs(), delete.operation()));
    } else if (operation instanceof Operation.CopyThread copy) {
      return counted("copied", threads.copy(copy.source(), copy.target(), copy.operation()));
    } else if (operation instanceof Operation.Prune prune) {
      return counted(
          "pruned",
          threads.prune(prune.tenant(), prune.threads(), prune.strategy(), prune.operation()));
    } else if (operation instanceof Operation.SetHistory set) {
      return threads
          .setHistory(set.thread(), set.history(), set.incarnation())
          .thenApply(Reply.HistorySet::new);
    }
    throw new IllegalArgumentException(operation.kind());
  }

  private static CompletionStage<Reply> counted(String name, CompletionStage<Long> count) {
    return count.thenApply(checkpoints -> new Reply.Counted(name, checkpoints));
  }

  /** The threads an operation touches; empty for any. */
  private static Set<ThreadKey> touched(Operation operation) {
    if (operation instanceof Operation.GetTuple get) {
      return Set.of(get.place().thread());
    } else if (operation instanceof Operation.DeltaHistory delta) {
      return Set.of(delta.place().thread());
    } else if (operation instanceof Operation.DeleteThread delete) {
      return Set.of(delete.thread());
    } else if (operation instanceof Operation.SetHistory set) {
      return Set.of(set.thread());
    } else if (operation instanceof Operation.ListHistory list && list.query().thread() != null) {
      return Set.of(new ThreadKey(list.query().tenant(), list.query().thread()));
    } else if (operation instanceof Operation.CopyThread copy) {
      Set<ThreadKey> both = new HashSet<>();
      both.add(copy.source());
      both.add(new ThreadKey(copy.source().tenant(), copy.target()));
      return both;
    }
    return Set.of();
  }

  private static boolean changes(Operation operation) {
    if (operation instanceof Operation.Store batch) {
      return batch.parts().stream().anyMatch(StoreOperation.Put.class::isInstance);
    }
    return !(operation instanceof Operation.GetTuple
        || operation instanceof Operation.ListHistory
        || operation instanceof Operation.DeltaHistory);
  }

  /**
   * What is late before its turn comes is not begun. A read that is late did nothing; a change that
   * is late may yet happen.
   */
  private CompletionStage<Reply> within(Operation operation, long deadlineNanos) {
    long left = deadlineNanos - ticker.nanos();
    if (left <= 0) {
      return CompletableFuture.failedFuture(Failure.deadlineExceeded());
    }
    Failure late = changes(operation) ? Failure.outcomeUnknown() : Failure.deadlineExceeded();
    return call(operation, deadlineNanos)
        .toCompletableFuture()
        .copy()
        .orTimeout(left, TimeUnit.NANOSECONDS)
        .exceptionally(
            error -> {
              if (error instanceof TimeoutException) {
                throw late;
              }
              throw new CompletionException(error);
            });
  }

  private static Reply failed(Throwable error) {
    Throwable cause = error;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof Failure failure) {
      return new Reply.Failed(failure);
    }
    return new Reply.Failed(new Failure.Plain(Code.INTERNAL, "a fault of the server"));
  }
}
