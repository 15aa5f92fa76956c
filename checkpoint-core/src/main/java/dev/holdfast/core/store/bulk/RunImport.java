package dev.holdfast.core.store.bulk;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Ticker;
import dev.holdfast.core.imports.ImportCounts;
import dev.holdfast.core.imports.ImportError;
import dev.holdfast.core.imports.ImportId;
import dev.holdfast.core.imports.ImportStatus;
import dev.holdfast.core.imports.ImportStep;
import dev.holdfast.core.imports.ItemTimes;
import dev.holdfast.core.store.RunStore;
import dev.holdfast.core.store.StoreOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Imports items batch by batch, each committed together with how far the import has come. */
public final class RunImport {

  private final RunStore store;
  private final ImportLog log;
  private final Ticker ticker;

  /** Puts go through {@code store}. */
  public RunImport(RunStore store, ImportLog log, Ticker ticker) {
    this.store = store;
    this.log = log;
    this.ticker = ticker;
  }

  /** A begun import, whose lines up to {@code status.committedLines()} must not come again. */
  public CompletionStage<Begun> begin(ImportId id) {
    return log.begin(id).thenApply(status -> new Begun(status, ticker.nanos()));
  }

  /** How far an import is; empty if there is none. */
  public CompletionStage<Optional<ImportStatus>> find(ImportId id) {
    return log.find(id);
  }

  /** An import as this server began it, or goes on with it. */
  public final class Begun {

    private final ImportStatus status;
    private final long atNanos;

    private Begun(ImportStatus status, long atNanos) {
      this.status = status;
      this.atNanos = atNanos;
    }

    /** How far it was. */
    public ImportStatus status() {
      return status;
    }

    /**
     * Commits a batch.
     *
     * @param timeout how long the caller waits
     * @return what became of its lines; a failure with {@code OPERATION_ID_REUSED} if the import
     *     does not stand at its first line, so that somebody else goes on with it
     */
    public CompletionStage<ImportCounts> commit(ImportBatch batch, Duration timeout) {
      Instant now = status.now().plusNanos(ticker.nanos() - atNanos);
      List<StoreOperation.Put> puts = new ArrayList<>();
      List<ItemTimes> times = new ArrayList<>();
      for (ImportedItem item : batch.items()) {
        Instant end = item.times().expiresAt();
        if (end == null || end.isAfter(now)) {
          puts.add(item.put());
          times.add(item.times());
        }
      }
      List<ImportError> errors = batch.errors();
      var counts = new ImportCounts(puts.size(), batch.items().size() - puts.size(), errors.size());
      List<ImportError> first = errors.subList(0, Math.min(errors.size(), ImportError.MOST));
      var step =
          new ImportStep(status.id(), batch.fromLine(), batch.toLine(), counts, first, times);
      return store
          .step(puts, step, ticker.nanos() + timeout.toNanos())
          .handle((done, error) -> error == null ? done(counts) : named(batch, error))
          .thenCompose(next -> next);
    }

    private static CompletionStage<ImportCounts> done(ImportCounts counts) {
      return CompletableFuture.completedFuture(counts);
    }

    /** The store refuses a batch alike for a row and for where the import stands. */
    private CompletionStage<ImportCounts> named(ImportBatch batch, Throwable error) {
      Throwable cause =
          error instanceof CompletionException && error.getCause() != null
              ? error.getCause()
              : error;
      if (!(cause instanceof Failure failure) || failure.code() != Code.REJECTED) {
        return CompletableFuture.failedFuture(cause);
      }
      return log.find(status.id())
          .thenCompose(
              found ->
                  found.isPresent() && found.get().committedLines() == batch.fromLine()
                      ? CompletableFuture.failedFuture(failure)
                      : CompletableFuture.failedFuture(elsewhere()));
    }

    private static Failure elsewhere() {
      return new Failure.Plain(
          Code.OPERATION_ID_REUSED, "another request goes on with the import of this id");
    }
  }
}
