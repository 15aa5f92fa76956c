package dev.holdfast.core.store.indexing;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.Vector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One step's work: what becomes of the items that were claimed together. */
final class IndexRun {

  /** After so many refusals of the model an item is given up. */
  static final int MOST_ATTEMPTS = 3;

  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

  private final IndexQueue queue;
  private final @Nullable Embedder embedder;
  private final List<IndexedItem> done = new ArrayList<>();
  private CompletionStage<Void> backs = CompletableFuture.completedFuture(null);

  IndexRun(IndexQueue queue, @Nullable Embedder embedder) {
    this.queue = queue;
    this.embedder = embedder;
  }

  /** Before the work: an item for which nothing is to be embedded. */
  void add(IndexedItem item) {
    done.add(item);
  }

  /** An item that will never be indexed as it is. */
  void giveUp(WaitingItem item, Code code) {
    back(item, code, null);
  }

  /** An item of a client's vectors, or of another model than this replica's. */
  void cannotEmbed(WaitingItem item) {
    boolean client = item.index().definition().embeddedBy() == EmbeddedBy.CLIENT;
    back(item, client ? Code.NOT_INDEXED : Code.INDEX_MISMATCH, client ? null : delay(item));
  }

  /** Embeds and writes them all; the number of written ones. */
  CompletionStage<Integer> all(List<Claimed> items) {
    return embed(items)
        .thenCompose(
            embedded ->
                done.isEmpty()
                    ? CompletableFuture.completedFuture(0)
                    : queue.write(List.copyOf(done)))
        .thenCompose(written -> backs.thenApply(all -> written));
  }

  private CompletionStage<Void> embed(List<Claimed> items) {
    if (items.isEmpty() || embedder == null) {
      return CompletableFuture.completedFuture(null);
    }
    Set<String> texts = new LinkedHashSet<>();
    items.forEach(item -> item.texts().addTo(texts));
    List<String> all = List.copyOf(texts);
    return new Embedding(embedder)
        .of(all)
        .thenApply(vectors -> PrepareIndexing.byText(all, vectors))
        .handle((vectors, error) -> settle(items, vectors, error))
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Void> settle(
      List<Claimed> items, @Nullable Map<String, Vector> vectors, @Nullable Throwable error) {
    if (vectors != null) {
      items.forEach(item -> done.add(item.indexed(vectors)));
      return CompletableFuture.completedFuture(null);
    }
    Code code = code(error);
    if (code == Code.EMBEDDING_REFUSED && items.size() > 1) {
      int half = items.size() / 2;
      return embed(items.subList(0, half))
          .thenCompose(first -> embed(items.subList(half, items.size())));
    }
    for (Claimed claimed : items) {
      WaitingItem item = claimed.item();
      boolean over = code == Code.EMBEDDING_REFUSED && item.attempt() >= MOST_ATTEMPTS;
      back(item, code, over ? null : delay(item));
    }
    return CompletableFuture.completedFuture(null);
  }

  /** What is no failure of ours is the model's: it may go away. */
  private static Code code(@Nullable Throwable error) {
    Throwable cause = error instanceof CompletionException wrapped ? wrapped.getCause() : error;
    return cause instanceof Failure failure ? failure.code() : Code.EMBEDDING_UNAVAILABLE;
  }

  private void back(WaitingItem item, Code code, @Nullable Duration again) {
    backs = backs.thenCompose(before -> queue.putBack(item, code.text(), again));
  }

  private static Duration delay(WaitingItem item) {
    int doublings = Math.min(item.attempt() - 1, 30);
    Duration delay = FIRST_DELAY.multipliedBy(1L << doublings);
    return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
  }
}
