package dev.holdfast.testkit.fault;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreReader;
import dev.holdfast.core.store.StoreReads;
import dev.holdfast.core.store.StoreResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Refuses every round that holds a bad read, as a database does that cannot read a row. */
public final class RejectingReader implements StoreReader {
  private final StoreReader reader;
  private final Predicate<StoreOperation.Read> bad;

  /** Rounds with a read that is {@code bad} fail as a whole. */
  public RejectingReader(StoreReader reader, Predicate<StoreOperation.Read> bad) {
    this.reader = reader;
    this.bad = bad;
  }

  @Override
  public CompletionStage<List<StoreResult>> read(TenantId tenant, List<StoreOperation.Read> reads) {
    return readAll(List.of(new StoreReads(tenant, reads))).thenApply(results -> results.get(0));
  }

  @Override
  public CompletionStage<List<List<StoreResult>>> readAll(List<StoreReads> batches) {
    if (batches.stream().anyMatch(batch -> batch.reads().stream().anyMatch(bad))) {
      return CompletableFuture.failedFuture(
          new Failure.Plain(Code.INTERNAL, "a row that cannot be read, on purpose"));
    }
    return reader.readAll(batches);
  }
}
