package dev.holdfast.core.store.indexing;

import dev.holdfast.core.index.Vector;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Makes vectors of texts. Thread-safe; nothing blocks the caller. */
public interface Embedder {

  /** What makes them, as an index records it. */
  String model();

  /** Of every vector. */
  int dimensions();

  /**
   * Embeds texts, in batches as the model likes them.
   *
   * @param texts not empty
   * @return one vector for each, in order; fails as a whole, with {@code embedding-unavailable}
   *     (nothing is wrong with the texts; later it may work) or {@code embedding-refused} (the
   *     model will not have these texts)
   */
  CompletionStage<List<Vector>> embed(List<String> texts);
}
