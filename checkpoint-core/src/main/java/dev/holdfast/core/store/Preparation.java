package dev.holdfast.core.store;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.TenantId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Makes a batch ready for the store: what its queries and puts need of an index. */
@FunctionalInterface
public interface Preparation {

  /** Of a store in which nothing is indexed: queries are refused. */
  Preparation NOTHING_INDEXED =
      (tenant, parts, deadlineNanos) -> {
        for (StoreOperation part : parts) {
          if (part instanceof StoreOperation.Search search && search.query() != null) {
            return CompletableFuture.failedFuture(
                new Failure.Plain(
                    Code.NOT_INDEXED, "nothing is indexed, so there is nothing to query"));
          }
        }
        return CompletableFuture.completedFuture(parts);
      };

  /**
   * Gives the parts as the store is to run them, in order. Completes at once where nothing has to
   * be asked; fails as a whole.
   *
   * @param deadlineNanos moment of the ticker after which the caller no longer waits
   */
  CompletionStage<List<StoreOperation>> prepare(
      TenantId tenant, List<StoreOperation> parts, long deadlineNanos);
}
