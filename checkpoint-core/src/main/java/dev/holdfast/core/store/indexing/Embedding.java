package dev.holdfast.core.store.indexing;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.Vector;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asks a model, and trusts its answer no further than its shape goes. */
record Embedding(Embedder embedder) {

  /** Whether what the model makes can be compared with what the index holds. */
  static boolean fits(@Nullable Embedder embedder, IndexDefinition definition) {
    return embedder != null
        && definition.embeddedBy() == EmbeddedBy.SERVER
        && embedder.model().equals(definition.model())
        && embedder.dimensions() == definition.dimensions();
  }

  /** One vector for each text, of the model's dimensions. */
  CompletionStage<List<Vector>> of(List<String> texts) {
    return embedder.embed(texts).thenApply(vectors -> checked(texts, vectors));
  }

  private List<Vector> checked(List<String> texts, List<Vector> vectors) {
    boolean fit =
        vectors.size() == texts.size()
            && vectors.stream().allMatch(vector -> vector.dimensions() == embedder.dimensions());
    if (!fit) {
      throw new Failure.Plain(
          Code.INDEX_MISMATCH, "the model gave other vectors than its configuration says");
    }
    return vectors;
  }
}
