package dev.holdfast.server.embedding;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.indexing.Embedder;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Embeds as another one does, and tells of it. */
public final class MeasuredEmbedder implements Embedder, AutoCloseable {

  private final Embedder embedder;
  private final EmbeddingObserver observer;

  /** Embeds with {@code embedder}; {@code observer} hears of each call. */
  public MeasuredEmbedder(Embedder embedder, EmbeddingObserver observer) {
    this.embedder = embedder;
    this.observer = observer;
  }

  @Override
  public String model() {
    return embedder.model();
  }

  @Override
  public int dimensions() {
    return embedder.dimensions();
  }

  @Override
  public CompletionStage<List<Vector>> embed(List<String> texts) {
    EmbeddingObserver.Call begun = observer.called(texts.size());
    return embedder.embed(texts).whenComplete((vectors, error) -> begun.ended(code(error)));
  }

  private static @Nullable Code code(@Nullable Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause == null ? null : cause instanceof Failure failure ? failure.code() : Code.INTERNAL;
  }

  @Override
  public void close() {
    if (embedder instanceof AutoCloseable open) {
      try {
        open.close();
      } catch (Exception e) {
        throw new IllegalStateException("the model was not closed", e);
      }
    }
  }
}
