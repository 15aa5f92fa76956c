package dev.holdfast.core.store.indexing;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Ticker;
import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.Preparation;
import dev.holdfast.core.store.StoreOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches ready for a store whose tenants may have an index (ADR 6).
 *
 * <p>All texts of a batch are embedded by one call, before anything of it is read or written: if
 * the model fails or the deadline passes, nothing has happened. Completes at once where nothing is
 * to be embedded and the catalog answers at once. Thread-safe.
 */
public final class PrepareIndexing implements Preparation {

  private final IndexCatalog indexes;
  private final @Nullable Embedder embedder;
  private final Ticker ticker;

  /**
   * Prepares for the indexes of a catalog.
   *
   * @param indexes asked for every batch that puts or queries, so better a remembering one
   * @param embedder null: this server embeds nothing
   */
  public PrepareIndexing(IndexCatalog indexes, @Nullable Embedder embedder, Ticker ticker) {
    this.indexes = indexes;
    this.embedder = embedder;
    this.ticker = ticker;
  }

  @Override
  public CompletionStage<List<StoreOperation>> prepare(
      TenantId tenant, List<StoreOperation> parts, long deadlineNanos) {
    if (parts.stream().noneMatch(PrepareIndexing::concernsIndex)) {
      return CompletableFuture.completedFuture(parts);
    }
    return indexes.find(tenant).thenCompose(index -> prepare(index, parts, deadlineNanos));
  }

  private static boolean concernsIndex(StoreOperation part) {
    return part instanceof StoreOperation.Put put
        ? put.value() != null
        : part instanceof StoreOperation.Search search && search.query() != null;
  }

  private CompletionStage<List<StoreOperation>> prepare(
      Optional<StoreIndex> index, List<StoreOperation> parts, long deadlineNanos) {
    try {
      if (index.isEmpty()) {
        return CompletableFuture.completedFuture(Unindexed.prepared(parts));
      }
      var drafts = new Drafts(index.get(), embedder);
      List<Draft> prepared = new ArrayList<>(parts.size());
      for (int i = 0; i < parts.size(); i++) {
        prepared.add(drafts.of(parts.get(i), "/parts/" + i));
      }
      return vectors(drafts.texts(), deadlineNanos)
          .thenApply(vectors -> prepared.stream().map(draft -> draft.ready(vectors)).toList());
    } catch (Failure refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  /** The vector of each text; asks nobody if there is none. */
  private CompletionStage<Map<String, Vector>> vectors(Set<String> texts, long deadlineNanos) {
    if (texts.isEmpty() || embedder == null) {
      return CompletableFuture.completedFuture(Map.of());
    }
    long left = deadlineNanos - ticker.nanos();
    if (left <= 0) {
      return CompletableFuture.failedFuture(Failure.deadlineExceeded());
    }
    List<String> all = List.copyOf(texts);
    return within(left, new Embedding(embedder).of(all)).thenApply(vectors -> byText(all, vectors));
  }

  static Map<String, Vector> byText(List<String> texts, List<Vector> vectors) {
    Map<String, Vector> byText = new HashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      byText.put(texts.get(i), vectors.get(i));
    }
    return byText;
  }

  /** The model may answer later; nobody waits for it then. */
  private static <T> CompletionStage<T> within(long nanos, CompletionStage<T> stage) {
    CompletableFuture<T> answer = stage.toCompletableFuture();
    if (answer.isDone()) {
      return answer;
    }
    return answer
        .copy()
        .orTimeout(nanos, TimeUnit.NANOSECONDS)
        .exceptionallyCompose(
            error ->
                CompletableFuture.failedFuture(
                    error instanceof TimeoutException ? Failure.deadlineExceeded() : error));
  }
}
