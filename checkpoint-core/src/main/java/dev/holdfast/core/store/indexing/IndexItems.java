package dev.holdfast.core.store.indexing;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.IndexDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Works off the queue of items that wait to be indexed, one step at a time.
 *
 * <p>If the model does not answer, items are put back with a delay that grows, for as long as it
 * takes. If it refuses a batch, the item is found by halves, and only that one fails: for good
 * after {@value IndexRun#MOST_ATTEMPTS} attempts. Any number of replicas may step at once; a step
 * that dies leaves its items to whoever comes when the lease is over.
 */
public final class IndexItems {

  private final IndexQueue queue;
  private final @Nullable Embedder embedder;
  private final int most;
  private final Duration lease;

  /**
   * What a step did.
   *
   * @param claimed items it took; fewer than asked for: nothing else is due
   * @param written those that a query finds now; items that changed meanwhile are not among them
   */
  public record Step(int claimed, int written) {}

  /**
   * Works on a queue.
   *
   * @param embedder null: only items that need no vectors are indexed
   * @param most items of a step, 1 to 1000
   * @param lease longer than a step takes, else the work is done twice
   */
  public IndexItems(IndexQueue queue, @Nullable Embedder embedder, int most, Duration lease) {
    this.queue = queue;
    this.embedder = embedder;
    this.most = most;
    this.lease = lease;
  }

  /** Takes what is due and indexes it; completes when all of it is written or put back. */
  public CompletionStage<Step> step() {
    return queue
        .claim(most, lease)
        .thenCompose(items -> run(items).thenApply(written -> new Step(items.size(), written)));
  }

  private CompletionStage<Integer> run(List<WaitingItem> items) {
    var run = new IndexRun(queue, embedder);
    List<Claimed> ready = new ArrayList<>();
    for (WaitingItem item : items) {
      take(item, run, ready);
    }
    return run.all(ready);
  }

  /** Sorts an item into what can be worked on now, and what is put back. */
  private void take(WaitingItem item, IndexRun run, List<Claimed> ready) {
    IndexDefinition definition = item.index().definition();
    try {
      Claimed claimed = Claimed.of(item);
      if (claimed.texts().isEmpty() || definition.embeddedBy() == EmbeddedBy.NOBODY) {
        run.add(claimed.withoutVectors());
      } else if (Embedding.fits(embedder, definition)) {
        ready.add(claimed);
      } else {
        run.cannotEmbed(item);
      }
    } catch (Failure refused) {
      run.giveUp(item, refused.code());
    }
  }
}
