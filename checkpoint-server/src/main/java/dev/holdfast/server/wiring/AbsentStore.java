package dev.holdfast.server.wiring;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreChanged;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreReader;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.core.store.StoreWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stands for the store of Postgres until that is merged. */
final class AbsentStore implements StoreReader, StoreWriter {

  @Override
  public CompletionStage<List<StoreResult>> read(
      TenantId tenant, List<StoreOperation.Read> reads) {
    return CompletableFuture.failedFuture(absent());
  }

  @Override
  public CompletionStage<List<Outcome<StoreChanged>>> write(List<StoreChange> group) {
    return CompletableFuture.failedFuture(absent());
  }

  private static Failure absent() {
    return Failure.RetryLater.unavailable(Duration.ofSeconds(1), "there is no store yet");
  }
}
